import { Hono, type Context } from 'hono';
import type { Deps } from '../../http/context.ts';
import { disableAutoMerge, enableAutoMerge } from '../../model/actions/auto-merge.ts';
import { dequeue, enqueue } from '../../model/actions/merge-queue.ts';
import { mergePull } from '../../model/actions/merge.ts';
import {
  convertToDraft,
  editPull,
  markReady,
  openPull,
} from '../../model/actions/pull-requests.ts';
import { deleteRef } from '../../model/actions/refs.ts';
import { requestReviewers } from '../../model/actions/review-requests.ts';
import { submitReview } from '../../model/actions/reviews.ts';
import { applySuggestion } from '../../model/actions/suggestions.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { MergeMethod } from '../../model/records/pull-request.ts';
import { unprocessable, type Result } from '../../model/result.ts';
import { findTeam, findUser } from '../../model/world.ts';
import { issuePath, repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { compareView } from '../views/compare.ts';
import { pullView, type PullTab } from '../views/pull.ts';
import { queueView } from '../views/queue.ts';
import { back, fieldsOf, missing, one, page, withRepository, withThread } from '../visit.ts';

type Fields = ReadonlyMap<string, readonly string[]>;
type Act = (frame: Frame, issue: Issue, fields: Fields) => Result<unknown>;

/** Pull request pages and what their forms do. */
export function pullRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get('/:owner/:repo/pull/:number{\\d+}', (context) => show(deps, context, 'conversation'));
  for (const tab of ['commits', 'files', 'checks'] as const) {
    app.get(`/:owner/:repo/pull/:number{\\d+}/${tab}`, (context) => show(deps, context, tab));
  }
  app.get('/:owner/:repo/compare/:range{.+}', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const [base = '', head = ''] = decodeURIComponent(context.req.param('range')).split('...');
      return page(context, compareView(frame, repository, base, head));
    }),
  );
  app.get('/:owner/:repo/compare', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const base = context.req.query('base') ?? repository.defaultBranch;
      return page(context, compareView(frame, repository, base, context.req.query('head') ?? ''));
    }),
  );
  app.get('/:owner/:repo/queue/:branch{.+}', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const queue = repository.mergeQueues.get(decodeURIComponent(context.req.param('branch')));
      return queue === undefined ? missing(context, frame) : page(context, queueView(frame, queue));
    }),
  );
  app.post('/:owner/:repo/pulls', (context) =>
    withRepository(deps, context, async (frame, repository) => {
      const fields = await fieldsOf(context);
      const [base, head] = [one(fields, 'base'), one(fields, 'head')];
      const result = openPull(frame.world, frame.actor, {
        repository,
        title: one(fields, 'title'),
        body: one(fields, 'body'),
        base,
        head,
        draft: one(fields, 'draft') === 'yes',
      });
      const failed = `${repositoryPath(repository)}/compare/${base}...${head}`;
      return back(context, result.ok ? issuePath(result.value) : failed, result);
    }),
  );
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/:owner/:repo/pull/:number{\\d+}/${name}`, (context) =>
      withThread(deps, context, async (frame, issue) => {
        const result = act(frame, issue, await fieldsOf(context));
        return back(context, issuePath(issue), result);
      }),
    );
  }
  return app;
}

const acts: Readonly<Record<string, Act>> = {
  merge: ({ world, actor }, issue, fields) =>
    mergePull(world, actor, { issue, method: methodOf(fields) }),
  'auto-merge': ({ world, actor }, issue, fields) =>
    issue.pull?.autoMerge == null
      ? enableAutoMerge(world, actor, { issue, method: methodOf(fields) })
      : disableAutoMerge(world, actor, { issue }),
  enqueue: ({ world, actor }, issue) => enqueue(world, actor, { issue }),
  dequeue: ({ world, actor }, issue) => dequeue(world, actor, { issue }),
  ready: ({ world, actor }, issue) => markReady(world, actor, { issue }),
  draft: ({ world, actor }, issue) => convertToDraft(world, actor, { issue }),
  base: ({ world, actor }, issue, fields) =>
    editPull(world, actor, { issue, base: one(fields, 'base') }),
  review: ({ world, actor }, issue, fields) =>
    submitReview(world, actor, { issue, event: eventOf(fields), body: one(fields, 'body') }),
  reviewers: ({ world, actor }, issue, fields) => {
    const name = one(fields, 'reviewer').trim().replace(/^@/u, '');
    const [organization = '', slug = ''] = name.split('/');
    const team = slug === '' ? undefined : findTeam(world, organization, slug);
    const user = findUser(world, name);
    if (team !== undefined) return requestReviewers(world, actor, { issue, teams: [team] });
    return user === undefined
      ? unprocessable(`Nobody is called ${name}.`)
      : requestReviewers(world, actor, { issue, users: [user] });
  },
  suggestion: ({ world, actor }, issue, fields) => {
    const comments = issue.pull?.reviews.flatMap((review) => review.comments) ?? [];
    const comment = comments.find(({ id }) => String(id) === one(fields, 'comment'));
    return comment === undefined
      ? unprocessable('The comment is gone.')
      : applySuggestion(world, actor, { comment });
  },
  'delete-branch': ({ world, actor }, issue) => {
    const repository = issue.pull?.headRepository;
    return repository == null
      ? unprocessable('The branch is gone.')
      : deleteRef(world, actor, { repository, ref: `refs/heads/${issue.pull?.headRef ?? ''}` });
  },
};

function show(deps: Deps, context: Context, tab: PullTab): Response | Promise<Response> {
  return withThread(deps, context, (frame, issue) =>
    issue.pull === null
      ? context.redirect(issuePath(issue), 302)
      : page(context, pullView(frame, { issue, pull: issue.pull, tab })),
  );
}

function methodOf(fields: Fields): MergeMethod {
  const method = one(fields, 'method');
  return method === 'squash' || method === 'rebase' ? method : 'merge';
}

function eventOf(fields: Fields): 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT' {
  const event = one(fields, 'event');
  return event === 'APPROVE' || event === 'REQUEST_CHANGES' ? event : 'COMMENT';
}
