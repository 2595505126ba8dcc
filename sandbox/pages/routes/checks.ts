import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import {
  requestCheckAction,
  rerequestCheckRun,
  rerequestCheckSuite,
} from '../../model/actions/check-requests.ts';
import { checkRunPath } from '../../paths.ts';
import { checkRunView } from '../views/check-run.ts';
import { back, fieldsOf, missing, one, page, withRepository, type Visit } from '../visit.ts';

/** The page of a check run, its "Re-run" and its buttons. */
export function checkRoutes(deps: Deps): Hono<Visit> {
  const app = new Hono<Visit>();
  app.get('/:owner/:repo/runs/:id{\\d+}', (context) =>
    withRepository(deps, context, (frame, repository) => {
      const run = repository.checkRuns.get(Number(context.req.param('id')));
      return run === undefined ? missing(context, frame) : page(context, checkRunView(frame, run));
    }),
  );
  app.post('/:owner/:repo/runs/:id{\\d+}/:act{rerun|rerun-all|action}', (context) =>
    withRepository(deps, context, async (frame, repository) => {
      const checkRun = repository.checkRuns.get(Number(context.req.param('id')));
      if (checkRun === undefined) return missing(context, frame);
      const fields = await fieldsOf(context);
      const { world, actor } = frame;
      switch (context.req.param('act')) {
        case 'rerun':
          return back(
            context,
            checkRunPath(checkRun),
            rerequestCheckRun(world, actor, { checkRun }),
          );
        case 'rerun-all':
          return back(
            context,
            checkRunPath(checkRun),
            rerequestCheckSuite(world, actor, { checkSuite: checkRun.suite }),
          );
        default:
          return back(
            context,
            checkRunPath(checkRun),
            requestCheckAction(world, actor, { checkRun, identifier: one(fields, 'identifier') }),
          );
      }
    }),
  );
  return app;
}
