import type { Session } from '../client/session.ts';
import { PullCommitsAnswer, type PullAnswer } from './pull-answer.ts';
import { PULL_COMMITS } from './pull-queries.ts';
import { present } from './translate.ts';

/** So many pull requests with a hundred commits each a request: twenty-five points. */
const MOST_AT_ONCE = 25;

/**
 * The same pull requests with as many commits as one that is read alone shows, so that the same facts lead
 * to the same verdict however they were read. Costs nothing where no list was cut.
 */
export async function withCommits(
  session: Session,
  pulls: readonly PullAnswer[],
): Promise<readonly PullAnswer[]> {
  const cut = pulls.filter(({ commits }) => present(commits.nodes).length < commits.totalCount);
  const whole = new Map<string, PullAnswer['commits']>();
  for (let from = 0; from < cut.length; from += MOST_AT_ONCE) {
    const ids = cut.slice(from, from + MOST_AT_ONCE).map(({ id }) => id);
    const { nodes } = await session.query(PULL_COMMITS, { ids }, PullCommitsAnswer);
    for (const { id, commits } of present(nodes)) {
      if (id !== undefined && commits !== undefined) whole.set(id, commits);
    }
  }
  return pulls.map((pull) => ({ ...pull, commits: whole.get(pull.id) ?? pull.commits }));
}
