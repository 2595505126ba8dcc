/**
 * `npm run bench:postmortem`: what a long incident costs. A document with 2,000 timeline entries is rendered
 * and followed, beside nothing but parsing and writing the same document with the libraries alone; an
 * incident with 5,000 comments is folded; and all of it at once, twice and four times that size.
 * `BENCH_ROUNDS` says how often each is measured (9),
 * `BENCH_ENTRIES` and `BENCH_COMMENTS` how many there are. Ends with 1 when a promise is broken.
 */
import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown, frontmatterToMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { unfinished } from '../../src/core/postmortem/completeness.ts';
import { follow } from '../../src/core/postmortem/follow.ts';
import { newDocument } from '../../src/core/postmortem/template.ts';
import { anIncidentWith, folded, later, tellingOf } from './long-incident.ts';
import { medians, type Piece } from './rounds.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 9);
const ENTRIES = Number(process.env['BENCH_ENTRIES'] ?? 2000);
const COMMENTS = Number(process.env['BENCH_COMMENTS'] ?? 5000);
/** Of these sizes, in the order of the columns. */
const SIZES = [1, 2, 4] as const;
/** Rendering takes at most so many times as long as parsing and writing its document. */
const MOST = 1.5;
/** Four times as much takes less than so many times as long: in proportion, with room for a busy machine. */
const MOST_GROWTH = 6;

const WORK = ['bare', 'render', 'follow unchanged', 'follow changed', 'check', 'fold'] as const;
type Work = (typeof WORK)[number];
const WORDS: Readonly<Record<Work, string>> = {
  bare: 'parse and write with the libraries alone',
  render: 'render it',
  'follow unchanged': 'follow it, nothing is new',
  'follow changed': 'follow it, a line and a figure are new',
  check: 'check what is left in it',
  fold: 'fold the incident',
};

const template = readFileSync(new URL('../../templates/postmortem.md', import.meta.url), 'utf8');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const rows = SIZES.map((size) => {
  const long = anIncidentWith(COMMENTS * size);
  const telling = tellingOf(long, ENTRIES * size);
  const changed = later(telling);
  const document = newDocument({ template, telling, notice: null });
  const work: Readonly<Record<Work, () => unknown>> = {
    bare: () => written(document),
    render: () => newDocument({ template, telling, notice: null }),
    'follow unchanged': () => follow(document, telling),
    'follow changed': () => follow(document, changed),
    check: () => unfinished(document, telling),
    fold: () => folded(long),
  };
  if (follow(document, telling).text !== document) throw new Error('It does not follow itself.');
  if (follow(document, changed).text === document) throw new Error('It does not follow.');
  return { size, bytes: Buffer.byteLength(document), work };
});

// All of one run, so that what else the machine does weighs on every number alike.
const taken = medians(
  rows.flatMap(({ size, work }): readonly Piece[] =>
    WORK.map((name) => ({ name: `${name} ${String(size)}`, work: work[name] })),
  ),
  ROUNDS,
);
const of = (work: Work, size: number): number => taken.get(`${work} ${String(size)}`) ?? NaN;

say(`Medians of ${String(ROUNDS)} rounds\n`);
for (const { size, bytes } of rows) {
  const entries = (ENTRIES * size).toLocaleString('en');
  const comments = (COMMENTS * size).toLocaleString('en');
  say(`${String(size)} ×: ${entries} entries (${kilobytes(bytes)}), ${comments} comments`);
  for (const work of WORK) say(`  ${columns(work, size)}`);
}

const promises = [
  promise('rendering / parsing and writing', of('render', 1) / of('bare', 1), MOST),
  ...(['render', 'follow changed', 'check', 'fold'] as const).map((work) =>
    promise(`${WORDS[work]}, four times as much`, of(work, 4) / of(work, 1), MOST_GROWTH),
  ),
];
if (promises.includes(false)) process.exitCode = 1;

/** What nobody can do without: the document read into a tree, and that tree written. */
function written(document: string): string {
  const tree = fromMarkdown(document, {
    extensions: [frontmatter(), gfm()],
    mdastExtensions: [frontmatterFromMarkdown(), gfmFromMarkdown()],
  });
  return toMarkdown(tree, { extensions: [frontmatterToMarkdown(), gfmToMarkdown()] });
}

function columns(work: Work, size: number): string {
  const ms = of(work, size);
  const ofBare = work === 'fold' ? '' : `${(ms / of('bare', size)).toFixed(2)} of bare`;
  const grown = size === 1 ? '' : `${(ms / of(work, 1)).toFixed(2)} of 1 ×`;
  return [
    WORDS[work].padEnd(42),
    `${ms.toFixed(1)} ms`.padStart(11),
    ofBare.padStart(14),
    grown.padStart(14),
  ]
    .join('')
    .trimEnd();
}

function promise(what: string, ratio: number, most: number): boolean {
  const holds = ratio <= most;
  say(`${holds ? 'holds' : 'BROKEN'}: ${what}: ${ratio.toFixed(2)} (at most ${String(most)})`);
  return holds;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
