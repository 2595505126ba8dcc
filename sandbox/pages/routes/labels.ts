import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import { createLabel, deleteLabel, editLabel } from '../../model/actions/labels.ts';
import type { Label, Repository } from '../../model/records/repository.ts';
import { repositoryPath } from '../../paths.ts';
import { labelsView } from '../views/labels.ts';
import { back, fieldsOf, missing, one, page, withRepository } from '../visit.ts';

/** The labels of a repository: see, add, change, delete. */
export function labelRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get('/:owner/:repo/labels', (context) =>
    withRepository(deps, context, (frame, repository) =>
      page(context, labelsView(frame, repository)),
    ),
  );
  app.get('/:owner/:repo/labels/:name', (context) =>
    withRepository(deps, context, (_frame, repository) => {
      const query = encodeURIComponent(`is:open label:"${context.req.param('name')}"`);
      return context.redirect(`${repositoryPath(repository)}/issues?q=${query}`, 302);
    }),
  );
  app.post('/:owner/:repo/labels', (context) =>
    withRepository(deps, context, async (frame, repository) => {
      const result = createLabel(deps.world, frame.actor, {
        repository,
        ...textsOf(await fieldsOf(context)),
      });
      return back(context, `${repositoryPath(repository)}/labels`, result);
    }),
  );
  for (const [name, change] of [['edit', editLabel] as const, ['delete', deleteLabel] as const]) {
    app.post(`/:owner/:repo/labels/:id{\\d+}/${name}`, (context) =>
      withRepository(deps, context, async (frame, repository) => {
        const label = labelWith(repository, context.req.param('id'));
        if (label === undefined) return missing(context, frame);
        const result = change(deps.world, frame.actor, {
          label,
          ...textsOf(await fieldsOf(context)),
        });
        return back(context, `${repositoryPath(repository)}/labels`, result);
      }),
    );
  }
  return app;
}

function labelWith(repository: Repository, id: string): Label | undefined {
  return repository.labels.get(Number(id));
}

function textsOf(fields: ReadonlyMap<string, readonly string[]>) {
  return {
    name: one(fields, 'name'),
    color: one(fields, 'color').replace(/^#/u, '').toLowerCase(),
    description: one(fields, 'description') === '' ? null : one(fields, 'description'),
  };
}
