/** What the check `norepeat/policy` says of templates of postmortems. */
import type { CheckAnnotation } from '../effects.ts';
import { bullets, code, markdownOf, paragraph, phrasing } from '../markdown/build.ts';
import { safe, safeCode } from '../markdown/safe.ts';
import type { TemplateProblem } from '../postmortem/template.ts';
import type { CheckWords } from './policy.ts';

/** A template as one commit has it. */
export interface CheckedTemplate {
  readonly path: string;
  readonly problems: readonly TemplateProblem[];
}

/** One annotation a problem, on its line. */
export function templateVerdict(templates: readonly CheckedTemplate[]): CheckWords {
  const found = templates.flatMap(({ path, problems }) =>
    problems.map((one) => ({ path, ...one })),
  );
  const names = templates.map(({ path }) => path).join(', ');
  if (found.length === 0) {
    const summary = markdownOf([paragraph(safeCode(names, 300), ' can be read.')]);
    return { conclusion: 'success', title: 'Valid', summary, text: null, annotations: [] };
  }
  const many = found.length === 1 ? '1 problem' : `${String(found.length)} problems`;
  return {
    conclusion: 'failure',
    title: `${many} in a template of postmortems`,
    summary: markdownOf([
      paragraph(
        'As long as this is so, postmortems are made of the template that comes with Norepeat, with a note at their top. What a template can hold is in the README of Norepeat, under ',
        code('Postmortems'),
        '.',
      ),
    ]),
    text: markdownOf([
      bullets(
        found
          .slice(0, MOST_LISTED)
          .map((one) =>
            phrasing(safeCode(`${one.path}:${String(one.line)}`, 200), ' ', safe(lineOf(one), 600)),
          ),
      ),
    ]),
    annotations: found.slice(0, MOST_ANNOTATIONS).map((one): CheckAnnotation => ({
      path: one.path,
      line: one.line,
      level: 'failure',
      title: 'Template',
      message: lineOf(one),
    })),
  };
}

/** GitHub takes so many with one request. */
const MOST_ANNOTATIONS = 50;
const MOST_LISTED = 100;

function lineOf({ found, expected, nearest }: TemplateProblem): string {
  const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return `Found ${found}, expected ${expected}.${meant}`;
}
