import type { User } from '../model/records/accounts.ts';
import type { Actor } from '../model/actor.ts';
import type { Repository } from '../model/records/repository.ts';
import type { World } from '../model/world.ts';
import { linkTargets } from '../markdown/link-targets.ts';
import { renderMarkdown } from '../markdown/render.ts';
import { markup, type Html } from './html.ts';

/** What every page is drawn from: the world and who looks at it. */
export interface Frame {
  readonly world: World;
  readonly viewer: User;
  readonly actor: Actor;
  /** `http://host:port` as GitHub's own links in texts are written. */
  readonly site: string;
  /** The path of the page itself, for forms that come back to it. */
  readonly path: string;
  /** What the last form was answered, shown once. */
  readonly flash: string | undefined;
}

/** A Markdown text as the reader of a page sees it. */
export function markdown(
  frame: Frame,
  repository: Repository,
  source: string,
  kind: 'comment' | 'file' = 'comment',
): Html {
  const links = linkTargets(frame.world, repository, frame.site);
  return markup(renderMarkdown(source, { kind, links }));
}
