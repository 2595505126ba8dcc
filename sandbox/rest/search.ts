import { canSee } from '../http/access.ts';
import { okay, problem } from '../http/answers.ts';
import type { Answer, Call } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { searchIssues } from '../search.ts';
import { general } from './route.ts';
import { oneOf, text } from './input.ts';
import { issueJson } from './serialise/issues.ts';

/** Search never shows more than this. */
const mostResults = 1000;

/** Issue search, rate limits. */
export const searchRoutes = {
  'search/issues-and-pull-requests': general('anyone', searchForIssues),
  'rate-limit/get': general('anyone', (call) => {
    if (!call.limits.switches.enabled) return problem(404, 'Rate limiting is not enabled.');
    const of = (resource: 'core' | 'graphql' | 'search'): Record<string, unknown> => {
      const { limit, remaining, used, reset } = call.limits.status(call.identity, resource);
      return { limit, remaining, used, reset };
    };
    const core = of('core');
    return okay({
      resources: { core, graphql: of('graphql'), search: of('search') },
      rate: core,
    });
  }),
};

/** What is younger than the search lag is not found yet: GitHub indexes with a delay. */
function searchForIssues(call: Call): Answer {
  const { world, settings, parameters } = call;
  const sort = oneOf(parameters, 'sort', ['created', 'updated', 'comments']) ?? 'created';
  const order = oneOf(parameters, 'order', ['asc', 'desc']) ?? 'desc';
  const found = searchIssues(
    {
      world,
      visible: (repository) => canSee(world, call.identity, repository),
      lag: settings.searchLag,
    },
    `${text(parameters, 'q') ?? ''} sort:${sort}-${order}`,
  );
  return page(
    call,
    found.slice(0, mostResults),
    (issue) => ({ ...issueJson(call, issue), score: 1 }),
    (items) => ({
      total_count: found.length,
      incomplete_results: false,
      items,
      search_type: 'lexical',
    }),
  );
}
