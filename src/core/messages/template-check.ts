/** What the check `norepeat/policy` says of templates of postmortems. */
import type { CheckAnnotation } from '../effects.ts';
import { formatRepo, type RepoRef } from '../ids.ts';
import { bullets, code, markdownOf, paragraph, phrasing, type Words } from '../markdown/build.ts';
import { safe, safeCode } from '../markdown/safe.ts';
import type { TemplateProblem } from '../postmortem/template.ts';
import type { CheckWords } from './policy.ts';

/** A template as one commit has it. */
export interface CheckedTemplate {
  readonly path: string;
  readonly problems: readonly TemplateProblem[];
}

/** A template that the policy names and that is not there. */
export interface MissingTemplate {
  readonly path: string;
  /** Ids of those that name it. */
  readonly severities: readonly string[];
  /** Where it is missing, on the default branch; null: on the commit that is checked. */
  readonly home: RepoRef | null;
  /** Where the policy names it, if that is in the commit that is checked. */
  readonly named: { readonly path: string; readonly line: number } | null;
}

/** One annotation a problem, on its line; a file that is missing has one where the policy is there that names it. */
export function templateVerdict(
  templates: readonly CheckedTemplate[],
  missing: readonly MissingTemplate[] = [],
): CheckWords {
  const found = templates.flatMap(({ path, problems }) =>
    problems.map((one) => ({ path, ...one })),
  );
  const names = templates.map(({ path }) => path).join(', ');
  if (found.length + missing.length === 0) {
    const summary = markdownOf([paragraph(safeCode(names, 300), ' can be read.')]);
    return { conclusion: 'success', title: 'Valid', summary, text: null, annotations: [] };
  }
  return {
    conclusion: 'failure',
    title: titleOf(found.length, missing.length),
    summary: markdownOf([
      paragraph(
        'As long as this is so, postmortems are made of the template that comes with Norepeat, with a note at their top. What a template can hold is in the README of Norepeat, under ',
        code('Postmortems'),
        '.',
      ),
    ]),
    text: markdownOf([
      bullets(
        [
          ...missing.map(missingWords),
          ...found.map((one) =>
            phrasing(safeCode(`${one.path}:${String(one.line)}`, 200), ' ', safe(lineOf(one), 600)),
          ),
        ].slice(0, MOST_LISTED),
      ),
    ]),
    annotations: [
      ...missing.flatMap(annotationOf),
      ...found.map(({ path, line, ...one }) => annotation(path, line, lineOf(one))),
    ].slice(0, MOST_ANNOTATIONS),
  };
}

/** The words of one run: what is to be mended first, whether it is the policy or a template. */
export function policyAndTemplates(policy: CheckWords, templates: CheckWords): CheckWords {
  const both = policy.conclusion === 'failure' ? [policy, templates] : [templates, policy];
  const failing = both.filter(({ conclusion }) => conclusion === 'failure');
  const texts = both.flatMap(({ text }) => text ?? []);
  return {
    conclusion: failing.length > 0 ? 'failure' : policy.conclusion,
    title: (failing.length > 0 ? failing : both).map(({ title }) => title).join('; '),
    summary: both.map(({ summary }) => summary).join('\n\n'),
    text: texts.length === 0 ? null : texts.join('\n\n'),
    annotations: both.flatMap(({ annotations }) => annotations),
  };
}

/** GitHub takes so many with one request. */
const MOST_ANNOTATIONS = 50;
const MOST_LISTED = 100;

function titleOf(problems: number, missing: number): string {
  const many = problems === 1 ? '1 problem' : `${String(problems)} problems`;
  const broken = `${many} in a template of postmortems`;
  if (missing === 0) return broken;
  const gone =
    missing === 1
      ? '1 template of postmortems is missing'
      : `${String(missing)} templates of postmortems are missing`;
  return problems === 0 ? gone : `${gone}, ${broken}`;
}

function annotation(path: string, line: number, message: string): CheckAnnotation {
  return { path, line, level: 'failure', title: 'Template', message };
}

function annotationOf({ path, home, named }: MissingTemplate): readonly CheckAnnotation[] {
  if (named === null) return [];
  const where = home === null ? 'there' : `on the default branch of ${formatRepo(home)}`;
  return [annotation(named.path, named.line, `${path} is not ${where}. ${INSTEAD}`)];
}

const INSTEAD =
  'Add it, or write here `full`, `short` or the path of a Markdown file below `.github/` that is there.';

function missingWords({ path, severities, home }: MissingTemplate): Words {
  return phrasing(
    safeCode(path, 200),
    ' is not ',
    ...(home === null ? ['there'] : ['on the default branch of ', safeCode(formatRepo(home), 200)]),
    '. ',
    code('postmortem_template'),
    ` in the policy names it for ${severities.length === 1 ? 'the severity' : 'the severities'} `,
    ...severities.flatMap((id, at) => [at === 0 ? '' : ', ', safeCode(id, 60)]),
    '. Until the file is there, the template that comes with Norepeat is used. To have another one, name ',
    code('full'),
    ', ',
    code('short'),
    ', or the path of a Markdown file below ',
    code('.github/'),
    ' that is there.',
  );
}

function lineOf({ found, expected, nearest }: Omit<TemplateProblem, 'line'>): string {
  const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return `Found ${found}, expected ${expected}.${meant}`;
}
