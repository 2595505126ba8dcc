import { templateNotice } from '../messages/postmortem/template-notice.ts';
import { documentPath } from './document-path.ts';
import type { FileFacts } from './facts.ts';
import type { PostmortemInput } from './plan/plan.ts';
import { templateChoice } from './template-choice.ts';
import { checkTemplate, newDocument } from './template.ts';

/**
 * The document as it is opened. A template that is broken, or that the policy names and nobody finds, is
 * replaced by a built-in one with a note at its top: the postmortem is never not opened.
 */
export function documentOf({ telling, facts, templates }: PostmortemInput): FileFacts {
  const { path, named, builtIn } = templateChoice(telling.incident, telling.policy);
  const own = facts.template;
  const problems = own === null ? [] : checkTemplate(own.text);
  const notice =
    own === null
      ? named
        ? templateNotice({ is: 'missing', path })
        : null
      : problems[0] === undefined
        ? null
        : templateNotice({
            is: 'broken',
            path: own.path,
            line: problems[0].line,
            problems: problems.length,
          });
  const isUsable = own !== null && problems.length === 0;
  const template = isUsable ? own.text : templates[builtIn];
  return {
    path: documentPath(telling, facts.taken),
    text: newDocument({ template, telling, notice }),
  };
}
