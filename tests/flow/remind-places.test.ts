import { expect, test } from 'vitest';
import type { Effect } from '../../src/core/effects.ts';
import type { FollowUpItem } from '../../src/core/followup/follow-up-item.ts';
import { formatIssue, type RepoRef } from '../../src/core/ids.ts';
import type { IncidentFacts } from '../../src/core/incident/facts.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import { DAY, instantFromIso, plus } from '../../src/core/time.ts';
import { rememberRepositories } from '../../src/flow/known-repositories.ts';
import { remind } from '../../src/flow/remind.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { anIncident } from '../builders/an-incident.ts';
import { aComment, aSubIssue, INCIDENT_REF, minute, SELF, someFacts } from '../builders/facts.ts';

const DUE = instantFromIso('2026-12-01T00:00:00Z');
const NOW = plus(DUE, DAY / 2);
const CHECKOUT = { owner: 'acme', name: 'checkout' };

function anItem(repo: RepoRef, number: number): FollowUpItem {
  const nodeId = `I_${String(number)}`;
  return {
    item: aSubIssue({ assignees: ['alice'], ref: { repo, number }, nodeId }),
    counted: null,
    owners: ['alice'],
    ...{ since: minute(30), due: DUE, dropped: null, evidence: { is: 'open' }, over: false },
    snoozedUntil: null,
  };
}

/** What happens, in order: `comment acme/checkout#1`, `save 1`, and `list` when repositories are asked for. */
function reminding(
  items: readonly FollowUpItem[],
  visible: readonly RepoRef[],
  broken: (effect: Effect) => Error | null = () => null,
  facts: IncidentFacts = someFacts(),
) {
  const happened: string[] = [];
  const bodies: string[] = [];
  const incident = anIncident({
    status: { is: 'closed', since: minute(60), by: 'bob', because: { why: 'done' } },
    items,
  });
  const about = { incident, facts, obligation: null, policy: aPolicy() };
  const deps = {
    clock: { now: () => NOW },
    installed: {
      repositories: () => {
        happened.push('list');
        return Promise.resolve(visible);
      },
    },
    ledgers: {
      save: (_issue: unknown, ledger: Ledger) => {
        happened.push(`save ${String(ledger.length)}`);
        return Promise.resolve();
      },
    },
    performer: {
      perform: (effect: Effect, options: { readonly justRead?: boolean } = {}) => {
        const fault = broken(effect);
        if (fault !== null) return Promise.reject(fault);
        if (effect.kind !== 'keep-comment') throw new Error(effect.kind);
        const look = options.justRead === true ? '' : 'look, ';
        happened.push(`${look}comment ${formatIssue(effect.issue)}`);
        bodies.push(effect.body);
        return Promise.resolve();
      },
    },
  };
  const run = (ledger: Ledger = []): Promise<Ledger> => remind(deps, { ...about, ledger });
  return { happened, bodies, run };
}

test('each is written where the work is, and into the ledger before the next', async () => {
  const items = [anItem(CHECKOUT, 1), anItem(INCIDENT_REF.repo, 2)];
  const { happened, run } = reminding(items, [CHECKOUT]);
  const ledger = await run();
  expect(happened).toEqual([
    'list',
    'look, comment acme/checkout#1',
    'save 1',
    'look, comment acme/incidents#2',
    'save 2',
  ]);
  expect(ledger).toMatchObject([
    { verdict: 'reminded', clock: 'item I_1', due: DUE, count: 1, overdue: 1, at: NOW },
    { verdict: 'reminded', clock: 'item I_2', due: DUE, count: 1, overdue: 1, at: NOW },
  ]);
  await run(ledger);
  expect(happened).toHaveLength(5);
});

test('what lies where the app cannot write is said in the incident', async () => {
  const { happened, bodies, run } = reminding([anItem(CHECKOUT, 1)], []);
  await run();
  expect(happened).toEqual(['list', 'comment acme/incidents#12', 'save 1']);
  expect(bodies[0]).toContain('An action item is overdue');
});

const LOCKED = Object.assign(new Error('locked'), { name: 'PermissionMissing' });
const clocksIn = (body: string | undefined): readonly string[] =>
  [...(body ?? '').matchAll(/^<!-- norepeat:reminder (.+) \d+ \d+ -->$/gm)].map(
    ([, id = '']) => id,
  );

test('all that GitHub lets the app write nowhere else is one comment in the incident', async () => {
  const items = [1, 2, 3].map((number) => anItem(CHECKOUT, number));
  const isThere = (effect: Effect): Error | null =>
    'issue' in effect && effect.issue.repo.name === 'checkout' && effect.issue.number !== 2
      ? LOCKED
      : null;
  const { happened, bodies, run } = reminding(items, [CHECKOUT], isThere);
  const ledger = await run();
  expect(happened).toEqual([
    'list',
    'look, comment acme/checkout#2',
    'save 1',
    'comment acme/incidents#12',
    'save 3',
  ]);
  expect(clocksIn(bodies[1])).toEqual(['item I_1', 'item I_3']);
  await run(ledger);
  expect(happened).toHaveLength(5);
});

test('what falls due after the program stopped before the ledger is a comment of its own', async () => {
  const before = reminding([anItem(CHECKOUT, 1), anItem(CHECKOUT, 2)], []);
  await before.run();
  expect(clocksIn(before.bodies[0])).toEqual(['item I_1', 'item I_2']);
  const comments = [aComment(before.bodies[0]!, { by: SELF, createdAt: NOW })];
  const items = [3, 2, 1].map((number) => anItem(CHECKOUT, number));
  const after = reminding(items, [], () => null, someFacts({ comments }));
  await after.run();
  expect(after.bodies.map(clocksIn)).toEqual([['item I_3']]);
});

test('one that fails is not noted, and those before it are', async () => {
  const items = [anItem(INCIDENT_REF.repo, 1), anItem(INCIDENT_REF.repo, 2)];
  const { happened, run } = reminding(items, [], (effect) =>
    'issue' in effect && effect.issue.number === 2 ? new Error('refused') : null,
  );
  await expect(run()).rejects.toThrow('a reminder on acme/incidents#2 failed');
  expect(happened).toEqual(['look, comment acme/incidents#1', 'save 1']);
});

test('where the app can write is asked for once in ten minutes', async () => {
  let asked = 0;
  let now = NOW;
  const known = rememberRepositories(
    {
      repositories: () => {
        asked += 1;
        return Promise.resolve([CHECKOUT]);
      },
    },
    { now: () => now },
  );
  expect(await known.repositories()).toEqual([CHECKOUT]);
  now = plus(now, 9 * 60_000);
  await known.repositories();
  expect(asked).toBe(1);
  now = plus(now, 60_000);
  await known.repositories();
  expect(asked).toBe(2);
});
