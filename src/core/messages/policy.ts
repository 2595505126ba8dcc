/** Everything the app says about a policy file: on its commit, in an issue, on the command line. */
import type { List, RootContent } from 'mdast';
import type { CheckAnnotation } from '../effects.ts';
import { formatRepo } from '../ids.ts';
import type { RepoRef } from '../ids.ts';
import { bullets, code, html, markdownOf, paragraph, phrasing } from '../markdown/build.ts';
import type { Words } from '../markdown/build.ts';
import { safe, safeCode } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyNote, PolicyProblem } from '../policy/problem.ts';

export const POLICY_CHECK = 'norepeat/policy';

/** What the whole team should know about its policy. */
export type PolicyTrouble =
  | {
      readonly kind: 'invalid';
      readonly repo: RepoRef;
      readonly path: string;
      readonly problems: readonly PolicyProblem[];
      /** An earlier version is in force meanwhile. */
      readonly inForce: boolean;
    }
  | { readonly kind: 'missing'; readonly repo: RepoRef; readonly path: string };

export interface CheckWords {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly text: string | null;
  readonly annotations: readonly CheckAnnotation[];
}

/** `.github/norepeat.yml:12:3`, the way editors open a place. */
export function policyPlace(at: PolicyProblem | PolicyNote): string {
  return `${at.file}:${String(at.line)}:${String(at.column)}`;
}

/** One line of plain text: `incidents.scale: found "sevv", expected one of sev, priority. Did you mean sev?` */
export function policyProblemLine(problem: PolicyProblem): string {
  const where = problem.keyPath === '' ? '' : `${problem.keyPath}: `;
  const meant = problem.nearest === undefined ? '' : ` Did you mean ${problem.nearest}?`;
  return `${where}found ${problem.found}, expected ${problem.expected}.${meant}`;
}

/** One line of plain text. */
export function policyNoteLine(note: PolicyNote): string {
  return note.keyPath === '' ? note.note : `${note.keyPath}: ${note.note}`;
}

/** One line of plain text about a valid policy. */
export function policySummaryLine(file: string, policy: Policy): string {
  const names = policy.severities.map((severity) => severity.name).join(', ');
  const services = policy.services.length;
  const home = formatRepo(policy.incidentRepository);
  return `${file} is valid: severities ${names}; ${countOf(services, 'service')}; incidents in ${home}.`;
}

/** The check `norepeat/policy`: one annotation a problem or note, on its line. */
export function policyVerdict(
  parsed:
    | { readonly kind: 'valid'; readonly notes: readonly PolicyNote[] }
    | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] },
  path: string,
): CheckWords {
  if (parsed.kind === 'invalid') {
    const { problems } = parsed;
    return {
      conclusion: 'failure',
      title: countOf(problems.length, 'problem'),
      summary: markdownOf([
        paragraph(
          code(path),
          ' is not valid, so it changes nothing: the last valid policy stays in force.',
        ),
      ]),
      text: markdownOf([problemList(problems)]),
      annotations: problems.slice(0, MOST_ANNOTATIONS).map((problem) => ({
        path: problem.file,
        line: problem.line,
        level: 'failure',
        title: short(problem.keyPath === '' ? 'Policy' : problem.keyPath),
        message: policyProblemLine(problem),
      })),
    };
  }
  const { notes } = parsed;
  return {
    conclusion: 'success',
    title: notes.length === 0 ? 'Valid' : `Valid, with ${countOf(notes.length, 'note')}`,
    summary: markdownOf([paragraph(code(path), ' is valid.')]),
    text: notes.length === 0 ? null : markdownOf([noteList(notes)]),
    annotations: notes.slice(0, MOST_ANNOTATIONS).map((note) => ({
      path: note.file,
      line: note.line,
      level: 'notice',
      title: short(note.keyPath === '' ? 'Policy' : note.keyPath),
      message: note.note,
    })),
  };
}

/** The check of a pull request that deletes the file. */
export function policyDeleted(path: string): CheckWords {
  return {
    conclusion: 'failure',
    title: 'The policy would be gone',
    summary: markdownOf([
      paragraph(
        'This pull request deletes ',
        code(path),
        '. A policy that is gone stays in force as it was last seen, and an issue asks for it back. ',
        'To stop using Norepeat, take its app out of the repository instead.',
      ),
    ]),
    text: null,
    annotations: [],
  };
}

/** The one issue about a policy that is broken or gone. `marker` is its first line. */
export function policyTroubleIssue(
  trouble: PolicyTrouble,
  marker: string,
): { readonly title: string; readonly body: string } {
  const where = formatRepo(trouble.repo);
  const title =
    trouble.kind === 'invalid'
      ? `The Norepeat policy in ${where} is not valid`
      : `The Norepeat policy in ${where} is gone`;
  const end = paragraph('Norepeat closes this issue when a valid policy is back.');
  return { title, body: markdownOf([html(marker), ...explained(trouble), end]) };
}

/** A comment in that issue, kept current when the trouble changes. */
export function policyTroubleNow(trouble: PolicyTrouble): {
  readonly marker: string;
  readonly body: string;
} {
  return { marker: NOW, body: markdownOf([html(NOW), ...explained(trouble)]) };
}

/** The comment with which that issue is closed. */
export function policyMended(repo: RepoRef): { readonly marker: string; readonly body: string } {
  const thanks = paragraph(
    'The policy in ',
    code(formatRepo(repo)),
    ' is in order again. Thank you.',
  );
  return { marker: NOW, body: markdownOf([html(NOW), thanks]) };
}

const NOW = '<!-- norepeat:policy-now -->';

/** GitHub takes at most 50 a request; a longer list helps nobody. */
const MOST_ANNOTATIONS = 50;
const MOST_LISTED = 25;

function explained(trouble: PolicyTrouble): readonly RootContent[] {
  const file = code(trouble.path);
  const where = code(formatRepo(trouble.repo));
  if (trouble.kind === 'missing') {
    return [
      paragraph(
        file,
        ' is no longer on the default branch of ',
        where,
        ', or Norepeat may not read that repository any more. ',
        'The policy stays in force as it was last seen. ',
        'Put the file back, or give Norepeat access again.',
      ),
    ];
  }
  const meanwhile = trouble.inForce
    ? 'The last valid policy stays in force until this is mended.'
    : 'There has been no valid policy yet, so Norepeat does nothing here until this is mended.';
  return [
    paragraph(file, ' on the default branch of ', where, ' is not valid. ', meanwhile),
    problemList(trouble.problems),
  ];
}

function problemList(problems: readonly PolicyProblem[]): List {
  const items = problems.slice(0, MOST_LISTED).map(({ line, keyPath, found, expected, nearest }) =>
    phrasing(
      `Line ${String(line)}`,
      keyPath === '' ? '' : [...phrasing(', '), safeCode(keyPath)],
      ': found ',
      // A value of the file stands in quotes; anything else is a phrase of ours that may hold one.
      found.startsWith('"') ? safeCode(found) : safe(found, LONGEST_SENTENCE),
      ', expected ',
      safe(expected, LONGEST_SENTENCE),
      '.',
      nearest === undefined ? '' : phrasing(' Did you mean ', safeCode(nearest), '?'),
    ),
  );
  return bullets([...items, ...more(problems.length)]);
}

function noteList(notes: readonly PolicyNote[]): List {
  const items = notes
    .slice(0, MOST_LISTED)
    .map(({ line, keyPath, note }) =>
      phrasing(`Line ${String(line)}, `, safeCode(keyPath), ': ', safe(note, LONGEST_SENTENCE)),
    );
  return bullets([...items, ...more(notes.length)]);
}

const LONGEST_SENTENCE = 500;

function more(count: number): readonly Words[] {
  return count > MOST_LISTED ? [`and ${String(count - MOST_LISTED)} more`] : [];
}

function countOf(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function short(title: string): string {
  return title.length > 100 ? `${title.slice(0, 99)}…` : title;
}
