/** Which template a postmortem is made of: the team's, or one that comes with the app. */
import type { Incident } from '../incident/incident.ts';
import type { Policy } from '../policy/policy.ts';
import { severityRank } from '../policy/severities.ts';

/** The texts of `templates/postmortem.md` and `templates/postmortem-short.md`. */
export interface BuiltInTemplates {
  readonly full: string;
  readonly short: string;
}

/** The file that takes the place of the built-in templates where the policy names none. */
export const TEAM_TEMPLATE = '.github/postmortem.md';

export interface TemplateChoice {
  /** Where the team's template is looked for, on the default branch. */
  readonly path: string;
  /** The policy names that file, so that somebody is to know when it is not there. */
  readonly named: boolean;
  /** What is used where there is none, or where it is broken. */
  readonly builtIn: keyof BuiltInTemplates;
}

/** By the severity by which the follow-up is taken: the full one for the two most severe, unless the policy says otherwise. */
export function templateChoice(
  { followUp }: Pick<Incident, 'followUp'>,
  policy: Policy,
): TemplateChoice {
  const { id, postmortemTemplate: wanted } = followUp.severity;
  const usual = severityRank(policy, id) < 2 ? 'full' : 'short';
  if (wanted === null) return { path: TEAM_TEMPLATE, named: false, builtIn: usual };
  if (wanted === 'full' || wanted === 'short') {
    return { path: TEAM_TEMPLATE, named: false, builtIn: wanted };
  }
  return { path: wanted, named: true, builtIn: usual };
}
