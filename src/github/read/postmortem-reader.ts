/**
 * Reading postmortems: pull request, branch, index and template in one request, the document in a second,
 * because only the first tells where it is. A branch that no pull request shows as it is costs one more.
 */
import { postmortemBranch } from '../../core/followup/postmortem-branch.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import { documentAmong, maybeDocuments } from '../../core/postmortem/document-among.ts';
import type { PostmortemFacts } from '../../core/postmortem/facts.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Found } from '../../flow/ports/found.ts';
import type { PostmortemAsked, PostmortemReader } from '../../flow/ports/postmortem.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import { compareBranch, type BranchChanges } from './compare-branch.ts';
import {
  PostmortemAnswer,
  type PostmortemHomeAnswer,
  type PostmortemPullAnswer,
} from './postmortem-answer.ts';
import { candidatesIn } from './postmortem-candidates.ts';
import { readIndex } from './postmortem-index.ts';
import { changesIn, postmortemAmong } from './postmortem-pull.ts';
import { hiddenPull } from './hidden-pull.ts';
import { POSTMORTEM } from './postmortem-queries.ts';
import { textsAt, wholeOf } from './postmortem-texts.ts';
import { commitsOn, ownCommitAt, toOther, toPullFacts } from './to-postmortem.ts';
import { present, repoOf } from './translate.ts';

export function createPostmortemReader(
  github: Pick<GitHub, 'session'>,
  self: AppIdentity,
): PostmortemReader {
  return {
    read: async (issue, asked) => {
      const session = await github.session(issue.repo);
      if (session === null) return gone('the app is not installed there');
      return readPostmortem({ session, self }, issue, placesOf(issue, asked));
    },
    candidates: async (repo, asked) => {
      const session = await github.session(repo);
      return session === null ? [] : candidatesIn(session, repo, asked);
    },
  };
}

interface Asker {
  readonly session: Session;
  readonly self: AppIdentity;
}

interface Places {
  readonly branch: string;
  readonly directory: string;
  readonly index: string;
  readonly template: string;
  /** Where the document would be written. */
  readonly folder: string;
}

function placesOf({ number }: IssueRef, asked: PostmortemAsked): Places {
  const rest = { template: asked.templatePath, folder: asked.folder };
  const directory = asked.directory.replace(/^(?:\.?\/)+|\/+$|^\.$/g, '');
  const index = directory === '' ? 'README.md' : `${directory}/README.md`;
  return { branch: postmortemBranch(number), directory, index, ...rest };
}

async function readPostmortem(
  asker: Asker,
  issue: IssueRef,
  places: Places,
): Promise<Found<PostmortemFacts>> {
  const read = await readHome(asker, issue.repo, places);
  if (read === null) return gone('the repository is gone or hidden');
  const { home, pull } = read;
  const repo = repoOf(home);
  const main = home.defaultBranchRef;
  const oid = main?.target?.oid;
  if (repo === undefined) return gone('the repository is gone or hidden');
  if (main === null || oid === undefined) return gone('the repository has no commit yet');
  const branch = home.ref?.target?.oid ?? null;
  const changes = await changesOn(asker, repo, { main: oid, branch, pull });
  const at = branch ?? pull?.headRefOid;
  const paths = maybeDocuments(changes.files, places);
  const files = at === undefined ? [] : await textsAt(asker.session, repo, { oid: at, paths });
  const { session } = asker;
  const template = await wholeOf(home.template, { session, repo, oid, path: places.template });
  return {
    kind: 'found',
    value: {
      repo,
      main: { name: main.name, oid },
      branch:
        branch === null
          ? null
          : { oid: branch, ownCommitAt: ownCommitAt(changes.commits, asker.self) },
      pull: pull === null ? null : toPullFacts(pull, { repo, index: places.index }, asker.self),
      ...documentAmong(files, { repo, number: issue.number }, places.directory, changes.files),
      taken: (home.folder?.entries ?? []).map(({ name }) => `${places.folder}/${name}`),
      template: template === null ? null : { path: places.template, text: template },
      index: await readIndex(
        session,
        {
          ...{ repo, number: issue.number, path: places.index, main: oid, branch },
          isOpen: pull?.state === 'OPEN',
        },
        { onMain: home.index, onBranch: home.indexOnBranch },
      ),
      others: present(home.others.nodes).flatMap((other) => toOther(other, issue, asker.self)),
    },
  };
}

interface HomeRead {
  readonly home: PostmortemHomeAnswer;
  readonly pull: PostmortemPullAnswer | null;
}

/** One request, unless others opened so many pull requests from branches of that name that they hide its own. */
async function readHome(
  { session, self }: Asker,
  repo: RepoRef,
  { branch, index, template, folder }: Places,
): Promise<HomeRead | null> {
  const { owner, name } = repo;
  const { repository: home } = await session.query(
    POSTMORTEM,
    {
      ...{ owner, name, app: self.id, branch, ref: `refs/heads/${branch}` },
      template: `HEAD:${template}`,
      index: `HEAD:${index}`,
      folder: `HEAD:${folder}`,
      indexOnBranch: `refs/heads/${branch}:${index}`,
      labels: LABELS,
    },
    PostmortemAnswer,
  );
  if (home === null) return null;
  const main = home.defaultBranchRef?.name;
  const pull = postmortemAmong(present(home.pulls.nodes), { main, index });
  if (pull !== undefined) return { home, pull };
  if (!home.pulls.pageInfo.hasNextPage) return { home, pull: null };
  return { home, pull: await hiddenPull({ session, self }, { repo, main, branch, index }) };
}

/** A postmortem carries one of these; GitHub lists what carries any. */
const LABELS = ['postmortem:open', 'postmortem:published'];

/** As the pull request lists them, where its head is the branch's and the list is whole. */
async function changesOn(
  { session }: Asker,
  repo: RepoRef,
  {
    main,
    branch,
    pull,
  }: {
    readonly main: string;
    readonly branch: string | null;
    readonly pull: PostmortemPullAnswer | null;
  },
): Promise<BranchChanges> {
  const isShown = pull !== null && (branch === null || branch === pull.headRefOid);
  if (isShown && pull.files?.pageInfo.hasNextPage !== true) {
    return { files: changesIn(pull.files), commits: commitsOn(pull) };
  }
  const head = branch ?? pull?.headRefOid;
  if (head === undefined || head === main) return { files: [], commits: [] };
  return compareBranch(session, repo, { base: main, head });
}

function gone(why: string): Found<never> {
  return { kind: 'gone', why };
}
