/** What GitHub refuses, and the app cannot change. */
import { expect, test } from 'vitest';
import { planPostmortem } from '../../../src/core/postmortem/plan/plan.ts';
import { HOUR, plus, SECOND, type Instant } from '../../../src/core/time.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  postmortemFacts,
} from '../../builders/a-postmortem.ts';
import { minute } from '../../builders/facts.ts';

test('a pull request that cannot be opened again is tried ever more seldom', () => {
  const asked = { by: 'alice', at: minute(300) };
  const incident = aResolvedIncident({
    postmortem: { is: 'due', by: minute(5000), pull: null, asked },
  });
  const facts = postmortemFacts({ pull: aPull({ state: 'closed', closedAt: minute(200) }) });
  const nextAfter = (now: Instant): Instant | null => {
    const { effects, lookAgainAt } = planPostmortem(aPostmortem({ incident, facts, now }));
    expect(effects.map(({ kind }) => kind)).toEqual(['reopen-pull']);
    return lookAgainAt;
  };
  const first = plus(asked.at, 1);
  expect(nextAfter(first)).toBe(plus(first, 5 * SECOND));
  expect(nextAfter(minute(310))).toBe(minute(320));
  expect(nextAfter(minute(3000))).toBe(plus(minute(3000), HOUR));
  let looks = 0;
  for (let at = first; at < plus(asked.at, 24 * HOUR); looks += 1) {
    at = nextAfter(at) ?? plus(at, 24 * HOUR);
  }
  expect(looks).toBeLessThan(40);
});
