import type { Account, Person } from '../../model/records/accounts.ts';
import { accountPath } from '../../paths.ts';
import { html, type Html } from '../html.ts';

/** The login as pages show it: an App's bot by its slug, with the badge "bot" behind. */
export function personLink(person: Account): Html {
  if (person.type !== 'Bot') {
    return html`<a class="quiet strong" href="${accountPath(person)}">${person.login}</a>`;
  }
  return html`<a class="quiet strong" href="${accountPath(person)}">${person.app.slug}</a>
    <span class="pill">bot</span>`;
}

export function avatar(person: Person | Account, size = 20): Html {
  return html`<img
    class="avatar ${person.type === 'User' ? '' : 'square'}"
    src="/_assets/avatars/${person.id}.svg"
    width="${size}"
    height="${size}"
    alt=""
  />`;
}
