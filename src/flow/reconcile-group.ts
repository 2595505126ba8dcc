import { undecided } from '../core/gate/judge.ts';
import type { RepoRef } from '../core/ids.ts';
import { awaitIncidents, whyUnread } from './await-incidents.ts';
import type { PullOnCommit, QueueReader } from './ports/pulls.ts';
import { gatedPart, groundOf, judgeCommits } from './judge-commits.ts';
import type { GateDeps } from './reconcile-gate.ts';
import {
  isThere,
  orSayUndecided,
  sayUndecided,
  takeStaleLabelsOff,
  verdictOf,
  writeVerdicts,
} from './write-verdicts.ts';

export interface GroupDeps extends GateDeps {
  readonly queues: QueueReader;
}

/**
 * The groups that wait in a branch's merge queue: each is judged by the pull requests in it, each of these
 * with the evidence of its own head, and answered on the group's commit. One read, and one write for what
 * is not said there yet. A group that is gone meanwhile needs no answer.
 */
export function reconcileGroup(deps: GroupDeps): (repo: RepoRef, branch: string) => Promise<void> {
  return async (repo, branch) => {
    const policy = await deps.policies.policyFor(repo);
    if (policy === null) return;
    const read = await deps.queues.groups(repo, branch);
    if (read.kind === 'gone') return;
    const groups = read.value.flatMap((group): readonly PullOnCommit[] => {
      const facts = gatedPart(group.facts, group.defaultBranch, policy);
      return facts === null ? [] : [{ ...group, facts }];
    });
    const heads = (): readonly string[] => groups.map(({ facts }) => facts.headSha);
    const where = { repo, policy, heads };
    await orSayUndecided(deps, where, async () => {
      const ground = await groundOf(deps, repo, policy);
      if (ground.unread.length > 0) {
        const wait = await awaitIncidents(deps, { kind: 'group', repo, branch }, ground);
        const decision = undecided(whyUnread(deps, ground));
        if (wait === 'say-so') await sayUndecided(deps, where, decision);
        return;
      }
      const judged = await judgeCommits(
        deps,
        ground,
        groups.map(({ facts }) => facts),
      );
      const verdicts = [];
      for (const [i, judgement] of judged.entries()) {
        const group = groups[i];
        if (group === undefined) continue;
        const { headSha } = group.facts;
        const verdict = verdictOf(policy, { ...judgement, headSha });
        // Known again where the store was lost: whoever expects the group looks there.
        if (isThere(verdict, group.run)) {
          await deps.verdicts.wrote(repo, headSha, verdict.run.externalId);
        } else verdicts.push(verdict);
      }
      await writeVerdicts(deps, repo, verdicts);
      await takeStaleLabelsOff(
        deps,
        judged.map(({ decision }) => decision),
      );
    });
  };
}
