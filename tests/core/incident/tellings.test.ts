/** What is told once is in the ledger as soon as it is on GitHub, whoever looks again or does not. */
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/effects.ts';
import { tellingEffects, withTold } from '../../../src/core/incident/tellings.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import { owing, PEOPLE_AND_APPROVERS } from '../../builders/an-obligation.ts';
import { aComment, closed, labeled, minute } from '../../builders/facts.ts';
import { oneLook } from '../../builders/one-look.ts';
import { perform } from '../../builders/perform.ts';
import { run, type Run } from '../../builders/run-incident.ts';

const RESOLVED = { comments: [aComment('/ack\n/resolved gone', { createdAt: minute(9) })] };
const NOW = minute(30);

const again = (facts: Run['facts'], ledger: Ledger): Run =>
  run(facts, { ledger, people: PEOPLE_AND_APPROVERS });

function ended(): Run {
  const { facts, ledger } = run(RESOLVED);
  const entry = { verdict: 'ended', resolvedAt: minute(9), at: minute(10) } as const;
  return again(facts, mergeLedgers(ledger, [entry]));
}

/** Everything that is told once, when the app first hears of it. */
const TOLD: readonly (readonly [string, () => Run, RegExp])[] = [
  ['the question what broke', () => run(RESOLVED), /^<!-- norepeat:cause /],
  ['the last word', ended, /^<!-- norepeat:ended .*\n<!-- norepeat:cause /],
  [
    'that it is closed too early',
    () => run({ state: 'closed', events: [closed({ by: 'alice', at: minute(20) })] }),
    /^<!-- norepeat:kept /,
  ],
  [
    'that a click lifts nothing',
    () => {
      const before = owing();
      const click = labeled('drill', { by: 'bob', at: minute(20) });
      return again({ ...before.facts, events: [...before.facts.events, click] }, before.ledger);
    },
    /^<!-- norepeat:kept /,
  ],
];

describe.each(TOLD)('%s', (_, given, words) => {
  it('is noted by the look that writes it, as any number of looks would note it', () => {
    const state = given();
    const { effects, ledger } = oneLook(state, NOW);
    expect(textsOf(effects)).toContainEqual(expect.stringMatching(words));
    let { facts } = state;
    let [kept, written] = [ledger, effects];
    for (let looks = 0; looks < 4; looks += 1) {
      facts = perform(facts, written.filter(isOfIncident));
      const later = again(facts, kept);
      ({ effects: written, ledger: kept } = oneLook(later, NOW));
    }
    expect(written.filter(isOfIncident)).toEqual([]);
    expect(withoutCalls(kept)).toEqual(withoutCalls(ledger));
  });

  it('is not told again when somebody deletes it before the next look', () => {
    const state = given();
    const { ledger } = oneLook(state, NOW);
    const deleted = again(state.facts, ledger);
    expect(tellingEffects({ ...deleted, now: NOW })).toEqual([]);
  });

  it('is noted when it is read where a crash kept it from being noted, in the same entry', () => {
    const state = given();
    const effects = tellingEffects({ ...state, now: NOW });
    const noted = withTold(state.ledger, effects, state.facts);
    expect(noted).not.toEqual(mergeLedgers(state.ledger));
    expect(again(perform(state.facts, effects), state.ledger).ledger).toEqual(noted);
  });
});

function textsOf(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => (effect.kind === 'keep-comment' ? [effect.body] : []));
}

/** Responders are called after the summary, so their call is noted when it is read. */
function withoutCalls(ledger: Ledger): Ledger {
  return ledger.filter(({ verdict }) => verdict !== 'called');
}

function isOfIncident({ kind }: Effect): boolean {
  return kind !== 'edit-text' && kind !== 'keep-labels' && kind !== 'add-sub-issue';
}
