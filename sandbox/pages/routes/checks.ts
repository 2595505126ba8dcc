import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import {
  requestCheckAction,
  rerequestCheckRun,
  rerequestCheckSuite,
} from '../../model/actions/check-requests.ts';
import type { CheckRun } from '../../model/records/checks.ts';
import type { Result } from '../../model/result.ts';
import { checkRunPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { checkRunView } from '../views/check-run.ts';
import { back, fieldsOf, missing, one, page, withRepository } from '../visit.ts';

/** The page of a check run, its "Re-run" and its buttons. */
export function checkRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get('/:owner/:repo/runs/:id{\\d+}', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const run = repository.checkRuns.get(Number(context.req.param('id')));
      return run === undefined ? missing(context, frame) : page(context, checkRunView(frame, run));
    }),
  );
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/:owner/:repo/runs/:id{\\d+}/${name}`, (context) =>
      withRepository(deps, context, async (frame, repository) => {
        const checkRun = repository.checkRuns.get(Number(context.req.param('id')));
        if (checkRun === undefined) return missing(context, frame);
        const result = act(frame, checkRun, await fieldsOf(context));
        return back(context, checkRunPath(checkRun), result);
      }),
    );
  }
  return app;
}

type Act = (
  frame: Frame,
  checkRun: CheckRun,
  fields: ReadonlyMap<string, readonly string[]>,
) => Result<unknown>;

const acts: Readonly<Record<string, Act>> = {
  rerun: ({ world, actor }, checkRun) => rerequestCheckRun(world, actor, { checkRun }),
  'rerun-all': ({ world, actor }, { suite }) =>
    rerequestCheckSuite(world, actor, { checkSuite: suite }),
  action: ({ world, actor }, checkRun, fields) =>
    requestCheckAction(world, actor, { checkRun, identifier: one(fields, 'identifier') }),
};
