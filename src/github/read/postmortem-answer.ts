/** The shape of GitHub's answers about postmortems: only what is read. */
import { z } from 'zod';
import { ActorAnswer, ChangedFiles, Names, PageInfo, Visibility } from './incident-answer.ts';

function listOf<T extends z.ZodType>(node: T) {
  return z.object({ nodes: z.array(node.nullable()).nullable() });
}

/** Null of what is there but no file: a folder, a submodule. */
const Text = z
  .union([
    z.object({ text: z.string().nullable(), isTruncated: z.boolean(), byteSize: z.int() }),
    z.object({}).transform(() => null),
  ])
  .nullable();
export type TextAnswer = z.infer<typeof Text>;

/** Null of what is there but no folder. */
const Folder = z
  .union([
    z.object({ entries: z.array(z.object({ name: z.string() })).nullable() }),
    z.object({}).transform(() => null),
  ])
  .nullable();

const Asked = z
  .object({
    __typename: z.string(),
    login: z.string().optional(),
    slug: z.string().optional(),
    organization: z.object({ login: z.string() }).optional(),
  })
  .nullable();
export type AskedAnswer = z.infer<typeof Asked>;
const Requests = listOf(z.object({ requestedReviewer: Asked })).nullable();

const Review = z.object({
  id: z.string(),
  state: z.string(),
  submittedAt: z.string().nullable(),
  author: ActorAnswer,
  commit: z.object({ oid: z.string() }).nullable(),
});
export type ReviewAnswer = z.infer<typeof Review>;

const Event = z.object({
  __typename: z.string(),
  actor: ActorAnswer.optional(),
  requestedReviewer: Asked.optional(),
  previousReviewState: z.string().optional(),
  review: z.object({ id: z.string() }).nullish(),
});

const Pull = z.object({
  number: z.int(),
  url: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isCrossRepository: z.boolean(),
  baseRefName: z.string(),
  headRefOid: z.string(),
  mergeable: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  mergedAt: z.string().nullable(),
  author: ActorAnswer,
  mergedBy: ActorAnswer,
  labels: Names.nullable(),
  opinions: listOf(Review).nullable(),
  remarks: listOf(
    Review.extend({ comments: listOf(z.object({ body: z.string(), createdAt: z.string() })) }),
  ).nullable(),
  comments: listOf(
    z.object({
      id: z.string(),
      fullDatabaseId: z.coerce.number(),
      body: z.string(),
      createdAt: z.string(),
      author: ActorAnswer,
    }),
  ),
  reviewRequests: Requests,
  events: listOf(Event),
  files: ChangedFiles,
  commits: listOf(
    z.object({
      commit: z.object({
        committedDate: z.string(),
        author: z
          .object({
            name: z.string().nullable(),
            user: z.object({ login: z.string() }).nullable(),
          })
          .nullable(),
        signature: z.object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean() }).nullable(),
      }),
    }),
  ),
  head: listOf(
    z.object({
      commit: z.object({
        oid: z.string(),
        checkSuites: listOf(
          z.object({
            status: z.string(),
            checkRuns: listOf(
              z.object({ externalId: z.string().nullable(), status: z.string() }),
            ).nullable(),
          }),
        ).nullable(),
      }),
    }),
  ),
});
export type PostmortemPullAnswer = z.infer<typeof Pull>;

const Other = z.object({
  headRefName: z.string(),
  isCrossRepository: z.boolean(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  createdAt: z.string(),
  reviewRequests: Requests,
  latestReviews: listOf(z.object({ author: ActorAnswer })).nullable(),
});
export type OtherAnswer = z.infer<typeof Other>;

const Tip = z.object({ target: z.object({ oid: z.string() }).nullable() });

const Home = z.object({
  nameWithOwner: z.string(),
  defaultBranchRef: Tip.extend({ name: z.string() }).nullable(),
  ref: Tip.nullable(),
  template: Text,
  index: Text,
  indexOnBranch: Text,
  folder: Folder,
  /** Latest first. */
  pulls: listOf(Pull).extend({ pageInfo: z.object({ hasNextPage: z.boolean() }) }),
  others: listOf(Other),
});
export type PostmortemHomeAnswer = z.infer<typeof Home>;

export const PostmortemAnswer = z.object({ repository: Home.nullable() });
export const PostmortemPullByNumber = z.object({
  repository: z.object({ pullRequest: Pull.nullable() }).nullable(),
});
export const TextsAnswer = z.object({ repository: z.record(z.string(), Text).nullable() });

const Members = listOf(z.object({ login: z.string() }));
const Collaborator = z.object({ permission: z.string(), node: z.object({ login: z.string() }) });

/** Under `t0` and on the teams, each as `TeamAnswer`. */
export const CandidatesAnswer = z
  .object({
    repository: z
      .object({
        visibility: Visibility,
        collaborators: z
          .object({ pageInfo: PageInfo, edges: z.array(Collaborator.nullable()).nullable() })
          .nullable(),
      })
      .nullable(),
  })
  .catchall(z.unknown());

export const TeamAnswer = z.object({ team: z.object({ members: Members }).nullable() }).nullish();
