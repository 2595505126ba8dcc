/** The shape of GitHub's answers about pull requests: only what is read. */
import { z } from 'zod';
import { ActorAnswer, CommentAnswer, Names, PageInfo, Visibility } from './incident-answer.ts';

function listOf<T extends z.ZodType>(node: T) {
  return z.object({ nodes: z.array(node.nullable()).nullable() });
}

const OwnRun = z.object({
  oid: z.string(),
  checkSuites: listOf(
    z.object({
      createdAt: z.string(),
      checkRuns: listOf(
        z.object({ externalId: z.string().nullable(), status: z.string() }),
      ).nullable(),
    }),
  ).nullable(),
});
export type OwnRunAnswer = z.infer<typeof OwnRun>;

const Sharers = z.object({
  associatedPullRequests: listOf(
    z.object({
      id: z.string(),
      number: z.int(),
      state: z.string(),
      headRefOid: z.string(),
      repository: z.object({ nameWithOwner: z.string() }),
    }),
  )
    .extend({ totalCount: z.int() })
    .nullable(),
});
export type SharersAnswer = z.infer<typeof Sharers>;

const Account = z.object({ user: z.object({ login: z.string() }).nullable() }).nullable();
export type AccountAnswer = z.infer<typeof Account>;

const Commits = listOf(
  z.object({
    commit: z.object({
      signature: z.object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean() }).nullable(),
      committer: Account,
      authors: listOf(Account).extend({ totalCount: z.int() }),
    }),
  }),
).extend({ totalCount: z.int() });

const Files = listOf(z.object({ path: z.string(), changeType: z.string() }))
  .extend({ totalCount: z.int(), pageInfo: PageInfo })
  .nullable();

export const PullFields = z.object({
  id: z.string(),
  number: z.int(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  updatedAt: z.string(),
  author: ActorAnswer,
  baseRefName: z.string(),
  headRefOid: z.string(),
  isInMergeQueue: z.boolean(),
  autoMergeRequest: z.object({}).nullable(),
  changedFiles: z.int(),
  files: Files,
  closingIssuesReferences: listOf(
    z.object({ number: z.int(), repository: z.object({ nameWithOwner: z.string() }) }),
  ).nullable(),
  latestOpinionatedReviews: listOf(
    z.object({
      state: z.string(),
      submittedAt: z.string().nullable(),
      author: ActorAnswer,
      commit: z.object({ oid: z.string() }).nullable(),
    }),
  ).nullable(),
  labels: Names.nullable(),
  events: listOf(
    z.object({
      __typename: z.string(),
      createdAt: z.string(),
      actor: ActorAnswer.optional(),
      label: z.object({ name: z.string() }).optional(),
      afterCommit: z.object({ oid: z.string() }).nullish(),
    }),
  ),
  commits: Commits,
  head: listOf(z.object({ commit: OwnRun })),
});
export type PullAnswer = z.infer<typeof PullFields>;

/** By node id; one that is no pull request is an object without its fields. */
export const PullCommitsAnswer = z.object({
  nodes: z.array(z.object({ id: z.string().optional(), commits: Commits.optional() }).nullable()),
});

/** A page of the changed files, and of which head they are. */
export const PullFilesAnswer = z.object({
  repository: z
    .object({
      pullRequest: z
        .object({ headRefOid: z.string(), changedFiles: z.int(), files: Files })
        .nullable(),
    })
    .nullable(),
});

/** Whether what was asked for by node id is a pull request. */
export function isPull(answer: z.infer<typeof PullsAnswer>['nodes'][number]): answer is PullAnswer {
  return answer !== null && 'headRefOid' in answer;
}

const Repository = z.object({
  nameWithOwner: z.string(),
  visibility: Visibility,
  defaultBranchRef: z.object({ name: z.string() }).nullable(),
});
export type RepositoryAnswer = z.infer<typeof Repository>;

export const OnePullAnswer = z.object({
  repository: Repository.extend({
    pullRequest: PullFields.extend({
      sharers: listOf(z.object({ commit: Sharers.extend({ oid: z.string() }) })),
      /** Only where they were asked for. */
      comments: listOf(CommentAnswer).optional(),
    }).nullable(),
  }).nullable(),
});

/** What was asked for by node id: one that is no pull request is an empty object. */
export const PullsAnswer = z.object({
  nodes: z.array(z.union([PullFields, z.object({})]).nullable()),
});

export const PullPageAnswer = z.object({
  repository: Repository.extend({
    pullRequests: listOf(PullFields).extend({ pageInfo: PageInfo }),
  }).nullable(),
});

/** A commit that is gone is null. */
export const HeadCommitAnswer = z.object({
  repository: z.object({ object: OwnRun.extend(Sharers.shape).nullable() }).nullable(),
});

export const OpenHeadsAnswer = z.object({
  repository: z
    .object({
      nameWithOwner: z.string(),
      pullRequests: listOf(
        z.object({ id: z.string(), number: z.int(), headRefOid: z.string() }),
      ).extend({ pageInfo: PageInfo }),
    })
    .nullable(),
});

const Entry = z.object({
  position: z.int(),
  baseCommit: z.object({ oid: z.string() }).nullable(),
  headCommit: OwnRun.nullable(),
  pullRequest: PullFields.nullable(),
});
export type EntryAnswer = z.infer<typeof Entry>;

export const MergeQueueAnswer = z.object({
  repository: Repository.extend({
    mergeQueue: z
      .object({ entries: listOf(Entry).extend({ pageInfo: PageInfo }).nullable() })
      .nullable(),
  }).nullable(),
});
