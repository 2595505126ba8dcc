import type { RootContent } from 'mdast';
import type { Incident } from '../incident/incident.ts';
import { code, joined, markdownOf, paragraph, strong, type Words } from '../markdown/build.ts';
import { safeCode } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';

const MOST_WORDS = 30;

/** What broke, and where: asked when it is resolved, with the lines to write. */
export function causeQuestion(incident: Incident, { taxonomy }: Policy): string {
  const { causes, components } = taxonomy;
  const where: readonly RootContent[] =
    components.length === 0 || incident.components.length > 0
      ? []
      : [paragraph('And where: ', lines('component', components))];
  return markdownOf([
    paragraph(strong('What broke?'), ' One of these lines, or several: ', lines('cause', causes)),
    ...where,
    paragraph(
      'Labels do as well (',
      safeCode(`cause:${causes[0] ?? ''}`),
      '), and ',
      safeCode(`/cause -${causes[0] ?? ''}`),
      ' takes one back. Nothing waits for this; it lets the next incident like it find this one.',
    ),
  ]);
}

function lines(kind: 'cause' | 'component', words: readonly string[]): Words {
  const shown = words.slice(0, MOST_WORDS).map((word) => code(`/${kind} ${word}`));
  const left = words.length - shown.length;
  return joined([...shown, ...(left > 0 ? [`and ${String(left)} more in the policy`] : [])]);
}
