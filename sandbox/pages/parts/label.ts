import type { Label } from '../../model/records/repository.ts';
import { repositoryPath } from '../../paths.ts';
import { html, type Html } from '../html.ts';

type Chip = Pick<Label, 'name' | 'color'> & { readonly description?: string | null };

/** A label in its colour; text is black or white, whichever can be read on it. */
export function labelChip(label: Chip): Html {
  return html`<span
    class="label-chip"
    style="${colours(label.color)}"
    title="${label.description ?? ''}"
    >${label.name}</span
  >`;
}

/** A label that leads to the issues that carry it. */
export function labelLink(label: Label): Html {
  const query = encodeURIComponent(`is:open label:"${label.name}"`);
  return html`<a
    class="label-chip"
    style="${colours(label.color)}"
    title="${label.description ?? ''}"
    href="${repositoryPath(label.repository)}/issues?q=${query}"
    >${label.name}</a
  >`;
}

function colours(color: string): string {
  const hex = /^[\da-f]{6}$/iu.test(color) ? color : 'ededed';
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    Number.parseInt(hex.slice(at, at + 2), 16),
  );
  const brightness = (red * 0.2126 + green * 0.7152 + blue * 0.0722) / 255;
  const text = brightness > 0.453 ? '#1f2328' : '#ffffff';
  const border = brightness > 0.9 ? 'rgb(31 35 40 / 20%)' : 'transparent';
  const light = [red, green, blue].map((part) => Math.round(part + (255 - part) * 0.6)).join(' ');
  return `--chip:#${hex};--chip-text:${text};--chip-border:${border};--chip-dark-text:rgb(${light})`;
}
