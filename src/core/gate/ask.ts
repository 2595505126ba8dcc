import { approverTeams } from '../followup/approvers.ts';
import type { IssueRef } from '../ids.ts';
import type { TeamRef } from '../policy/policy.ts';
import {
  voucherOf,
  type Case,
  type Evidence,
  type ViolationFinding,
  type Vouching,
} from './decision.ts';
import { judge, type Matter } from './judge.ts';
import { eachTeamOnce } from './ownership.ts';

export interface Questions {
  /** Pull requests whose whole list of files can change the verdict. */
  readonly files: readonly IssueRef[];
  /** People who may have vouched: what GitHub says of them can change it. */
  readonly logins: readonly string[];
  /** Teams in which their membership matters; empty without logins. */
  readonly teams: readonly TeamRef[];
}

/**
 * What must be read before a commit can be judged. It is judged as it is known, by which nothing unknown
 * speaks for it; where it passes even so, or no answer could make a difference, nothing is asked.
 */
export function toAsk(matter: Matter): Questions {
  const { cases } = judge(matter, new Map());
  const doubtful = cases.flatMap(({ violations }) =>
    violations.filter(({ outcome }) => outcome === 'holds'),
  );
  const pending = doubtful.filter((one) => newcomers(one).length > 0);
  const logins = new Set(pending.flatMap(newcomers));
  const teams = pending.map(({ team }) => team.team);
  return {
    files: cases.flatMap(unlisted),
    logins: [...logins].sort(),
    teams: logins.size === 0 ? [] : eachTeamOnce([...teams, ...approverTeams(matter.policy)]),
  };
}

/** GitHub lists no more of a pull request, so the rest stays unknown. */
const MOST_FILES = 3000;

function unlisted({ pulls, owners, exemptions, violations }: Case): readonly IssueRef[] {
  const holds = violations.filter(({ outcome }) => outcome === 'holds');
  if (!owners.incomplete || holds.length === 0) return [];
  const onlyPerhaps = holds.some(({ because }) => because !== 'owner');
  const maybeExempt = exemptions.some(
    ({ rule, otherwise }) => rule === 'exempt-paths' && otherwise === null,
  );
  if (!onlyPerhaps && !maybeExempt) return [];
  return pulls
    .filter(({ files }) => !files.complete && files.total <= MOST_FILES)
    .map(({ ref }) => ref);
}

/** Those of whom nothing is known that would let their word count. */
function newcomers({ evidence }: ViolationFinding): readonly string[] {
  return evidence.flatMap(vouchings).flatMap((one) => {
    if (one.because !== 'no-standing') return [];
    return [voucherOf(one).login.toLowerCase()];
  });
}

function vouchings(evidence: Evidence): readonly Vouching[] {
  return evidence.rule === 'fix' ? evidence.children : [];
}
