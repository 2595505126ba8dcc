import { Buffer } from 'node:buffer';
import { formatRepo } from '../../core/ids.ts';
import { Refused } from '../client/errors.ts';
import { headOf, makeBranch } from './make-branch.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';

export const CREATE_COMMIT = `mutation CommitOnBranch($input: CreateCommitOnBranchInput!) {
  commit: createCommitOnBranch(input: $input) { commit { oid } }
}`;

type WriteBranch = EffectOf<'write-branch'>;

/**
 * The branch where it is missing, then one commit upon the head that is expected: GitHub refuses any other
 * (STALE_DATA), so that nothing is ever written over. A crash in between leaves a branch without a commit
 * of its own, which the next time is the one that is expected.
 */
export async function writeBranch(hands: Hands, effect: WriteBranch): Promise<void> {
  const { repo, branch, from } = effect;
  const expected = effect.expected ?? from;
  if (effect.expected === null) await makeBranch(hands, { repo, branch, oid: from });
  // Wherever it is then: by this commit, or by somebody else's, after which this one would be refused.
  const look = async (): Promise<string | null> => {
    const head = await headOf(hands, effect);
    return head === expected ? null : 'the branch is elsewhere';
  };
  const refused = await once(() => commit(hands, effect, expected), look);
  if (refused === '') return;
  if ((await look()) === null) {
    throw new Refused(`GitHub took no commit in ${formatRepo(repo)}: ${refused}`);
  }
  hands.note('a commit found its branch moved on', { repository: formatRepo(repo), branch });
}

/** What GitHub said against it; empty when it is written. */
async function commit({ session }: Hands, effect: WriteBranch, expected: string): Promise<string> {
  const { repo, branch, files, headline, body } = effect;
  const input = {
    branch: { repositoryNameWithOwner: formatRepo(repo), branchName: branch },
    expectedHeadOid: expected,
    message: { headline, ...(body === '' ? {} : { body }) },
    fileChanges: {
      additions: files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text, 'utf8').toString('base64'),
      })),
    },
  };
  const refusals = await session.mutateOnce(CREATE_COMMIT, { input });
  return refusals.map(({ type, message }) => `${type} ${message}`.trim()).join('; ');
}
