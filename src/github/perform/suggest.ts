import { formatIssue } from '../../core/ids.ts';
import { suggestionComment, textToCopy } from '../../core/messages/postmortem/suggestion.ts';
import { statusOf } from '../client/errors.ts';
import { keepComment } from './keep-comment.ts';
import { once } from './once.ts';
import { findOwnComment } from './own-comment.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onIssue, onPull } from './place.ts';

type Suggest = EffectOf<'suggest'>;

/**
 * Lines are counted on one commit: where the branch has moved on nothing is said, and whoever moved it
 * brings another look. By REST, for GraphQL takes comments beside the diff in silence and shows them nowhere.
 */
export async function suggest(hands: Hands, effect: Suggest): Promise<void> {
  const pull = formatIssue(effect.pull);
  if (!(await isStill(hands, effect))) {
    hands.note('a suggestion found its lines moved on', { pull });
    return;
  }
  const look = (): Promise<true | null> => isThere(hands, effect);
  if ((await look()) !== null) return;
  if (await once(() => onLines(hands, effect), look)) return;
  const { marker } = effect;
  await keepComment(
    hands,
    {
      ...{ kind: 'keep-comment', issue: effect.pull, marker, existing: null },
      body: textToCopy(effect),
    },
    true,
  );
}

async function isStill({ session }: Hands, { pull, headOid }: Suggest): Promise<boolean> {
  const { data } = await session.octokit.request(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    onPull(pull),
  );
  return data.state === 'open' && data.head.sha === headOid;
}

/** On the lines, or as an ordinary comment. */
async function isThere(hands: Hands, { pull, marker }: Suggest): Promise<true | null> {
  const { self } = hands;
  const { octokit } = hands.session;
  const isOnLines = await findOwnComment(self, marker, (page) =>
    octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
      ...onPull(pull),
      ...page,
    }),
  );
  if (isOnLines) return true;
  const isBelow = await findOwnComment(self, marker, (page) =>
    octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...onIssue(pull),
      ...page,
    }),
  );
  return isBelow ? true : null;
}

/**
 * False where GitHub takes no comment on these lines: all must lie in one hunk of what the pull request
 * changes. Of a single line `start_line` must be left out ("must precede the end line").
 */
async function onLines({ session }: Hands, effect: Suggest): Promise<boolean> {
  const { pull, headOid, path, startLine, endLine } = effect;
  const from = startLine < endLine ? { start_line: startLine, start_side: 'RIGHT' as const } : {};
  try {
    await session.octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
      ...onPull(pull),
      ...{ commit_id: headOid, path, line: endLine, side: 'RIGHT', ...from },
      body: suggestionComment(effect),
    });
    return true;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    return false;
  }
}
