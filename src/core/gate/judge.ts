import type { Obligation } from '../followup/obligation.ts';
import { nextChange } from '../followup/violation.ts';
import type { RepoRef } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type {
  Case,
  CaseRule,
  Decision,
  ExemptionFinding,
  Owners,
  Undecided,
  ViolationFinding,
} from './decision.ts';
import type { CodeOwners, CommitFacts, People, PullFacts } from './facts.ts';
import { ownersOfChange } from './ownership.ts';
import { teamsInReach } from './reach.ts';
import { authorsOf, type Authors } from './rules/authors.ts';
import { exemptAuthors } from './rules/exempt-authors.ts';
import { exemptPaths } from './rules/exempt-paths.ts';
import { fixEvidence } from './rules/fix.ts';
import { fixLinks } from './rules/fix-links.ts';
import { staleLabels } from './rules/label.ts';
import { overrides } from './rules/override.ts';
import { concernsOf, type Concern } from './rules/violations.ts';

/** By base branch: every base of the commit's pull requests must be in it, with null where there is no file. */
export type CodeOwnersByBranch = ReadonlyMap<string, CodeOwners | null>;

export interface Matter {
  readonly commit: CommitFacts;
  readonly codeOwners: CodeOwnersByBranch;
  /** Of the policy's incident repositories, all of them. */
  readonly obligations: readonly Obligation[];
  readonly policy: Policy;
  readonly now: Instant;
}

/**
 * Whether a commit may be merged now, and why. Pull requests that share their head are judged together;
 * of a merge group each by itself, and one that is held holds it. `people` has what GitHub says of those
 * whom `toAsk` names; of anybody missing there nothing is believed.
 */
export function judge(matter: Matter, people: People): Decision {
  const { commit, codeOwners, policy } = matter;
  if (commit.pulls.length === 0) return undecided('change-unread');
  if (!commit.pulls.every(({ baseRef }) => codeOwners.has(baseRef))) {
    return undecided('change-unread');
  }
  const cases =
    commit.as === 'pulls'
      ? [judgeCase(commit.pulls, commit.headSha, matter, people)]
      : commit.pulls.map((pull) => judgeCase([pull], pull.headSha, matter, people));
  const rule = lastWord(cases);
  const held = policy.dontRepeat.mode === 'enforce' ? 'failure' : 'neutral';
  return {
    conclusion: rule === 'held' ? held : 'success',
    settledBy: { rule },
    cases,
    holds: withOutcome(cases, 'holds'),
    lifted: withOutcome(cases, 'lifted'),
    staleLabels: staleLabels(commit.pulls),
    changesAt: nextOf(cases, matter.now),
  };
}

/** Nothing that is owed anywhere can hold a change of this repository: nothing was read. */
export function freePass(): Decision {
  return { ...NOTHING_READ, conclusion: 'success', settledBy: { rule: 'nothing-in-reach' } };
}

/** What cannot be decided does not pass. */
export function undecided(because: Undecided): Decision {
  return { ...NOTHING_READ, conclusion: 'failure', settledBy: { rule: 'undecided', because } };
}

const NOTHING_READ = {
  cases: [],
  holds: [],
  lifted: [],
  staleLabels: [],
  changesAt: null,
} as const satisfies Partial<Decision>;

function judgeCase(
  pulls: readonly PullFacts[],
  headSha: string,
  matter: Matter,
  people: People,
): Case {
  const { commit, policy } = matter;
  const all = concernsOfPulls(pulls, matter);
  const settled = (
    settledBy: CaseRule,
    found: Omit<Case, 'pulls' | 'headSha' | 'settledBy'>,
  ): Case => ({
    ...{ pulls, headSha, settledBy },
    ...found,
  });
  if (!areOpen(all.concerns)) {
    const violations = all.concerns.map(unexamined);
    return settled('not-concerned', { owners: all.owners, exemptions: [], violations });
  }
  const { exempt, rest, exemptions } = siftExempt(pulls, { repo: commit.repo, policy });
  if (rest.length === 0) {
    const violations = all.concerns.map(unexamined);
    return settled(exempt, { owners: all.owners, exemptions, violations });
  }
  const { owners, concerns } = rest.length < pulls.length ? concernsOfPulls(rest, matter) : all;
  const authors = authorsOf(pulls);
  const violations = concerns.map((concern) =>
    examined(concern, { pulls, headSha, authors, people, policy }),
  );
  const found = { owners, exemptions, violations };
  if (!areOpen(concerns)) return settled('not-concerned', found);
  const holds = violations.some(({ outcome }) => outcome === 'holds');
  return settled(holds ? 'held' : 'lifted', found);
}

function concernsOfPulls(
  pulls: readonly PullFacts[],
  { commit, codeOwners, obligations, policy, now }: Matter,
): { readonly owners: Owners; readonly concerns: readonly Concern[] } {
  const here = { repo: commit.repo, policy };
  const owners = ownersOfChange(pulls, (base) => codeOwners.get(base) ?? null, here);
  const reach = teamsInReach(commit.repo, policy, [...codeOwners.values()]);
  return { owners, concerns: concernsOf(owners, obligations, { policy, reach, now }) };
}

/** Of a shared head each pull request is exempt by itself: a second one on it takes that from nobody. */
function siftExempt(
  pulls: readonly PullFacts[],
  here: { readonly repo: RepoRef; readonly policy: Policy },
): {
  readonly exempt: 'exempt-paths' | 'exempt-authors';
  readonly rest: readonly PullFacts[];
  readonly exemptions: readonly ExemptionFinding[];
} {
  const found = pulls.map((pull) => {
    const paths = exemptPaths(pull, here);
    const exemptions =
      paths.outcome === 'passes' ? [paths] : [paths, exemptAuthors(pull, here.policy)];
    return { pull, exemptions, by: exemptions.find(({ outcome }) => outcome === 'passes')?.rule };
  });
  const byPaths = found.every(({ by }) => by === 'exempt-paths');
  return {
    exempt: byPaths ? 'exempt-paths' : 'exempt-authors',
    rest: found.filter(({ by }) => by === undefined).map(({ pull }) => pull),
    exemptions: found.flatMap(({ exemptions }) => exemptions),
  };
}

function areOpen(concerns: readonly Concern[]): boolean {
  return concerns.some(({ state }) => state.is === 'open');
}

function unexamined(concern: Concern): ViolationFinding {
  const outcome = concern.state.is === 'open' ? 'exempt' : 'not-now';
  return { rule: 'violation', ...concern, outcome, evidence: [] };
}

interface Change {
  readonly pulls: readonly PullFacts[];
  readonly headSha: string;
  readonly authors: Authors;
  readonly people: People;
  readonly policy: Policy;
}

function examined(concern: Concern, change: Change): ViolationFinding {
  if (concern.state.is !== 'open') return unexamined(concern);
  const { pulls, headSha, authors } = change;
  const { obligation, team } = concern;
  const links = fixLinks(pulls, obligation);
  const fix = fixEvidence(pulls, headSha, { ...change, obligation, team: team.team, links });
  const evidence = [
    ...overrides(pulls, headSha, obligation, authors),
    ...(fix === undefined ? [] : [fix]),
  ];
  const lifted = evidence.some(({ outcome }) => outcome === 'lifts');
  return { rule: 'violation', ...concern, outcome: lifted ? 'lifted' : 'holds', evidence };
}

/** Of several cases the one that weighs most. */
function lastWord(cases: readonly Case[]): CaseRule {
  const rules = new Set(cases.map(({ settledBy }) => settledBy));
  return WEIGHTY_FIRST.find((rule) => rules.has(rule)) ?? 'held';
}

const WEIGHTY_FIRST = [
  'held',
  'lifted',
  'exempt-authors',
  'exempt-paths',
  'not-concerned',
] as const satisfies readonly CaseRule[];

function withOutcome(
  cases: readonly Case[],
  outcome: ViolationFinding['outcome'],
): readonly ViolationFinding[] {
  return cases.flatMap(({ violations }) => violations.filter((one) => one.outcome === outcome));
}

function nextOf(cases: readonly Case[], now: Instant): Instant | null {
  const concerned = cases.flatMap(({ violations }) =>
    violations.map(({ obligation, team }): Obligation => ({ ...obligation, teams: [team] })),
  );
  return nextChange(concerned, now);
}
