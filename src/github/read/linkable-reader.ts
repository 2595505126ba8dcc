import { z } from 'zod';
import type { IssueRef } from '../../core/ids.ts';
import type { LinkableIssue, LinkableReader } from '../../flow/item-ports.ts';
import type { GitHub } from '../client/github.ts';
import { Names, Place } from './incident-answer.ts';
import { linkableQuery } from './item-queries.ts';
import { placeOf, present, repoOf } from './translate.ts';

const Repository = z
  .object({
    nameWithOwner: z.string(),
    issueOrPullRequest: z
      .object({
        __typename: z.string(),
        id: z.string(),
        number: z.int(),
        labels: Names.nullable(),
        parent: Place.nullable(),
      })
      .partial()
      .nullish(),
  })
  .nullish();
const LinkableAnswer = z.record(z.string(), Repository);

/** GitHub looks up so many in one query of moderate size; a longer task list takes several. */
const MOST_AT_ONCE = 20;

export function createLinkableReader(github: Pick<GitHub, 'session'>): LinkableReader {
  return {
    issues: async (refs) => {
      const found: LinkableIssue[] = [];
      for (let from = 0; from < refs.length; from += MOST_AT_ONCE) {
        found.push(...(await read(github, refs.slice(from, from + MOST_AT_ONCE))));
      }
      return found;
    },
  };
}

/** All of one owner, so that one session reads them. */
async function read(
  github: Pick<GitHub, 'session'>,
  refs: readonly IssueRef[],
): Promise<readonly LinkableIssue[]> {
  const [first] = refs;
  const session = first === undefined ? null : await github.session(first.repo);
  if (session === null) return [];
  const { document, variables } = linkableQuery(refs);
  const answer = await session.query(document, variables, LinkableAnswer, isNamed);
  return refs.flatMap((_, i) => linkableIn(answer[`i${i}`]) ?? []);
}

/** Somebody names what the app may not see, or what is not there: no reason to give up the whole question. */
function isNamed([alias]: readonly unknown[]): boolean {
  return typeof alias === 'string' && /^i\d+$/.test(alias);
}

function linkableIn(repository: z.infer<typeof Repository>): LinkableIssue | undefined {
  const repo = repoOf(repository ?? undefined);
  const issue = repository?.issueOrPullRequest;
  if (repo === undefined || issue?.__typename !== 'Issue') return undefined;
  const { id: nodeId, number, labels, parent } = issue;
  if (nodeId === undefined || number === undefined) return undefined;
  return {
    ref: { repo, number },
    nodeId,
    labels: present(labels?.nodes).map(({ name }) => name),
    parent: parent == null ? null : (placeOf(parent) ?? null),
  };
}
