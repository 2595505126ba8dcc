/**
 * Takes the sting out of Markdown written to keep a parser busy: beyond a number that no person
 * reaches, constructs whose cost grows with the square of their number are filled with letters. Every
 * character stays where it is, so that offsets into the result are offsets into the source.
 */
export function calm(source: string): string {
  return BOUNDS.reduce(
    (text, { construct, most }) => fillBeyond(text, construct, most),
    joinBeyond(source),
  );
}

/**
 * The same for a file of the app's own: the markers of its regions, and links that end where they should,
 * do not count.
 */
export function calmDocument(source: string): string {
  return DOCUMENT_BOUNDS.reduce(
    (text, { construct, most }) => fillBeyond(text, construct, most),
    joinBeyond(source),
  );
}

/** Lines without a blank one between them: sixteen characters a line would fill a whole comment. */
const LONGEST_RUN = 4000;

function joinBeyond(source: string): string {
  let run = 0;
  return source.replaceAll(/\r\n|\n|\r/g, (newline: string, at: number) => {
    const blank = /^[ \t]{0,80}(?:[\r\n]|$)/.test(source.slice(at + newline.length, at + 82));
    run = blank ? 0 : run + 1;
    return run <= LONGEST_RUN ? newline : ' '.repeat(newline.length);
  });
}

interface Bound {
  /** With the flag `g`; what is to be filled is the group `fill`. */
  readonly construct: RegExp;
  readonly most: number;
}

const MARKER = String.raw`[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))`;

const BOUNDS: readonly Bound[] = [
  // Quotes and lists inside each other, more than three deep on one line.
  { construct: new RegExp(`^(?<keep>(?:${MARKER}){3})(?<fill>(?:${MARKER})+)`, 'gm'), most: 0 },
  // Headings underlined with `---` or `===`.
  { construct: /^(?<keep>[ \t]{0,3})(?<fill>=+|-+)(?=[ \t]*$)/gm, most: 200 },
  // Quoted lines.
  { construct: /^(?<keep>[ \t]{0,3})(?<fill>>)/gm, most: 1000 },
  // Words of links and pictures.
  { construct: /(?<keep>)(?<fill>\[)/g, most: 10_000 },
  // Links that may never end.
  { construct: /(?<keep>\])(?<fill>\()/g, most: 1000 },
  // `<!`, `<?` within a line; those at the beginning of a line hide what follows and are kept.
  { construct: /(?<keep>[^\s][ \t]*)(?<fill><(?=[!?]))/g, most: 200 },
];

const OWN_MARKER = String.raw`!-- /?norepeat:[a-z][a-z0-9-]{0,40}(?: [0-9a-f]{1,64})? -->`;

/** A whole address of the web, as in the links of a timeline. */
const WHOLE_ADDRESS = String.raw`https?:\/\/[^\s()<>]{1,300}\)`;

const DOCUMENT_BOUNDS: readonly Bound[] = [
  ...BOUNDS.slice(0, -2),
  {
    construct: new RegExp(String.raw`(?<keep>\])(?<fill>\((?!${WHOLE_ADDRESS}))`, 'g'),
    most: 1000,
  },
  {
    construct: new RegExp(String.raw`(?<keep>[^\s][ \t]*)(?<fill><(?=[!?])(?!${OWN_MARKER}))`, 'g'),
    most: 200,
  },
];

function fillBeyond(source: string, construct: RegExp, most: number): string {
  let seen = 0;
  return source.replaceAll(construct, (whole: string, keep: string, fill: string) => {
    seen += 1;
    return seen <= most ? whole : keep + 'x'.repeat(fill.length);
  });
}
