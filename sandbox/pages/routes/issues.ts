import { Hono, type Context } from 'hono';
import { setAssignees } from '../../model/actions/assignees.ts';
import { addComment } from '../../model/actions/comments.ts';
import { linkPull } from '../../model/actions/development.ts';
import { lockIssue, pinIssue, unlockIssue, unpinIssue } from '../../model/actions/issue-care.ts';
import { setLabels } from '../../model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../model/actions/issue-state.ts';
import { editIssue, openIssue } from '../../model/actions/issues.ts';
import { addSubIssue, removeSubIssue } from '../../model/actions/sub-issues.ts';
import type { Deps } from '../../http/context.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import { notFound, type Result } from '../../model/result.ts';
import { findRepository, findUser, fullName, type World } from '../../model/world.ts';
import { issuePath, repositoryPath } from '../../paths.ts';
import { searchIssues } from '../../search.ts';
import type { Frame } from '../frame.ts';
import { bodyOf, issueForms, missingFields } from '../issue-form.ts';
import { issueListView } from '../views/issue-list.ts';
import { issueView } from '../views/issue.ts';
import { blankIssueView, chooseFormView, formView } from '../views/new-issue.ts';
import { back, fieldsOf, leaveNote, one, page, withRepository, withThread } from '../visit.ts';

const thread = '/:owner/:repo/:kind{issues|pull}/:number{\\d+}';

/** Lists, the issue page, the new-issue forms, and what the forms on an issue do. */
export function issueRoutes(deps: Deps): Hono {
  const app = new Hono();
  for (const kind of ['issues', 'pulls'] as const) {
    app.get(`/:owner/:repo/${kind}`, (context) =>
      withRepository(deps, context, (frame, repository) =>
        page(
          context,
          issueListView(frame, repository, listQuery(frame, repository, kind, context)),
        ),
      ),
    );
  }
  app.get('/:owner/:repo/issues/new/choose', (context) =>
    withRepository(deps, context, (frame, repository) =>
      page(context, chooseFormView(frame, repository)),
    ),
  );
  app.get('/:owner/:repo/issues/new', (context) =>
    withRepository(deps, context, (frame, repository) => newIssue(context, frame, repository)),
  );
  app.post('/:owner/:repo/issues', (context) =>
    withRepository(deps, context, (frame, repository) => submitIssue(context, frame, repository)),
  );
  app.get('/:owner/:repo/issues/:number{\\d+}', (context) =>
    withThread(deps, context, (frame, issue) =>
      issue.pull === null
        ? page(context, issueView(frame, issue))
        : context.redirect(issuePath(issue), 302),
    ),
  );
  threadForms(deps, app);
  return app;
}

function listQuery(
  frame: Frame,
  repository: Repository,
  ...[kind, context]: readonly ['issues' | 'pulls', Context]
) {
  const typed = context.req.query('q') ?? 'is:open';
  // Open and closed are counted both, so the state is taken out of the search.
  const query = typed.replaceAll(/\b(?:is|state):(?:open|closed|issue|pr)\b/gu, '').trim();
  const scope = { world: frame.world, visible: (one: Repository) => one === repository, lag: 0 };
  const found = searchIssues(scope, `is:${kind === 'issues' ? 'issue' : 'pr'} ${query}`);
  return { kind, query: typed, found };
}

function newIssue(context: Context, frame: Frame, repository: Repository): Response {
  const template = context.req.query('template');
  const { forms } = issueForms(repository);
  const form = forms.find(({ file }) => file === template);
  if (form !== undefined) return page(context, formView(frame, repository, form));
  return template === undefined && forms.length > 0
    ? context.redirect(`${repositoryPath(repository)}/issues/new/choose`, 302)
    : page(context, blankIssueView(frame, repository));
}

async function submitIssue(
  context: Context,
  frame: Frame,
  repository: Repository,
): Promise<Response> {
  const fields = await fieldsOf(context);
  const template = one(fields, 'template');
  const form = issueForms(repository).forms.find(({ file }) => file === template);
  const title = one(fields, 'title');
  if (form === undefined) {
    const result = openIssue(frame.world, frame.actor, {
      repository,
      title,
      body: one(fields, 'body'),
    });
    return back(context, result.ok ? issuePath(result.value) : repositoryPath(repository), result);
  }
  const entries = new Map(
    [...fields].flatMap(([name, values]) =>
      name.startsWith('f:') ? [[name.slice(2), values] as const] : [],
    ),
  );
  const absent = repository.visibility === 'public' ? missingFields(form, entries) : [];
  if (absent.length > 0) {
    leaveNote(context, `Required: ${absent.join(', ')}`);
    return back(
      context,
      `${repositoryPath(repository)}/issues/new?template=${encodeURIComponent(template)}`,
    );
  }
  const result = openIssue(frame.world, frame.actor, {
    repository,
    title,
    body: bodyOf(form, entries),
    form: {
      labels: form.labels,
      assignees: form.assignees.flatMap((login) => findUser(frame.world, login) ?? []),
    },
  });
  return back(context, result.ok ? issuePath(result.value) : repositoryPath(repository), result);
}

type Act = (
  frame: Frame,
  issue: Issue,
  fields: ReadonlyMap<string, readonly string[]>,
) => Result<unknown>;

/** The forms of an issue or pull request, by the last part of their path. */
const acts: Readonly<Record<string, Act>> = {
  comments: (frame, issue, fields) => commentAndMore(frame, issue, fields),
  title: ({ world, actor }, issue, fields) =>
    editIssue(world, actor, { issue, title: one(fields, 'title') }),
  body: ({ world, actor }, issue, fields) =>
    editIssue(world, actor, { issue, body: one(fields, 'body') }),
  labels: ({ world, actor }, issue, fields) =>
    setLabels(world, actor, { issue, names: fields.get('label') ?? [] }),
  assignees: ({ world, actor }, issue, fields) =>
    setAssignees(world, actor, {
      issue,
      users: (fields.get('assignee') ?? []).flatMap((login) => findUser(world, login) ?? []),
    }),
  lock: ({ world, actor }, issue) => lockIssue(world, actor, { issue }),
  unlock: ({ world, actor }, issue) => unlockIssue(world, actor, { issue }),
  pin: ({ world, actor }, issue) => pinIssue(world, actor, { issue }),
  unpin: ({ world, actor }, issue) => unpinIssue(world, actor, { issue }),
  development: (frame, issue, fields) => link(frame, issue, fields),
  'sub-issues': (frame, issue, fields) => attach(frame, issue, fields),
  'sub-issues/remove': ({ world, actor }, issue, fields) => {
    const subIssue = issue.subIssues.find(({ id }) => id === Number(one(fields, 'id')));
    return subIssue === undefined
      ? notFound('This sub-issue is gone.')
      : removeSubIssue(world, actor, { parent: issue, subIssue });
  },
};

function threadForms(deps: Deps, app: Hono): void {
  for (const [name, act] of Object.entries(acts)) {
    app.post(`${thread}/${name}`, (context) =>
      withThread(deps, context, async (frame, issue) => {
        const result = act(frame, issue, await fieldsOf(context));
        return back(context, issuePath(issue), result);
      }),
    );
  }
}

/** The comment form's buttons: say it, and perhaps close or reopen. */
function commentAndMore(
  { world, actor }: Frame,
  issue: Issue,
  fields: ReadonlyMap<string, readonly string[]>,
): Result<unknown> {
  const [body, then] = [one(fields, 'body'), one(fields, 'then')];
  if (body.trim() !== '' || then === 'comment' || then === '') {
    const result = addComment(world, actor, { issue, body });
    if (!result.ok) return result;
  }
  const reason = then === 'close-not_planned' ? 'not_planned' : 'completed';
  if (then.startsWith('close-')) {
    return closeIssue(world, actor, issue.pull === null ? { issue, reason } : { issue });
  }
  return then === 'reopen' ? reopenIssue(world, actor, { issue }) : { ok: true, value: issue };
}

function attach(
  { world, actor }: Frame,
  parent: Issue,
  fields: ReadonlyMap<string, readonly string[]>,
): Result<unknown> {
  const title = one(fields, 'title').trim();
  if (title !== '') {
    const opened = openIssue(world, actor, { repository: parent.repository, title });
    return opened.ok ? addSubIssue(world, actor, { parent, subIssue: opened.value }) : opened;
  }
  const subIssue = named(world, parent, fields);
  return subIssue === undefined
    ? noSuchThread(parent)
    : addSubIssue(world, actor, { parent, subIssue });
}

/** The Development panel: an issue and the pull request that is to close it, from either side. */
function link(
  { world, actor }: Frame,
  thread: Issue,
  fields: ReadonlyMap<string, readonly string[]>,
): Result<unknown> {
  const other = named(world, thread, fields);
  if (other === undefined) return noSuchThread(thread);
  const [issue, pull] = thread.pull === null ? [thread, other] : [other, thread];
  return linkPull(world, actor, { issue, pull });
}

/** What `#12` or `owner/name#12` in a field means, seen from an issue. */
function named(
  world: World,
  from: Issue,
  fields: ReadonlyMap<string, readonly string[]>,
): Issue | undefined {
  const match = /^(?:(?<owner>[\w.-]+)\/(?<name>[\w.-]+))?#?(?<number>\d+)$/u.exec(
    one(fields, 'reference').trim(),
  );
  const [owner, name] = [match?.groups?.['owner'], match?.groups?.['name']];
  const repository =
    owner === undefined || name === undefined
      ? from.repository
      : findRepository(world, owner, name);
  return repository?.issues.get(Number(match?.groups?.['number']));
}

function noSuchThread(from: Issue): Result<never> {
  return notFound(`There is no such thing; write #12 or ${fullName(from.repository)}#12.`);
}
