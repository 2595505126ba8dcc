import type { Reaction } from '../../model/records/issue.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';

/** GitHub's reactions in its order, as people see them. */
export const emoji: readonly (readonly [Reaction['content'], string])[] = [
  ['+1', '👍'],
  ['-1', '👎'],
  ['laugh', '😄'],
  ['hooray', '🎉'],
  ['confused', '😕'],
  ['heart', '❤️'],
  ['rocket', '🚀'],
  ['eyes', '👀'],
];

/** The reactions given so far; a click joins or leaves one. */
export function reactionBar(frame: Frame, action: string, reactions: readonly Reaction[]): Html {
  const given = emoji.flatMap(([content, sign]) => {
    const people = reactions.filter((reaction) => reaction.content === content);
    if (people.length === 0) return [];
    const mine = people.some((reaction) => reaction.user === frame.viewer);
    const names = people.map((reaction) => reaction.user.login).join(', ');
    return [
      html`<form method="post" action="${action}">
        <button
          class="reaction ${mine ? 'mine' : ''}"
          name="content"
          value="${content}"
          title="${names}"
          aria-label="${names} reacted with ${content}"
          aria-pressed="${mine ? 'true' : 'false'}"
        >
          ${sign} ${people.length}
        </button>
      </form>`,
    ];
  });
  return html`${given.length > 0 && html`<div class="reactions">${given}</div>`}`;
}

/** The menu with all eight. */
export function reactionMenu(action: string): Html {
  return html`<details class="menu">
    <summary class="icon-button" aria-label="Add a reaction">${icon('smile')}</summary>
    <div class="sheet">
      <form method="post" action="${action}" class="row">
        ${emoji.map(
          ([content, sign]) =>
            html`<button class="reaction" name="content" value="${content}" aria-label="${content}">
              ${sign}
            </button>`,
        )}
      </form>
    </div>
  </details>`;
}
