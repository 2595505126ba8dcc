/** What stands at the top of a postmortem that could not be made of the team's template. */
import { code, markdownOf, paragraph, phrasing } from '../../markdown/build.ts';
import { safeCode } from '../../markdown/safe.ts';

export type TemplateTrouble =
  /** The policy names it, and it is not on the default branch. */
  | { readonly is: 'missing'; readonly path: string }
  | {
      readonly is: 'broken';
      readonly path: string;
      readonly line: number;
      readonly problems: number;
    };

/** Why another template was used, and what to do; people delete it when they have read it. */
export function templateNotice(trouble: TemplateTrouble): string {
  const path = safeCode(trouble.path, 150);
  const reason =
    trouble.is === 'missing'
      ? phrasing('The policy names the template ', path, ', and it is not on the default branch.')
      : phrasing(
          'The template ',
          path,
          ' has markers that cannot be read, the first',
          trouble.problems > 1 ? ` of ${String(trouble.problems)}` : '',
          ` in line ${String(trouble.line)}. The check `,
          code('norepeat/policy'),
          ' says what is wrong.',
        );
  const note = paragraph(
    ...reason,
    ' So this document is made of the template that comes with Norepeat. Take this note out when you have read it.',
  );
  return markdownOf([{ type: 'blockquote', children: [note] }]);
}
