/** The text of an incident that the app opens for somebody: the form's own headings, so that one parser reads both. */
import { formatIssue, formatRepo, type IssueRef } from '../ids.ts';
import { FORM_LABELS } from '../incident/form-labels.ts';
import { link, markdownOf, paragraph } from '../markdown/build.ts';
import { safe, safeCode, safeString } from '../markdown/safe.ts';
import type { RootContent } from 'mdast';

export interface DeclaredFields {
  readonly description?: string | null;
  readonly services?: readonly string[] | null;
  readonly severity?: string | null;
  readonly users?: number | null;
  readonly customers?: number | null;
  readonly cost?: number | null;
  readonly startedAt?: string | null;
  readonly detectedAt?: string | null;
}

export interface DeclaredFrom {
  /** Who asked: a login. */
  readonly by: string;
  /** The issue or pull request in which the command stood; null for an alarm. */
  readonly thread: { readonly ref: IssueRef; readonly url: string } | null;
}

/** Whatever people or monitors wrote is dead text here: no mention, no marker, no heading of the form. */
export function incidentIssueBody(from: DeclaredFrom, fields: DeclaredFields = {}): string {
  const values: Readonly<Record<keyof typeof FORM_LABELS, string>> = {
    happening: markdownOf([...described(fields.description), told(from)]).trim(),
    services: serviceList(fields.services ?? []),
    users: percent(fields.users),
    customers: percent(fields.customers),
    cost: percent(fields.cost),
    severity: plain(fields.severity) ?? 'Not sure',
    started: plain(fields.startedAt) ?? BLANK,
    detected: plain(fields.detectedAt) ?? BLANK,
    how: from.thread === null ? 'An alarm' : BLANK,
    sla: 'Not sure',
    drill: '- [ ] This is a drill',
  };
  return formText(values);
}

/** The form's headings with these values below them, each Markdown already. */
export function formText(values: Readonly<Record<keyof typeof FORM_LABELS, string>>): string {
  return LABELS.map(([field, label]) => `### ${label}\n\n${values[field]}`).join('\n\n');
}

/** What is dead text takes more room than what it was: words are left out until GitHub takes the title. */
export function incidentIssueTitle(title: string): string {
  const fits = [200, 150, 100].map((longest) => safeString(title, longest));
  return fits.find(({ length }) => length <= LONGEST_TITLE) ?? safeString(title, 60);
}

/** Where what it was declared from has a title that not everybody here may read. */
export function titleOfRestricted(from: IssueRef): string {
  return `Incident declared from ${formatRepo(from.repo)}`;
}

const LABELS = Object.entries(FORM_LABELS) as readonly (readonly [
  keyof typeof FORM_LABELS,
  string,
])[];

/** As GitHub writes a field that was left empty. */
export const BLANK = '_No response_';
/** GitHub's. */
const LONGEST_TITLE = 256;
/** Of the 65,536 characters of an issue's text, what the description takes once it is dead text. */
const LONGEST_DESCRIPTION = 40_000;
const MOST_LINES = 60;
const LONGEST_LINE = 500;
const MOST_SERVICES = 50;

function described(description: string | null | undefined): readonly RootContent[] {
  const lines = (description ?? '').slice(0, 20_000).split(/\r\n|\r|\n/);
  const shown: RootContent[] = [];
  let room = LONGEST_DESCRIPTION;
  for (const line of lines.filter((one) => one.trim() !== '').slice(0, MOST_LINES)) {
    const words = paragraph(safe(line, LONGEST_LINE));
    room -= markdownOf([words]).length + 2;
    if (room < 0) break;
    shown.push(words);
  }
  return shown;
}

function told({ by, thread }: DeclaredFrom): RootContent {
  return thread === null
    ? paragraph('Declared by an alarm, with the token of ', safe(by), '.')
    : paragraph('Declared by ', safe(by), ' from ', link(thread.url, formatIssue(thread.ref)), '.');
}

/** One a line, as the form has them. */
export function serviceList(services: readonly string[]): string {
  const named = services.map((service) => service.trim()).filter((service) => service !== '');
  if (named.length === 0) return BLANK;
  return markdownOf(named.slice(0, MOST_SERVICES).map((name) => paragraph(safeCode(name, 100))))
    .replaceAll('\n\n', '\n')
    .trim();
}

function percent(value: number | null | undefined): string {
  return value == null ? BLANK : String(Math.round(value * 100) / 100);
}

/** A date, a time, the name of a severity: nothing else is needed of a field that a parser reads. */
function plain(value: string | null | undefined): string | undefined {
  const kept = (value ?? '').replace(/[^\p{L}\p{N} :.,+/_-]/gu, '').slice(0, 60);
  return kept.trim() === '' ? undefined : kept.trim();
}
