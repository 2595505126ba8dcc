/**
 * `sandbox/rest/` is a thin translation: a validated request becomes a verb of the model, the record that
 * comes back becomes JSON (`serialise/`). Rules of GitHub's domain live in the model, rules about tokens
 * in `sandbox/http/`. This file joins the tables of all areas; an operation in use without a route does
 * not compile.
 */
import type { OperationId } from '../spec/operations-in-use.ts';
import { appRoutes } from './apps.ts';
import { assigneeRoutes } from './assignees.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import { gitRoutes } from './git.ts';
import { hookRoutes } from './hooks.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { organizationRoutes } from './organizations.ts';
import { pullRoutes } from './pulls.ts';
import { reactionRoutes } from './reactions.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewCommentRoutes } from './review-comments.ts';
import { reviewRoutes } from './reviews.ts';
import type { Route } from './route.ts';
import { ruleRoutes } from './rules.ts';
import { searchRoutes } from './search.ts';
import { statusRoutes } from './statuses.ts';
import { subIssueRoutes } from './sub-issues.ts';
import { timelineRoutes } from './timeline.ts';

export const routes: Readonly<Record<OperationId, Route>> = {
  ...appRoutes,
  ...hookRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...reactionRoutes,
  ...assigneeRoutes,
  ...subIssueRoutes,
  ...timelineRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...checkRoutes,
  ...statusRoutes,
  ...contentRoutes,
  ...gitRoutes,
  ...commitRoutes,
  ...repositoryRoutes,
  ...ruleRoutes,
  ...organizationRoutes,
  ...searchRoutes,
};
