import { z } from 'zod';
import type { IssueRef } from '../../core/ids.ts';
import { POLICY_PATH } from '../../core/policy/path.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { PolicyProposal, PolicyProposalReader } from '../../flow/ports/policy-proposal.ts';
import type { PolicyFile, PolicySource } from '../../flow/ports/policy.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import { POLICY_FILE_QUERY, POLICY_PROPOSAL_QUERY } from './policy-queries.ts';
import { Visibility } from './incident-answer.ts';
import { present, toVisibility } from './translate.ts';

/** One more than the parser accepts, so that it can tell. */
const MOST_CHARACTERS = 65_537;

const Blob = z.object({ oid: z.string(), text: z.string().nullable() });
const FileAnswer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable(),
      // A folder or a submodule of that name answers with an empty object.
      object: z.union([Blob, z.object({})]).nullable(),
    })
    .nullable(),
});

export function createPolicySource(github: Pick<GitHub, 'session'>): PolicySource {
  return {
    read: async (repo) => {
      const session = await github.session(repo);
      if (session === null) return gone('the app is not installed there');
      const { repository } = await session.query(
        POLICY_FILE_QUERY,
        { owner: repo.owner, name: repo.name, file: `HEAD:${POLICY_PATH}` },
        FileAnswer,
      );
      const commit = repository?.defaultBranchRef?.target?.oid;
      const file = policyFile(repository?.object ?? null, commit ?? '');
      if (commit === undefined || file === null) return gone('there is no such file');
      return { kind: 'found', value: file };
    },
  };
}

const ProposalAnswer = z.object({
  repository: z
    .object({
      visibility: Visibility,
      pullRequest: z
        .object({
          state: z.string(),
          isCrossRepository: z.boolean(),
          headRefOid: z.string(),
          files: z
            .object({
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
              nodes: z
                .array(z.object({ path: z.string(), changeType: z.string() }).nullable())
                .nullable(),
            })
            .nullable(),
          commits: z.object({
            nodes: z
              .array(
                z
                  .object({
                    commit: z.object({
                      oid: z.string(),
                      file: z
                        .object({ object: z.union([Blob, z.object({})]).nullable() })
                        .nullable(),
                    }),
                  })
                  .nullable(),
              )
              .nullable(),
          }),
        })
        .nullable(),
    })
    .nullable(),
});

export function createPolicyProposalReader(github: Pick<GitHub, 'session'>): PolicyProposalReader {
  return {
    proposal: async (pull) => {
      const session = await github.session(pull.repo);
      return session === null ? gone('the app is not installed there') : proposal(session, pull);
    },
  };
}

async function proposal(session: Session, pull: IssueRef): Promise<Found<PolicyProposal>> {
  const { owner, name } = pull.repo;
  let after: string | null = null;
  const markdown: string[] = [];
  let moves = false;
  for (;;) {
    const variables = { owner, name, number: pull.number, path: POLICY_PATH, after };
    const answer: z.infer<typeof ProposalAnswer> = await session.query(
      POLICY_PROPOSAL_QUERY,
      variables,
      ProposalAnswer,
    );
    const found = answer.repository?.pullRequest;
    if (found == null) return gone('the pull request is gone or hidden');
    const about = {
      commit: found.headRefOid,
      fromFork: found.isCrossRepository,
      visibility: toVisibility(answer.repository?.visibility ?? 'PUBLIC'),
    };
    const files = present(found.files?.nodes);
    markdown.push(...files.map(({ path }) => path).filter(isMarkdown));
    moves ||= files.some(({ changeType }) => changeType === 'RENAMED');
    if (found.state === 'OPEN' && files.some(({ path }) => path === POLICY_PATH)) {
      const [head] = present(found.commits.nodes);
      const file = policyFile(head?.commit.file?.object ?? null, about.commit);
      return { kind: 'found', value: { ...about, file, markdown, moves } };
    }
    const page = found.files?.pageInfo;
    if (found.state !== 'OPEN' || page?.hasNextPage !== true) {
      const changed = found.state === 'OPEN' ? { markdown, moves } : { markdown: [], moves: false };
      return { kind: 'found', value: { ...about, file: 'untouched', ...changed } };
    }
    after = page.endCursor;
  }
}

function isMarkdown(path: string): boolean {
  return path.startsWith('.github/') && path.endsWith('.md');
}

/** A binary file has no text: it reads as one that no parser accepts. */
function policyFile(object: object | null, commit: string): PolicyFile | null {
  const { data: blob } = Blob.safeParse(object);
  if (blob === undefined) return null;
  const text = (blob.text ?? '\0').slice(0, MOST_CHARACTERS);
  return { path: POLICY_PATH, text, sha: blob.oid, commit };
}

function gone(why: string): Found<never> {
  return { kind: 'gone', why };
}
