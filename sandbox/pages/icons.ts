import { markup, type Html } from './html.ts';

/** Small line drawings of our own, 16 by 16, in the text's colour. */
const shapes = {
  issue: '<circle cx="8" cy="8" r="6.2"/><circle cx="8" cy="8" r="1.2" fill="currentColor"/>',
  check: '<circle cx="8" cy="8" r="6.2"/><path d="M5.2 8.2l2 2 3.8-4.2"/>',
  skip: '<circle cx="8" cy="8" r="6.2"/><path d="M3.8 12.2l8.4-8.4"/>',
  cross: '<circle cx="8" cy="8" r="6.2"/><path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6"/>',
  pull: '<circle cx="4" cy="3.6" r="1.8"/><circle cx="4" cy="12.4" r="1.8"/><circle cx="12" cy="12.4" r="1.8"/><path d="M4 5.4v5.2M12 10.6V6a2 2 0 0 0-2-2H8.2M9.8 2.2L8 4l1.8 1.8"/>',
  merge:
    '<circle cx="4" cy="3.6" r="1.8"/><circle cx="4" cy="12.4" r="1.8"/><circle cx="12" cy="8.4" r="1.8"/><path d="M4 5.4v5.2M4.3 5.5c.8 1.9 2.8 2.9 5.9 2.9"/>',
  tag: '<path d="M2 2.6h5.2l6.4 6.4-4.6 4.6-6.4-6.4z"/><circle cx="5" cy="5.4" r=".9" fill="currentColor"/>',
  person:
    '<circle cx="8" cy="5" r="2.6"/><path d="M2.8 13.6c.6-3 2.6-4.4 5.2-4.4s4.6 1.4 5.2 4.4"/>',
  pencil: '<path d="M2.6 13.4l.6-3L10.6 3l2.4 2.4-7.4 7.4z"/>',
  link: '<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8"/>',
  lock: '<rect x="3.4" y="7" width="9.2" height="6.4" rx="1.2"/><path d="M5.4 7V5a2.6 2.6 0 0 1 5.2 0v2"/>',
  pin: '<path d="M6 2.4h4l-.6 4 2 2.4H4.6l2-2.4zM8 8.8v5"/>',
  eye: '<path d="M1.6 8C3 5.2 5.2 3.8 8 3.8S13 5.2 14.4 8C13 10.8 10.8 12.2 8 12.200S3 10.8 1.6 8z"/><circle cx="8" cy="8" r="1.8"/>',
  dot: '<circle cx="8" cy="8" r="3.4" fill="currentColor" stroke="none"/>',
  commit: '<circle cx="8" cy="8" r="2.8"/><path d="M1.4 8h3.800M10.8 8h3.8"/>',
  book: '<path d="M3 2.600h9.400v10.800H4.400A1.4 1.4 0 0 1 3 12z"/><path d="M3 12a1.4 1.4 0 0 1 1.4-1.400h8"/>',
  file: '<path d="M3.6 1.800h5.600l3.2 3.200v9.200H3.600z"/><path d="M9 1.800V5.200h3.4"/>',
  folder:
    '<path d="M1.8 3.400h4.400l1.4 1.600h6.600v8H1.800z" fill="currentColor" fill-opacity=".25"/>',
  code: '<path d="M5.4 4.400L1.8 8l3.6 3.600M10.6 4.400L14.2 8l-3.6 3.6"/>',
  branch:
    '<circle cx="4.4" cy="3.6" r="1.7"/><circle cx="4.4" cy="12.4" r="1.7"/><circle cx="11.6" cy="3.6" r="1.7"/><path d="M4.4 5.300v5.400M11.6 5.300c0 2.8-7.2 1.6-7.2 4.2"/>',
  clock: '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.400V8l2.6 1.6"/>',
  inbox:
    '<path d="M2 9.400l2-6h8l2 6v3.800H2z"/><path d="M2 9.400h3.600l.8 1.800h3.200l.8-1.800H14"/>',
  list: '<path d="M6 4h8M6 8h8M6 12h8"/><circle cx="2.8" cy="4" r=".9" fill="currentColor"/><circle cx="2.8" cy="8" r=".9" fill="currentColor"/><circle cx="2.8" cy="12" r=".9" fill="currentColor"/>',
  more: '<circle cx="3.4" cy="8" r="1.1" fill="currentColor"/><circle cx="8" cy="8" r="1.1" fill="currentColor"/><circle cx="12.6" cy="8" r="1.1" fill="currentColor"/>',
  smile:
    '<circle cx="8" cy="8" r="6.2"/><path d="M5.4 9.400c.6 1.1 1.5 1.6 2.6 1.600s2-.5 2.6-1.6"/><circle cx="6" cy="6.4" r=".6" fill="currentColor"/><circle cx="10" cy="6.4" r=".6" fill="currentColor"/>',
  comment: '<path d="M2 3h12v8H7.600l-3 2.600V11H2z"/>',
  gear: '<circle cx="8" cy="8" r="2.2"/><path d="M8 1.800v2M8 12.200v2M1.8 8h2M12.2 8h2M3.6 3.600L5 5M11 11l1.4 1.400M12.4 3.600L11 5M5 11l-1.4 1.4"/>',
} as const;

export type IconName = keyof typeof shapes;

/** An icon; with a title it is read out, without it is decoration. */
export function icon(name: IconName, title?: string): Html {
  const described =
    title === undefined
      ? 'aria-hidden="true"'
      : `role="img" aria-label="${title.replaceAll('"', '')}"`;
  return markup(
    `<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" ${described}>${shapes[name]}</svg>`,
  );
}
