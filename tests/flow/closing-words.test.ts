/** Whoever closes an item often says why in the same breath; GitHub tells of both in any order. */
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { JobKey } from '../../src/flow/ports/job-key.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { onEachStage } from './support/each-stage.ts';
import { incident, INCIDENTS, type Stage } from './support/stage.ts';

let stage: Stage;
let number: number;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', body: 'It answers 500.' });
  number = data.number;
  await stage.as('alice').issues.addLabels({ ...at, issue_number: number, labels: ['incident'] });
  await stage.settle();
  await say(
    number,
    '/severity sev3\n/service checkout\n/action process Rehearse it @dave in acme/incidents',
  );
  await stage.settle();
}, aPolicy());

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

async function say(issue: number, body: string): Promise<void> {
  await stage.as('alice').issues.createComment({ ...at, issue_number: issue, body });
}

/** "Close with comment": GitHub writes the comment first. */
async function closes(
  by: string,
  words: string | null,
  reason: 'completed' | 'not_planned',
): Promise<void> {
  const { issues } = stage.as(by);
  const item = { ...at, issue_number: number + 1 };
  if (words !== null) await issues.createComment({ ...item, body: words });
  await issues.update({ ...item, state: 'closed', state_reason: reason });
  await stage.sandbox.control.idle();
}

async function told(): Promise<{
  readonly state: string;
  readonly moves: readonly string[];
  readonly explained: number;
}> {
  const { state, comments } = await stage.issue(number + 1);
  const { data } = await stage.as('alice').issues.listEvents({ ...at, issue_number: number + 1 });
  return {
    state,
    moves: data.map(({ event }) => event).filter((event) => /^(closed|reopened)$/.test(event)),
    explained: comments.filter(({ body }) => body.includes('norepeat:item-reopened')).length,
  };
}

const itemKey: JobKey = { kind: 'item', issue: { repo: INCIDENTS, number: 0 } };
const theIncident = (): JobKey => ({ ...itemKey, kind: 'incident', issue: incident(number) });
const heard = (kind: JobKey['kind']): readonly string[] =>
  [...stage.memory.due.keys()].filter((key) => key.startsWith(`${kind}:`));

describe('closing an item and saying why in the same breath', () => {
  const CASES = [
    ['/not-doing the importer goes next week', 'dave', 'not_planned'],
    ['/not-doing the importer goes next week', 'dave', 'completed'],
    ['/confirm', 'alice', 'not_planned'],
  ] as const;

  test.each(CASES)('is never undone, whoever runs first: %s by %s as %s', async (...said) => {
    const [words, by, reason] = said;
    await closes(by, words, reason);
    await stage.run(theIncident());
    await stage.settle();
    await stage.run(theIncident());
    await stage.settle();
    expect(await told()).toEqual({ state: 'closed', moves: ['closed'], explained: 0 });
  });

  test.each(CASES)(
    'holds when the delivery of the comment is lost: %s by %s as %s',
    async (...said) => {
      const [words, by, reason] = said;
      await closes(by, words, reason);
      for (const key of heard('item')) stage.memory.due.delete(key);
      await stage.settle();
      expect(await told()).toEqual({ state: 'closed', moves: ['closed'], explained: 0 });
    },
  );

  test('without a word is undone, with one explanation', async () => {
    await closes('dave', null, 'completed');
    expect(heard('item')).toEqual([]);
    await stage.settle();
    expect(await told()).toEqual({ state: 'open', moves: ['closed', 'reopened'], explained: 1 });
  });

  test('without a word is undone, also where incidents and items are read by different processes', async () => {
    stage.spread();
    await closes('dave', null, 'completed');
    await stage.settle();
    // GitHub tells its time in whole seconds.
    stage.sandbox.control.moveClock(MINUTE + 2 * SECOND);
    await stage.run(theIncident());
    await stage.settle();
    expect(await told()).toEqual({ state: 'open', moves: ['closed', 'reopened'], explained: 1 });
  });

  test('in words that are refused is undone, with one explanation', async () => {
    await closes('dave', '/confirm', 'completed');
    await stage.run(theIncident());
    await stage.settle();
    expect(await told()).toEqual({ state: 'open', moves: ['closed', 'reopened'], explained: 1 });
  });

  test('costs one look at the item, once, and none when it is open', async () => {
    const looks = async (): Promise<number> => {
      const { reads } = await stage.during(() => stage.settle());
      return reads.filter((read) => read.includes('ItemThread')).length;
    };
    await closes('dave', null, 'completed');
    expect(await looks()).toBe(1);
    await stage.run(theIncident());
    expect(await looks()).toBe(0);
  });
});
