import type { Nodes, Paragraph, Parents } from 'mdast';
import { isPrompt } from '../../messages/postmortem/prompts.ts';
import { blameWords, normal, type BlameWord } from '../blame-words.ts';
import { warning, type Finding } from '../finding.ts';
import { isPeoples, lineOf, type DocumentReading } from '../read-document.ts';
import type { Telling } from '../telling.ts';

/** More hints than this are a lecture. */
const MOST = 20;

/**
 * Words that sound like blame, in what people wrote: not in code, not in what they quote, not in what the
 * app wrote or a question asks. Whole words only, whatever stands between them and however they are written.
 */
export function blameHints(document: DocumentReading, { policy }: Telling): readonly Finding[] {
  const wanted = blameWords(policy.postmortems.blameWords).map(asPattern);
  if (wanted.length === 0) return [];
  const runs = runsBelow(document.tree, document);
  return runs.flatMap((run) => hintsIn(run, wanted)).slice(0, MOST);
}

interface Pattern extends BlameWord {
  readonly pattern: RegExp;
}

/** Words that read on, of a paragraph, a heading or a cell; each with the line it stands on. */
type Run = readonly { readonly line: number; readonly text: string }[];

function hintsIn(run: Run, wanted: readonly Pattern[]): readonly Finding[] {
  const lines: number[] = [];
  const text = run
    .map((piece) => {
      const words = normal(piece.text.replace(EMPHASIS, ''));
      for (let at = 0; at < words.length; at += 1) lines.push(piece.line);
      return words;
    })
    .join('');
  const unquoted = text.replace(QUOTED, (quoted) => '\u0000'.repeat(quoted.length));
  return wanted.flatMap(({ pattern, words, because }) =>
    Array.from(unquoted.matchAll(pattern), ({ index }) =>
      warning(lines[index] ?? 1, { is: 'blame', words, because }),
    ),
  );
}

/** Signs of emphasis, which the text still has. */
const EMPHASIS = /\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu;

/** Words in quotation marks are somebody else's. */
const QUOTED = /"[^"]{1,400}"|“[^”]{1,400}”|„[^“”]{1,400}[“”]|«[^»]{1,400}»/g;

function asPattern(word: BlameWord): Pattern {
  const escaped = word.words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    ...word,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'gu'),
  };
}

function runsBelow(node: Nodes, document: DocumentReading): readonly Run[] {
  if (node.type === 'blockquote' || isPrompt(node) || !isPeoples(document, node)) return [];
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
    return [piecesOf(node, document)];
  }
  return 'children' in node ? node.children.flatMap((child) => runsBelow(child, document)) : [];
}

function piecesOf(parent: Parents | Paragraph, document: DocumentReading): Run {
  const children: readonly Nodes[] = parent.children;
  return children.flatMap((node): Run => {
    if (!isPeoples(document, node)) return [GAP];
    if (node.type === 'text') {
      return node.value.split('\n').map((text, at, all) => ({
        line: lineOf(node) + at,
        text: at < all.length - 1 ? `${text} ` : text,
      }));
    }
    if ('children' in node) return piecesOf(node, document);
    return [GAP];
  });
}

/** Code, a picture, what the app wrote: words before and behind it do not read on. */
const GAP = { line: 1, text: '\u0000' };
