import type { Repository } from '../model/records/repository.ts';
import { linkTargets } from '../markdown/link-targets.ts';
import { renderMarkdown } from '../markdown/render.ts';
import type { GraphqlContext } from './context.ts';

/** A text as GitHub renders it. */
export function bodyHtml(context: GraphqlContext, repository: Repository, body: string): string {
  return renderMarkdown(body, {
    kind: 'comment',
    links: linkTargets(context.world, repository, context.baseUrl),
  });
}

/** A text without its markup. */
export function bodyText(context: GraphqlContext, repository: Repository, body: string): string {
  return bodyHtml(context, repository, body)
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&#x3C;', '<')
    .replaceAll('&#x26;', '&')
    .trim();
}
