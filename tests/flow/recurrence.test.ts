import { describe, expect, test } from 'vitest';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from './support/each-stage.ts';
import { incident, INCIDENTS, type Stage } from './support/stage.ts';

const SECRET = { owner: 'acme', name: 'incidents-private' };

let stage: Stage;
onEachStage(
  async (set) => {
    stage = set;
    stage.sandbox.control.seed({
      repositories: [
        { name: 'acme/incidents-private', visibility: 'private', collaborators: { dave: 'write' } },
      ],
    });
    await stage.settle();
  },
  aPolicy({ privateRepository: SECRET }),
);

const DOWN = 'Payment provider times out, connection pool exhausted';
const WORDS =
  'Every order fails at the last step because the payment provider answers slowly and the connection pool is exhausted.';

async function declare(title: string, body: string, repo = INCIDENTS): Promise<number> {
  const { data } = await stage.as('alice').issues.create({
    ...{ owner: repo.owner, repo: repo.name, title, body },
    labels: ['incident', 'service:checkout', 'severity:sev2'],
  });
  await stage.settle();
  return data.number;
}

async function say(number: number, body: string, repo = INCIDENTS, by = 'alice') {
  const at = { owner: repo.owner, repo: repo.name, issue_number: number };
  const { data } = await stage.as(by).issues.createComment({ ...at, body });
  await stage.settle();
  return data.id;
}

async function summaryOf(number: number, repo = INCIDENTS): Promise<string> {
  const { comments } = await stage.issue(number, repo);
  return comments.find(({ body }) => body.startsWith('<!-- norepeat:summary -->'))?.body ?? '';
}

async function answerTo(number: number, comment: number, repo = INCIDENTS): Promise<string> {
  const { comments } = await stage.issue(number, repo);
  const marker = `<!-- norepeat:answer ${String(comment)} -->`;
  return comments.find(({ body }) => body.startsWith(marker))?.body ?? '';
}

/** Everything was listed and read: only then nobody need wait for an incident that is not known. */
async function sweep(): Promise<void> {
  for (const repo of [INCIDENTS, SECRET]) await stage.run({ kind: 'sweep', repo });
  await stage.settle();
}

describe('similar incidents', () => {
  test('are shown while it is worked on, found once for a question, and told to whoever asks', async () => {
    const first = await declare(DOWN, WORDS);
    await say(first, '/ack\n/resolved raised the limit of the pool');
    await declare('Search has no umlauts', 'Queries with umlauts find nothing.');
    const second = await declare('Checkout: payment provider slow, pool exhausted', WORDS);
    const shown = await summaryOf(second);
    expect(shown).toContain('Similar incidents: 1');
    expect(shown).toContain(`issues/${String(first)})`);
    expect(shown).toContain('raised the limit of the pool');
    expect(shown).toContain(`\`/repeat-of #${String(first)}\``);
    const kept = stage.memory.similar.get(`acme/incidents#${String(second)}`);
    await stage.run({ kind: 'incident', issue: incident(second) });
    expect(stage.memory.similar.get(`acme/incidents#${String(second)}`)).toBe(kept);

    await say(second, '/ack\n/resolved turned it off and on');
    expect(await summaryOf(second)).not.toContain('Similar incidents');
    const asked = await say(second, '/similar', INCIDENTS, 'mallory');
    expect(await answerTo(second, asked)).toContain('raised the limit of the pool');
  });

  test('that nobody knows are said to be none', async () => {
    const only = await declare(DOWN, WORDS);
    const asked = await say(only, '/similar');
    expect(await answerTo(only, asked)).toContain('No earlier incident looks like this one');
  });

  test('of the private repository are shown there only, and public ones there too', async () => {
    const open = await declare(DOWN, WORDS);
    const secret = await declare('Payment provider slow, pool exhausted', WORDS, SECRET);
    expect(await summaryOf(secret, SECRET)).toContain(`acme/incidents/issues/${String(open)})`);
    const third = await declare('Payment provider slow again, pool exhausted', WORDS);
    const shown = await summaryOf(third);
    expect(shown).toContain(`issues/${String(open)})`);
    expect(shown).not.toContain('incidents-private');
  });

  test('that the store lost are found again', async () => {
    const first = await declare(DOWN, WORDS);
    const second = await declare('Payment provider slow, pool exhausted', WORDS);
    stage.memory.lose();
    await stage.run({ kind: 'incident', issue: incident(second) });
    expect(await summaryOf(second)).not.toContain('Similar incidents');
    await stage.run({ kind: 'incident', issue: incident(first) });
    const again = [...stage.memory.later.values()].find(
      ({ key }) => key.kind === 'incident' && key.issue.number === second,
    );
    expect(again).toBeDefined();
    await stage.run({ kind: 'incident', issue: incident(second) });
    expect(await summaryOf(second)).toContain('Similar incidents: 1');
  });
});

describe('a repeat', () => {
  test('is told in both, with the count, what was to prevent it, and the question once more', async () => {
    const first = await declare(DOWN, WORDS);
    await say(first, '/ack\n/action prevent Give the provider a timeout @bob');
    const second = await declare('Payment provider slow, pool exhausted', WORDS);
    await say(second, `/repeat-of #${String(first)}`);
    const third = await declare('Payments fail', 'Once more the payment provider.');
    await say(third, `/repeat-of #${String(second)}`);

    const shown = await summaryOf(third);
    expect(shown).toContain('**The third time.**');
    expect(shown).toContain('Give the provider a timeout (still open)');
    expect(shown).toContain('What will be different this time?');
    expect(shown).toContain(`repeat of [#\u200b${String(second)}]`);
    expect(shown).toContain(`The same as #\u200b${String(second)} once more`);
    const earlier = await summaryOf(first);
    expect(earlier).toContain('**It came back:**');
    expect(earlier).toContain(`issues/${String(second)})`);
    expect(earlier).toContain(`issues/${String(third)})`);
  });

  test('that was said is no news the next time', async () => {
    const first = await declare(DOWN, WORDS);
    const second = await declare('Pool exhausted', WORDS);
    await say(second, `/repeat-of #${String(first)}`);
    const { writes } = await stage.during(async () => {
      for (const number of [first, second, first, second]) {
        await stage.run({ kind: 'incident', issue: incident(number) });
      }
    });
    expect(writes).toEqual([]);
    expect([...stage.memory.due.keys()]).toEqual([]);
  });

  test('of itself, of what is no incident, or round in a circle is refused', async () => {
    const first = await declare(DOWN, WORDS);
    const second = await declare('Pool exhausted', WORDS);
    const { data: plain } = await stage.as('alice').issues.create({
      ...{ owner: INCIDENTS.owner, repo: INCIDENTS.name, title: 'No incident' },
    });
    await sweep();
    await say(second, `/repeat-of #${String(first)}`);
    const itself = await say(first, `/repeat-of #${String(first)}`);
    expect(await answerTo(first, itself)).toContain('cannot refer to itself');
    const none = await say(first, `/repeat-of #${String(plain.number)}`);
    expect(await answerTo(first, none)).toContain('there is no incident');
    const circle = await say(first, `/repeat-of #${String(second)}`);
    expect(await answerTo(first, circle)).toContain('is a repeat of this incident already');
    expect(await summaryOf(first)).not.toContain('happened before');
  });

  test('waits for an answer while not everything was read', async () => {
    const second = await declare('Pool exhausted', WORDS);
    await stage.memory.obligationStore.expect(INCIDENTS, [incident(77)]);
    stage.memory.later.clear();
    const asked = await say(second, '/repeat-of #99');
    expect(await answerTo(second, asked)).toBe('');
    expect(stage.memory.later.has(`incident:acme/incidents#${String(second)}`)).toBe(true);
    await stage.memory.obligationStore.forget(incident(77));
    await stage.run({ kind: 'incident', issue: incident(second) });
    expect(await answerTo(second, asked)).toContain('there is no incident');
  });

  test('of a restricted incident cannot be said in public, and one that is restricted is not told there', async () => {
    const open = await declare(DOWN, WORDS);
    const secret = await declare('Pool exhausted', WORDS, SECRET);
    await sweep();
    const asked = await say(open, `/repeat-of acme/incidents-private#${String(secret)}`);
    expect(await answerTo(open, asked)).toContain('none that may be named here');
    await say(secret, `/repeat-of acme/incidents#${String(open)}`, SECRET);
    expect(await summaryOf(secret, SECRET)).toContain('**The second time.**');
    const shown = await summaryOf(open);
    expect(shown).not.toContain('It came back');
    expect(shown).not.toContain('incidents-private');
  });
});
