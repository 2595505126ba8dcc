/** The check of a postmortem: what is left to do in one glance, then line by line, each with how to do it. */
import type { Effect, CheckAnnotation } from '../../effects.ts';
import { verdictId } from '../../gate/verdict-id.ts';
import { formatRepo, type RepoRef } from '../../ids.ts';
import {
  bullets,
  code,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../../markdown/build.ts';
import { cut, visible } from '../../markdown/characters.ts';
import { safe, safeLink, safeSentence } from '../../markdown/safe.ts';
import { POSTMORTEM_CHECK } from '../../postmortem/check-name.ts';
import { unfinished } from '../../postmortem/completeness.ts';
import type { FileFacts } from '../../postmortem/facts.ts';
import { indexPath } from '../../postmortem/index/postmortem-index.ts';
import { failure, warning, type Finding } from '../../postmortem/finding.ts';
import type { Row } from '../../postmortem/table/action-table.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { fitted } from '../gate/fitted.ts';
import { headline } from '../gate/headline.ts';
import { countOf } from '../spans.ts';
import { glance } from './glance.ts';
import { lackWords } from './lacks.ts';

export interface Checked {
  /** As the head has it; null where no file of the branch names this incident. */
  readonly document: FileFacts | null;
  /** Paths of other files on the head that would be it, too. */
  readonly doubles?: readonly string[];
  readonly telling: Telling;
  /** Rows that will be no items, for GitHub takes no more below the incident; in the order of the table. */
  readonly beyond?: readonly Pick<Row, 'line'>[];
  /** Why the index does not name it, and will not before it is merged; null where that is no news. */
  readonly unlisted?: Unlisted | null;
  readonly headSha: string;
  /** Where the document lies: the incident's repository. */
  readonly repo: RepoRef;
}

/** The run on the head: a failure while something is missing. The same document gives the same run. */
export function postmortemCheck(checked: Checked): Extract<Effect, { kind: 'report-check' }> {
  const { document, telling, headSha, repo } = checked;
  const words =
    document === null
      ? withoutDocument(telling)
      : ofDocument(document, findingsIn(document, checked), checked);
  const { conclusion, title, summary, text, annotations } = words;
  const seen = `${text ?? ''}\n${JSON.stringify(annotations)}`;
  const externalId = verdictId({ conclusion, title, summary, text: seen, actions: [] });
  const run = { kind: 'report-check', repo, headSha, name: POSTMORTEM_CHECK, externalId } as const;
  return { ...run, ...words };
}

function findingsIn(
  { path: document, text }: FileFacts,
  { doubles: paths = [], beyond = [], telling }: Checked,
): readonly Finding[] {
  const copies = paths.length === 0 ? [] : [warning(1, { is: 'doubles', document, paths })];
  const [first] = beyond;
  const crowded =
    first === undefined ? [] : [failure(first.line, { is: 'no-room', rows: beyond.length })];
  return [...copies, ...unfinished(text, telling), ...crowded].toSorted((a, b) => a.line - b.line);
}

type CheckWords = Pick<
  Extract<Effect, { kind: 'report-check' }>,
  'conclusion' | 'title' | 'summary' | 'text' | 'annotations'
>;

const LONGEST_TITLE = 120;
/** GitHub takes more, fifty a request; a longer list helps nobody. */
const MOST_ANNOTATIONS = 100;
const LONGEST_MESSAGE = 2000;
/** GitHub's bound for the title of an annotation is 255. */
const LONGEST_ANNOTATION_TITLE = 200;

function withoutDocument({ incident }: Telling): CheckWords {
  const front = `incident: ${formatRepo(incident.ref.repo)}#${String(incident.ref.number)}`;
  return {
    conclusion: 'failure',
    title: 'There is no document',
    summary: markdownOf([
      paragraph(
        'No file that this branch adds says in its front matter that it is the postmortem of this incident. ',
        'It may have been deleted, or have lost the line ',
        code(front),
        ' between the dashes at its top. Put that back, and this check looks again.',
      ),
    ]),
    text: null,
    annotations: [],
  };
}

function ofDocument(
  document: FileFacts,
  findings: readonly Finding[],
  checked: Checked,
): CheckWords {
  const left = findings.filter(({ level }) => level === 'failure');
  const hints = findings.filter(({ level }) => level === 'warning');
  return {
    conclusion: left.length > 0 ? 'failure' : 'success',
    title: cut(visible(glance(findings)), LONGEST_TITLE),
    summary: fitted([
      [paragraph(strong(opening(left, hints)))],
      ...part('What is left', left, checked),
      ...part('To think about', hints, checked),
      ...(findings.length === 0 ? [] : [[paragraph(...HOW)]]),
      ...(checked.unlisted == null ? [] : [[unlistedWords(checked.unlisted, checked.telling)]]),
    ]),
    text: null,
    annotations: findings
      .slice(0, MOST_ANNOTATIONS)
      .map((finding) => annotationOf(finding, document.path)),
  };
}

function opening(left: readonly Finding[], hints: readonly Finding[]): string {
  const think =
    hints.length === 0
      ? ''
      : ` ${countOf(hints.length, 'hint')} to think about; nothing depends on them.`;
  if (left.length === 0) return `The postmortem is complete.${think}`;
  return `This postmortem is not complete yet.${think}`;
}

const HOW: readonly Words[] = [
  'Edit the file in this pull request: every line above leads to its place. Answer a question there or below it. “None” is an answer; what does not apply can be deleted, and not every incident has five whys.',
];

type Unlisted = 'unreadable' | 'approved';

/** Nothing depends on it, so it is no finding. */
function unlistedWords(why: Unlisted, { policy }: Telling): ReturnType<typeof paragraph> {
  const index = phrasing('The index ', code(indexPath(policy)));
  if (why === 'unreadable') {
    return paragraph(index, ' is not written as UTF-8, so this postmortem is not put into it.');
  }
  return paragraph(
    index,
    ' does not name this postmortem: there was no room for its lines while nobody had approved, and a commit now could take the approval away. The next postmortem brings them.',
  );
}

const MOST_LISTED = 60;

function part(
  title: string,
  findings: readonly Finding[],
  checked: Checked,
): readonly (readonly (ReturnType<typeof headline> | ReturnType<typeof bullets>)[])[] {
  if (findings.length === 0) return [];
  const lines = findings.slice(0, MOST_LISTED).map((finding) => lineWords(finding, checked));
  const more = findings.length - lines.length;
  return [
    [headline(title), bullets([...lines, ...(more > 0 ? [`and ${String(more)} more`] : [])])],
  ];
}

/** Of a question only the question: what to do with one is said once, below the list. */
function lineWords({ line, what }: Finding, checked: Checked): Words {
  const place = phrasing(lineLink(line, checked), ': ');
  if (what.is === 'question' || what.is === 'why') {
    const section = what.is === 'why' ? 'Whys' : what.section;
    const where = section === '' ? [] : phrasing(strong(safe(section, 80)), ': ');
    return phrasing(place, where, safe(what.question));
  }
  const { title, message } = lackWords(what);
  return phrasing(
    place,
    strong(safe(title, LONGEST_ANNOTATION_TITLE)),
    '. ',
    safeSentence(message, LONGEST_MESSAGE),
  );
}

/** To the line of the file as this commit has it. */
function lineLink(line: number, { document, telling, headSha, repo }: Checked): Words {
  const name = `Line ${String(line)}`;
  const [host] = /^https?:\/\/[^/]+/.exec(telling.incident.url) ?? [];
  if (host === undefined || document === null) return name;
  const path = document.path.split('/').map(encodeURIComponent).join('/');
  const place = `${formatRepo(repo)}/blob/${headSha}/${path}?plain=1#L${String(line)}`;
  return safeLink(`${host}/${place}`, name);
}

function annotationOf({ line, level, what }: Finding, path: string): CheckAnnotation {
  const { title, message } = lackWords(what);
  return {
    path,
    line,
    level,
    title: cut(visible(title), LONGEST_ANNOTATION_TITLE),
    message: cut(visible(message), LONGEST_MESSAGE),
  };
}
