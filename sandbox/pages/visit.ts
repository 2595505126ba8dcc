import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Deps } from '../http/context.ts';
import { performerOf } from '../model/actor.ts';
import type { User } from '../model/records/accounts.ts';
import type { Issue } from '../model/records/issue.ts';
import type { Repository } from '../model/records/repository.ts';
import type { Result } from '../model/result.ts';
import { canRead } from '../model/roles.ts';
import { findRepository, findUser } from '../model/world.ts';
import type { Frame } from './frame.ts';
import { html } from './html.ts';
import { layout } from './parts/layout.ts';

const actingCookie = 'acting_as';
const flashCookie = 'flash';

/** Who looks, and from where. Without people there is nobody to act as, and undefined is the answer. */
export function frameOf(deps: Deps, context: Context): Frame | undefined {
  const viewer = viewerOf(deps, context);
  if (viewer === undefined) return undefined;
  const flash = getCookie(context, flashCookie);
  if (flash !== undefined) deleteCookie(context, flashCookie, { path: '/' });
  const url = new URL(context.req.url);
  return {
    world: deps.world,
    viewer,
    actor: { kind: 'user', login: viewer.login },
    site: deps.site().html,
    path: url.pathname + url.search,
    flash,
  };
}

function viewerOf(deps: Deps, context: Context): User | undefined {
  const chosen = findUser(deps.world, getCookie(context, actingCookie) ?? '');
  if (chosen !== undefined) return chosen;
  return [...deps.world.state.accounts.values()].find(
    (account): account is User => account.type === 'User' && account.login !== 'web-flow',
  );
}

/** Remembers who the visitor acts as. */
export function actAs(context: Context, login: string): void {
  setCookie(context, actingCookie, login, { path: '/', httpOnly: true, sameSite: 'Lax' });
}

/** Shown once, at the top of the next page. */
export function leaveNote(context: Context, note: string): void {
  setCookie(context, flashCookie, note, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: 60,
  });
}

/** A page about a repository that the viewer may see; 404 otherwise, without telling which. */
export function withRepository(
  deps: Deps,
  context: Context,
  show: (frame: Frame, repository: Repository) => Response | Promise<Response>,
): Response | Promise<Response> {
  const frame = frameOf(deps, context);
  if (frame === undefined) return nobody(context);
  const { owner = '', repo = '' } = context.req.param() as Readonly<Record<string, string>>;
  const repository = findRepository(deps.world, owner, repo);
  return repository !== undefined &&
    canRead(deps.world, performerOf(deps.world, frame.actor), repository)
    ? show(frame, repository)
    : missing(context, frame);
}

/** A page about one issue or pull request; a number of the other kind redirects. */
export function withThread(
  deps: Deps,
  context: Context,
  show: (frame: Frame, issue: Issue) => Response | Promise<Response>,
): Response | Promise<Response> {
  return withRepository(deps, context, (frame, repository) => {
    const issue = repository.issues.get(Number(context.req.param('number')));
    return issue === undefined ? missing(context, frame) : show(frame, issue);
  });
}

export function missing(context: Context, frame: Frame): Response {
  const body = html`<div class="empty">
    <h1 class="f1">404</h1>
    <p>This page does not exist, or ${frame.viewer.login} may not see it.</p>
  </div>`;
  return page(context, layout(frame, { title: 'Page not found', body }), 404);
}

export function page(context: Context, document: string, status: 200 | 404 | 422 = 200): Response {
  return context.body(document, status, { 'content-type': 'text/html; charset=UTF-8' });
}

/** Back to a page after a form; a refusal is shown there. */
export function back(context: Context, path: string, result?: Result<unknown>): Response {
  if (result?.ok === false) leaveNote(context, refusalText(result.refusal));
  return context.redirect(path, 303);
}

/** A refusal in one line. */
export function refusalText(
  refusal: Extract<Result<never>, { readonly ok: false }>['refusal'],
): string {
  const details = (refusal.errors ?? []).map((error) =>
    typeof error === 'string'
      ? error
      : (error.message ?? `${error.field ?? error.resource}: ${error.code}`),
  );
  return [refusal.message, ...details].join(' · ');
}

/** Form fields by name, each with all its values. */
export async function fieldsOf(context: Context): Promise<ReadonlyMap<string, readonly string[]>> {
  const fields = new Map<string, string[]>();
  // A press of a button without fields may come without a body.
  if (context.req.header('content-type') === undefined) return fields;
  const data = await context.req.formData();
  for (const [name, value] of data.entries()) {
    if (typeof value !== 'string') continue;
    // Browsers send line ends as CRLF; GitHub keeps what people see.
    fields.set(name, [...(fields.get(name) ?? []), value.replaceAll('\r\n', '\n')]);
  }
  return fields;
}

/** The only value of a field; an absent one is empty. */
export function one(fields: ReadonlyMap<string, readonly string[]>, name: string): string {
  return fields.get(name)?.[0] ?? '';
}

function nobody(context: Context): Response {
  return context.text('The sandbox is empty: seed it with people and repositories first.', 404);
}
