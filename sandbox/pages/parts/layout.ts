import type { Repository } from '../../model/records/repository.ts';
import { repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';
import { clock } from './clock.ts';

export type Tab = 'code' | 'issues' | 'pulls' | 'labels' | 'none';

export interface Page {
  readonly title: string;
  readonly repository?: Repository;
  readonly tab?: Tab;
  readonly body: Html;
  /** Shows by itself what changes; only for pages that a plain GET gives again. */
  readonly live?: boolean;
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
        ${page.live === true && html`<script type="module" src="/_assets/live.js"></script>`}
        <script type="module" src="/_assets/charts.js"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${header(frame, page)}
        <main id="main" class="wrap pt-4" ${page.live === true && html`data-live`}>
          ${
            frame.flash !== undefined &&
            html`<div class="note warn" role="alert" data-once>${frame.flash}</div>`
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
        ${clock(frame)} ${actingAs(frame)}
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
