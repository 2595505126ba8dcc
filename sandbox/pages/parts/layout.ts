import type { Repository } from '../../model/records/repository.ts';
import { repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { instantTag } from './time.ts';

export type Tab = 'code' | 'issues' | 'pulls' | 'labels' | 'none';

export interface Page {
  readonly title: string;
  readonly repository?: Repository;
  readonly tab?: Tab;
  readonly body: Html;
}

/** A whole HTML document in GitHub's frame. */
export function layout(frame: Frame, page: Page): string {
  return html`<!doctype html>
    <html lang="en" data-color-mode="auto" data-light-theme="light" data-dark-theme="dark">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="/_assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/_assets/primer.css" />
        <link rel="stylesheet" href="/_assets/sandbox.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${header(frame, page)}
        <main id="main" class="wrap pt-4">
          ${
            frame.flash !== undefined &&
            html`<div class="note warn" role="alert">${frame.flash}</div>`
          }
          ${page.body}
        </main>
        <footer class="bottom">
          GitHub sandbox · an imitation on this machine for trying apps; nothing here reaches
          github.com
        </footer>
      </body>
    </html>`.markup;
}

function header(frame: Frame, page: Page): Html {
  return html`<header class="top">
    <div class="bar">
      <a class="brand" href="/">${icon('book')} GitHub sandbox</a>
      ${page.repository !== undefined && crumbs(page.repository)}
      <div class="tools">
        <a class="quiet" href="/_deliveries">${icon('inbox')} Deliveries</a>
        ${clockMenu(frame)} ${actingAs(frame)}
      </div>
    </div>
    ${page.repository !== undefined && tabs(page.repository, page.tab ?? 'none')}
  </header>`;
}

function crumbs(repository: Repository): Html {
  return html`<span class="crumbs"
    ><a class="quiet" href="/${repository.owner.login}">${repository.owner.login}</a>
    <span class="muted">/</span>
    <a class="quiet strong" href="${repositoryPath(repository)}">${repository.name}</a>
    <span class="pill">${repository.visibility === 'public' ? 'Public' : 'Private'}</span></span
  >`;
}

function clockMenu(frame: Frame): Html {
  const steps = [
    ['5 minutes', 5],
    ['30 minutes', 30],
    ['1 hour', 60],
    ['1 day', 1440],
    ['1 week', 10_080],
  ] as const;
  return html`<details class="menu">
    <summary class="quiet">${icon('clock')} ${instantTag(frame.world.clock.now(), 'full')}</summary>
    <div class="sheet">
      <form method="post" action="/_clock">
        <p class="mb-2">Move the sandbox's clock forward by</p>
        <input type="hidden" name="back" value="${frame.path}" />
        ${steps.map(
          ([label, minutes]) =>
            html`<button class="btn btn-sm mb-1" name="minutes" value="${minutes}">
              ${label}
            </button> `,
        )}
      </form>
    </div>
  </details>`;
}

function actingAs(frame: Frame): Html {
  const users = [...frame.world.state.accounts.values()].filter(
    (account) => account.type === 'User' && account.login !== 'web-flow',
  );
  return html`<form method="post" action="/_acting" class="row">
    <label for="acting">Acting as</label>
    <input type="hidden" name="back" value="${frame.path}" />
    <select id="acting" name="login" class="form-select">
      ${users.map(
        (user) =>
          html`<option value="${user.login}" ${user === frame.viewer && html`selected`}>
            ${user.login}
          </option>`,
      )}
    </select>
    <button class="btn btn-sm">Switch</button>
  </form>`;
}

function tabs(repository: Repository, current: Tab): Html {
  const path = repositoryPath(repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open');
  const pulls = open.filter((issue) => issue.pull !== null).length;
  const entries: readonly [Tab, IconName, string, string, number | null][] = [
    ['code', 'code', 'Code', path, null],
    ['issues', 'issue', 'Issues', `${path}/issues`, open.length - pulls],
    ['pulls', 'pull', 'Pull requests', `${path}/pulls`, pulls],
    ['labels', 'tag', 'Labels', `${path}/labels`, repository.labels.size],
  ];
  return html`<nav class="tabs" aria-label="Repository">
    ${entries.map(
      ([tab, name, label, url, count]) =>
        html`<a href="${url}" ${tab === current && html`aria-current="page"`}
          >${icon(name)} ${label}
          ${count !== null && count > 0 && html`<span class="count">${count}</span>`}</a
        >`,
    )}
  </nav>`;
}
