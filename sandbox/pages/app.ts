/**
 * Pages that look at home to a GitHub user, drawn on the server from the model's records; forms call
 * the same verbs as the API and come back to the page. `parts/` are pieces of pages, `views/` whole
 * pages, `routes/` what a request does. Everything works without script; nobody needs a password: the
 * visitor chooses who to act as.
 */
import { Hono } from 'hono';
import type { Deps } from '../http/context.ts';
import { assetRoutes } from './routes/assets.ts';
import { checkRoutes } from './routes/checks.ts';
import { codeRoutes } from './routes/code.ts';
import { commentRoutes, openingReactionRoutes } from './routes/comments.ts';
import { issueRoutes } from './routes/issues.ts';
import { labelRoutes } from './routes/labels.ts';
import { pullRoutes } from './routes/pulls.ts';
import { toolRoutes } from './routes/tools.ts';

/** All pages; to be mounted at `/` behind the API. */
export function pagesApp(deps: Deps): Hono {
  const app = new Hono();
  app.route('/', assetRoutes(deps));
  app.route('/', toolRoutes(deps));
  app.route('/', issueRoutes(deps));
  app.route('/', commentRoutes(deps));
  app.route('/', openingReactionRoutes(deps));
  app.route('/', labelRoutes(deps));
  app.route('/', pullRoutes(deps));
  app.route('/', checkRoutes(deps));
  app.route('/', codeRoutes(deps));
  return app;
}
