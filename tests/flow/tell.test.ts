/** What is told once is in the ledger by the same look, and told once whatever crashes in between. */
import { expect, test } from 'vitest';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, incident, type Stage } from './support/stage.ts';

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
});

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };
const QUESTION = '<!-- norepeat:cause ';

async function resolved(): Promise<number> {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Search is slow', body: 'Sometimes.' });
  const issue = { ...at, issue_number: data.number };
  await stage.as('alice').issues.addLabels({ ...issue, labels: ['incident'] });
  await stage.settle();
  await stage.as('alice').issues.createComment({ ...issue, body: '/resolved' });
  await stage.sandbox.control.idle();
  stage.memory.due.clear();
  return data.number;
}

const look = (number: number): Promise<void> =>
  stage.run({ kind: 'incident', issue: incident(number) });

async function beginningWith(marker: string, number: number) {
  const { comments } = await stage.issue(number);
  return comments.filter(({ body }) => body.startsWith(marker));
}

test('the ledger on GitHub knows of a question by the look that asks it, and the next writes nothing', async () => {
  const number = await resolved();
  await look(number);
  expect(await beginningWith(QUESTION, number)).toHaveLength(1);
  const [summary] = await beginningWith('<!-- norepeat:summary', number);
  expect(summary?.body).toContain('"clock":"cause"');
  const { writes } = await stage.during(() => look(number));
  expect(writes).toEqual([]);
});

test('a question that somebody deletes at once is not asked again', async () => {
  const number = await resolved();
  await look(number);
  const [question] = await beginningWith(QUESTION, number);
  await stage.as('alice').issues.deleteComment({ ...at, comment_id: question!.id });
  await stage.settle();
  expect(await beginningWith(QUESTION, number)).toEqual([]);
});

const CALL = '<!-- norepeat:call ';

test('a call that somebody deletes at once calls nobody again', async () => {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Search is slow', body: 'Sometimes.' });
  const issue = { ...at, issue_number: data.number };
  const labels = ['incident', 'service:checkout'];
  await stage.as('alice').issues.addLabels({ ...issue, labels });
  await stage.sandbox.control.idle();
  stage.memory.due.clear();
  await look(data.number);
  const [call, ...others] = await beginningWith(CALL, data.number);
  expect(others).toEqual([]);
  await stage.as('alice').issues.deleteComment({ ...at, comment_id: call!.id });
  await stage.settle();
  expect(await beginningWith(CALL, data.number)).toEqual([]);
  const [summary] = await beginningWith('<!-- norepeat:summary', data.number);
  expect(summary?.body).toContain('"called"');
});

test('a question is asked once and noted, however often the process dies', async () => {
  for (let step = 0; ; step += 1) {
    const number = await resolved();
    stage.crashes.at(step);
    await look(number).catch(() => undefined);
    const { happened } = stage.crashes;
    stage.crashes.at(null);
    await look(number);
    await stage.settle();
    expect(await beginningWith(QUESTION, number), `step ${String(step)}`).toHaveLength(1);
    const [summary] = await beginningWith('<!-- norepeat:summary', number);
    expect(summary?.body).toContain('"clock":"cause"');
    if (!happened) {
      expect(step, 'it dies at every step on the way').toBeGreaterThan(6);
      return;
    }
  }
}, 240_000);
