/**
 * `sandbox/rest/` is a thin translation: a validated request becomes a verb of the model, the record that
 * comes back becomes JSON (`serialise/`). Rules of GitHub's domain live in the model, rules about tokens
 * in `sandbox/http/`. This file joins the tables of all areas.
 */
import type { OperationId } from '../spec/operations-in-use.ts';
import { appRoutes } from './apps.ts';
import { commentRoutes } from './comments.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { reactionRoutes } from './reactions.ts';
import type { Route } from './route.ts';

export const routes: Readonly<Partial<Record<OperationId, Route>>> = {
  ...appRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...reactionRoutes,
};
