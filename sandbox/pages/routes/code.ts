import { Hono, type Context } from 'hono';
import type { Deps } from '../../http/context.ts';
import { performerOf } from '../../model/actor.ts';
import { commitToBranch } from '../../model/actions/contents.ts';
import { createRef } from '../../model/actions/refs.ts';
import { entryAt, fileAt } from '../../model/git/objects.ts';
import type { Repository } from '../../model/records/repository.ts';
import { canRead } from '../../model/roles.ts';
import { findAccount } from '../../model/world.ts';
import { blobPath, repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { deploymentsView } from '../views/deployments.ts';
import { accountView, overviewView } from '../views/overview.ts';
import { blobView, commitView, editView, treeView } from '../views/code.ts';
import { back, fieldsOf, frameOf, missing, one, page, withRepository } from '../visit.ts';

/** Repositories, their files, commits and deployments, and editing a file in the browser. */
export function codeRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get('/', (context) => {
    const frame = frameOf(deps, context);
    return frame === undefined
      ? context.text('The sandbox is empty: seed it with people and repositories first.')
      : page(context, overviewView(frame, visible(frame)));
  });
  for (const path of ['/:login', '/apps/:login']) {
    app.get(path, (context) => {
      const frame = frameOf(deps, context);
      if (frame === undefined) return context.notFound();
      const { login } = context.req.param() as { readonly login: string };
      const account = findAccount(deps.world, login) ?? findAccount(deps.world, `${login}[bot]`);
      if (account === undefined) return missing(context, frame);
      return page(context, accountView(frame, account, visible(frame)));
    });
  }
  // A team is shown among its organisation's people.
  app.get('/orgs/:organization/teams/:team', (context) =>
    context.redirect(`/${context.req.param('organization')}`, 302),
  );
  app.get('/:owner/:repo', (context) =>
    withRepository(deps, context, (frame, repository) =>
      page(context, treeView(frame, repository, repository.defaultBranch, '')),
    ),
  );
  app.get('/:owner/:repo/deployments', (context) =>
    withRepository(deps, context, (frame, repository) =>
      page(context, deploymentsView(frame, repository)),
    ),
  );
  app.get('/:owner/:repo/commit/:sha', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const commit = repository.objects.commits.get(context.req.param('sha'));
      return commit === undefined
        ? missing(context, frame)
        : page(context, commitView(frame, repository, commit));
    }),
  );
  app.get('/:owner/:repo/:view{tree|blob|edit}/:rest{.+}', (context) =>
    withRepository(deps, context, (frame, repository) => fileOrFolder(context, frame, repository)),
  );
  app.post('/:owner/:repo/edit', (context) =>
    withRepository(deps, context, (frame, repository) => save(context, frame, repository)),
  );
  return app;
}

function visible(frame: Frame): readonly Repository[] {
  const performer = performerOf(frame.world, frame.actor);
  return [...frame.world.state.repositories.values()].filter((repository) =>
    canRead(frame.world, performer, repository),
  );
}

/** `main/docs/a.md`, where the branch itself may hold slashes. */
function split(
  repository: Repository,
  rest: string,
): { readonly ref: string; readonly path: string } {
  const branch = [...repository.branches.keys()]
    .filter((name) => rest === name || rest.startsWith(`${name}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  const ref = branch ?? rest.split('/')[0] ?? '';
  return { ref, path: rest.slice(ref.length + 1) };
}

function fileOrFolder(context: Context, frame: Frame, repository: Repository): Response {
  const params = context.req.param() as Readonly<Record<string, string>>;
  const { ref, path } = split(repository, decodeURIComponent(params['rest'] ?? ''));
  const sha = repository.branches.get(ref) ?? ref;
  if (!repository.objects.commits.has(sha)) return missing(context, frame);
  const file = fileAt(repository.objects, sha, path);
  if (params['view'] === 'edit') {
    const content = file?.content.toString('utf8') ?? '';
    return page(context, editView(frame, repository, { ref, path, content }));
  }
  if (file !== undefined) {
    const plain = context.req.query('plain') !== undefined;
    return page(context, blobView(frame, repository, { ref, path, content: file.content, plain }));
  }
  const folder = path === '' || entryAt(repository.objects, sha, path)?.type === 'tree';
  return folder ? page(context, treeView(frame, repository, ref, path)) : missing(context, frame);
}

/** Commits one file, on its branch or on a new one that starts there. */
async function save(context: Context, frame: Frame, repository: Repository): Promise<Response> {
  const fields = await fieldsOf(context);
  const [base, path] = [one(fields, 'branch'), one(fields, 'path').replace(/^\/+/u, '')];
  const created = one(fields, 'new-branch').trim();
  const branch = created === '' ? base : created;
  const start = repository.branches.get(base);
  const editor = `${repositoryPath(repository)}/edit/${base}/${path}`;
  if (start === undefined || path === '') return missing(context, frame);
  if (created !== '') {
    const ref = createRef(frame.world, frame.actor, {
      repository,
      ref: `refs/heads/${created}`,
      sha: start,
    });
    if (!ref.ok) return back(context, editor, ref);
  }
  const message = one(fields, 'message').trim();
  const result = commitToBranch(frame.world, frame.actor, {
    repository,
    branch,
    message: message === '' ? `Update ${path}` : message,
    additions: [{ path, content: one(fields, 'content') }],
  });
  if (!result.ok) return back(context, editor, result);
  return back(
    context,
    created === ''
      ? blobPath(repository, branch, path)
      : `${repositoryPath(repository)}/compare/${base}...${created}`,
  );
}
