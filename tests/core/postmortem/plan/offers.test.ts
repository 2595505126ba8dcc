/** What is offered for parts that people wrote in: the same words once, also when somebody deletes the offer. */
import { expect, it } from 'vitest';
import type { Effect } from '../../../../src/core/effects.ts';
import { ledgerPages, readLedgerPages } from '../../../../src/core/ledger/block.ts';
import { planPostmortem, type PostmortemInput } from '../../../../src/core/postmortem/plan/plan.ts';
import { DAY, plus } from '../../../../src/core/time.ts';
import {
  aPostmortem,
  aPull,
  aResolvedIncident,
  postmortemFacts,
} from '../../../builders/a-postmortem.ts';
import { minute } from '../../../builders/facts.ts';

const RENAMED = aResolvedIncident({ title: 'Checkout lost orders' });

/** Open, with the title in a person's words, while the incident has another one now. */
function touched(overrides: Partial<PostmortemInput> = {}): PostmortemInput {
  const [commit] = planPostmortem(aPostmortem()).effects;
  const [document] = commit?.kind === 'write-branch' ? commit.files : [];
  if (document === undefined) throw new Error('nothing was opened');
  const facts = postmortemFacts({
    branch: { oid: 'branch-1', ownCommitAt: minute(61) },
    pull: aPull(),
    document: {
      ...document,
      text: document.text.replace('Checkout is down<!--', 'The long night<!--'),
    },
  });
  return aPostmortem({ incident: RENAMED, facts, now: minute(90), ...overrides });
}

function offersOf(input: PostmortemInput): readonly string[] {
  return planPostmortem(input).effects.flatMap((effect: Effect) =>
    effect.kind === 'suggest' ? [effect.marker] : [],
  );
}

it('is looked for soon, and noted in the ledger once it is there', () => {
  const input = touched();
  const [marker = '', ...more] = offersOf(input);
  expect(more).toEqual([]);
  expect(planPostmortem(input).lookAgainAt).toBe(minute(91));
  const pull = aPull({ offered: [marker], offeredAt: [minute(90)] });
  const seen = { ...input, facts: { ...input.facts, pull } };
  const { entries } = planPostmortem(seen);
  expect(entries).toEqual([{ verdict: 'offered', pull: 40, offer: marker, at: minute(90) }]);
  expect(planPostmortem({ ...seen, ledger: entries }).entries).toEqual([]);
  expect(readLedgerPages(ledgerPages(entries, 30_000))).toEqual(entries);
});

it('is not made again after somebody deleted it, and counts for its day', () => {
  const input = touched();
  const [offer = ''] = offersOf(input);
  const noted = [offer, 'a', 'b', 'c', 'd'].map(
    (one) => ({ verdict: 'offered', pull: 40, offer: one, at: minute(90) }) as const,
  );
  expect(offersOf({ ...input, ledger: noted.slice(0, 1) })).toEqual([]);
  const others = noted.map((one, at) => ({ ...one, offer: `other ${String(at)}` }));
  expect(offersOf({ ...input, ledger: others, now: minute(100) })).toEqual([]);
  const now = plus(minute(90), DAY);
  const facts = { ...input.facts, branch: { oid: 'branch-1', ownCommitAt: now } };
  expect(offersOf({ ...input, facts, ledger: others, now })).toEqual([offer]);
});

it('is made once on each pull request', () => {
  const input = touched();
  const [offer = ''] = offersOf(input);
  const noted = { verdict: 'offered', pull: 39, offer, at: minute(90) } as const;
  expect(offersOf({ ...input, ledger: [noted] })).toEqual([offer]);
});
