import { expect, test } from 'vitest';
import { plan } from '../../../src/core/incident/plan.ts';
import { closed, CREATED, minute, reopened, SELF } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

const STALE = { login: 'stale', kind: 'bot' } as const;

/** Another app has closed it so often, and this one has opened it again each time but the last. */
function quarrel(times: number) {
  const rounds = Array.from({ length: times }, (_, i) => [
    closed({ at: minute(2 * i + 1), by: STALE }),
    reopened({ at: minute(2 * i + 2), by: SELF }),
  ]).flat();
  const last = closed({ at: minute(2 * times + 1), by: STALE });
  const now = minute(2 * times + 2);
  const told = run({ state: 'closed', events: [...rounds, last] });
  const { effects, lookAgainAt } = plan({ ...told, now, ledgerBlocks: [] });
  return { kinds: effects.map(({ kind }) => kind), lookAgainAt, status: told.incident.status };
}

test('an incident that another app closes is opened again', () => {
  expect(quarrel(0).kinds).toContain('reopen-issue');
  expect(quarrel(9).kinds).toContain('reopen-issue');
});

test('two apps do not keep each other at closing and opening it for ever', () => {
  const { kinds, lookAgainAt, status } = quarrel(12);
  expect(kinds).not.toContain('reopen-issue');
  expect(status.is).not.toBe('closed');
  expect(lookAgainAt).not.toBeNull();
  expect(lookAgainAt! - CREATED).toBeLessThanOrEqual(75 * 60_000);
});
