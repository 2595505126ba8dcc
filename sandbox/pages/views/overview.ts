import type { Account } from '../../model/records/accounts.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { repositoryPath, teamPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { layout } from '../parts/layout.ts';
import { avatar, personLink } from '../parts/person.ts';
import { ago } from '../parts/time.ts';

/** Every repository the viewer may see. */
export function overviewView(frame: Frame, repositories: readonly Repository[]): string {
  return layout(frame, {
    title: 'GitHub sandbox',
    live: true,
    body: html`<h1 class="f2 mb-3">Repositories</h1>
      ${list(frame, repositories, true)}`,
  });
}

/** A person, organisation or App: what it owns, and who belongs to it. */
export function accountView(
  frame: Frame,
  account: Account,
  visible: readonly Repository[],
): string {
  const own = visible.filter((repository) => repository.owner.id === account.id);
  return layout(frame, {
    title: account.login,
    body: html`
      <div class="row mb-4">
        ${avatar(account, 64)}
        <div>
          <h1 class="f2">${account.name ?? account.login}</h1>
          <span class="muted">${account.login}</span>
        </div>
      </div>
      <div class="two">
        <div>${list(frame, own, false)}</div>
        ${account.type === 'Organization' && belonging(frame, account)}
      </div>
    `,
  });
}

function belonging(
  frame: Frame,
  organization: Extract<Account, { readonly type: 'Organization' }>,
): Html {
  const teams = [...frame.world.state.teams.values()].filter(
    (team) => team.organization === organization,
  );
  return html`<aside class="side">
    <section>
      <h2>People</h2>
      <ul>
        ${[...organization.members.values()].map(
          ({ user, role }) =>
            html`<li>
              ${avatar(user)} ${personLink(user)}
              ${role === 'admin' && html`<span class="pill">Owner</span>`}
            </li>`,
        )}
      </ul>
    </section>
    <section>
      <h2>Teams</h2>
      <ul>
        ${teams.map(
          (team) =>
            html`<li>
              <a class="quiet strong" href="${teamPath(team)}">${team.slug}</a>
              <span class="muted"
                >${[...team.members.values()].map(({ user }) => user.login).join(', ')}</span
              >
            </li>`,
        )}
      </ul>
    </section>
  </aside>`;
}

function list(frame: Frame, repositories: readonly Repository[], withOwner: boolean): Html {
  if (repositories.length === 0) return html`<div class="box empty">No repositories to see.</div>`;
  return html`<section class="box" aria-label="Repositories">
    <ul>
      ${repositories.map((repository) => {
        const open = [...repository.issues.values()].filter((issue) => issue.state === 'open');
        const pulls = open.filter((issue) => issue.pull !== null).length;
        const path = repositoryPath(repository);
        return html`<li class="row" style="padding:16px">
          <div style="flex:1;min-width:200px">
            ${icon('book')}
            <a class="strong f4" href="${path}"
              >${withOwner ? fullName(repository) : repository.name}</a
            >
            <span class="pill">${repository.visibility === 'public' ? 'Public' : 'Private'}</span>
            <p class="muted small mb-0 mt-1">${repository.settings.description}</p>
          </div>
          <span class="row small muted figures">
            <a class="quiet" href="${path}/issues"
              >${icon('issue')} ${counted(open.length - pulls, 'issue')}</a
            >
            <a class="quiet" href="${path}/pulls"
              >${icon('pull')} ${counted(pulls, 'pull request')}</a
            >
            <span>Updated ${ago(frame, lastMoved(repository))}</span>
          </span>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** When something happened in it last: a push, or anything in an issue. */
function lastMoved({ updatedAt, pushedAt, issues }: Repository): number {
  const moments = [...issues.values()].map((issue) => issue.updatedAt);
  return Math.max(updatedAt, pushedAt, ...moments);
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
