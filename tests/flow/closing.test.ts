/** Closing and being closed, whatever crashes in between. */
import { expect, test } from 'vitest';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, incident, type Stage } from './support/stage.ts';

let stage: Stage;
// Nothing that was asked for: over as soon as somebody says so.
onEachStage(
  async (set) => {
    stage = set;
    await stage.settle();
  },
  aPolicy({ closeAfter: { unit: 'ms', amount: 0 } }),
);

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

async function declare(words: string): Promise<number> {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Search is slow', body: 'Sometimes.' });
  const { number } = data;
  await stage.as('alice').issues.addLabels({ ...at, issue_number: number, labels: ['incident'] });
  await stage.settle();
  await say(number, words);
  await stage.settle();
  return number;
}

async function say(number: number, body: string): Promise<void> {
  await stage.as('alice').issues.createComment({ ...at, issue_number: number, body });
  await stage.sandbox.control.idle();
}

async function close(number: number): Promise<void> {
  await stage.as('alice').issues.update({ ...at, issue_number: number, state: 'closed' });
  await stage.sandbox.control.idle();
}

/** How often something was told of closings. */
async function toldOf(number: number, marker: string): Promise<number> {
  const { comments } = await stage.issue(number);
  return comments.filter(({ body }) => body.startsWith(`<!-- norepeat:${marker} `)).length;
}

/** Does it, dies at the step, and carries on. Gives whether it died. */
async function dying(step: number, number: number): Promise<boolean> {
  stage.crashes.at(step);
  await stage.run({ kind: 'incident', issue: incident(number) }).catch(() => undefined);
  const { happened } = stage.crashes;
  stage.crashes.at(null);
  await stage.run({ kind: 'incident', issue: incident(number) });
  await stage.settle();
  return happened;
}

test('what is done is closed, and told once, however often the process dies', async () => {
  for (let step = 0; ; step += 2) {
    const number = await declare('/severity sev5');
    await say(number, '/resolved');
    const happened = await dying(step, number);
    const { state } = await stage.issue(number);
    expect({ step, state, told: await toldOf(number, 'ended') }).toEqual({
      step,
      state: 'closed',
      told: 1,
    });
    if (!happened) {
      expect(step, 'it dies at every step on the way').toBeGreaterThan(6);
      return;
    }
  }
}, 240_000);

test('what is closed too early is opened again, and told once, however often the process dies', async () => {
  for (let step = 0; ; step += 2) {
    const number = await declare('/severity sev5');
    await close(number);
    const happened = await dying(step, number);
    const { state, labels } = await stage.issue(number);
    expect({ step, state, told: await toldOf(number, 'kept') }).toEqual({
      step,
      state: 'open',
      told: 1,
    });
    expect(labels).toContain('status:declared');
    if (!happened) {
      expect(step, 'it dies at every step on the way').toBeGreaterThan(4);
      return;
    }
  }
}, 240_000);

test('the reason is there before the state changes', async () => {
  const number = await declare('/severity sev5');
  const early = await stage.during(async () => {
    await close(number);
    await stage.settle();
  });
  const over = await stage.during(async () => {
    await say(number, '/resolved');
    await stage.settle();
  });
  for (const { writes } of [early, over]) {
    const comment = writes.findIndex((write) => /^POST .*comments/.test(write));
    const state = writes.findIndex((write) => /^PATCH .*issues\/(\d+|\{\w+\})$/.test(write));
    expect(comment, writes.join('\n')).toBeGreaterThan(-1);
    expect(state, writes.join('\n')).toBeGreaterThan(comment);
  }
});
