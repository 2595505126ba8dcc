import type { RootContent } from 'mdast';
import type { CheckAction, VerdictRun } from '../../effects.ts';
import { AGAIN, WAIVER } from '../../gate/actions.ts';
import type { Decision, Undecided } from '../../gate/decision.ts';
import type { CommitFacts } from '../../gate/facts.ts';
import { verdictId } from '../../gate/verdict-id.ts';
import { paragraph, strong } from '../../markdown/build.ts';
import { cut } from '../../markdown/characters.ts';
import type { Policy } from '../../policy/policy.ts';
import { firstSentence, UNDECIDED_TITLE, undecidedSentence, verdictTitle } from './first-words.ts';
import { fitted } from './fitted.ts';
import { headline } from './headline.ts';
import { ownersPart } from './owners-part.ts';
import type { Page } from './view.ts';
import { violationPart } from './violation-parts.ts';
import { waysOut } from './ways-out.ts';

/** The check that branches require. */
export const GATE_CHECK = 'norepeat/gate';

/**
 * A decision as the check run that tells people of it: why in one sentence, what to do, what was examined.
 * `commit` is what was judged; null where nothing was read. The same decision gives the same run.
 */
export function verdictRun(
  decision: Decision,
  about: {
    readonly headSha: string;
    readonly commit: CommitFacts | null;
    readonly policy: Policy;
  },
): VerdictRun {
  const page: Page = { decision, ...about };
  const title = cut(verdictTitle(page).replace(DEAD, ''), LONGEST_TITLE);
  const summary = fitted([[paragraph(strong(firstSentence(page)))], ...toDo(page)]);
  const parts = examined(page);
  const text = parts.length === 0 ? null : fitted(parts);
  const { conclusion } = decision;
  const actions = actionsOf(decision);
  const externalId = verdictId({ conclusion, title, summary, text, actions });
  const { headSha } = about;
  return { headSha, name: GATE_CHECK, externalId, conclusion, title, summary, text, actions };
}

/** The same page where not even the policy could be read. */
export function undecidedRun(because: Undecided, headSha: string): VerdictRun {
  const said = {
    conclusion: 'failure',
    title: UNDECIDED_TITLE,
    summary: fitted([[paragraph(strong(undecidedSentence(because, null)))]]),
    text: null,
    actions: [CHECK_AGAIN],
  } as const;
  return { headSha, name: GATE_CHECK, externalId: verdictId(said), ...said };
}

const LONGEST_TITLE = 120;
/** What makes a name dead in Markdown; a title is plain text, in which nothing is live. */
const DEAD = /\u200b/g;
const MOST_VIOLATIONS = 50;

function toDo(page: Page): readonly (readonly RootContent[])[] {
  if (page.decision.settledBy.rule !== 'held') return [];
  const title = page.decision.conclusion === 'failure' ? 'What to do' : 'What there would be to do';
  return [[headline(title)], ...waysOut(page)];
}

function examined(page: Page): readonly (readonly RootContent[])[] {
  return page.decision.cases.flatMap((one) => {
    const here: Page = { ...page, headSha: one.headSha };
    const violations = one.violations.slice(0, MOST_VIOLATIONS);
    const rest = one.violations.length - violations.length;
    return [
      ...(violations.length === 0 ? [] : [[headline('What is owed')]]),
      ...violations.map((violation) => violationPart(violation, here)),
      ...(rest > 0 ? [[paragraph(`and ${String(rest)} more`)]] : []),
      [headline('What was examined'), ...ownersPart(one, here)],
    ];
  });
}

function actionsOf(decision: Decision): readonly CheckAction[] {
  if (decision.conclusion === 'success') return [];
  const waiver = decision.settledBy.rule === 'held' && decision.conclusion === 'failure';
  return waiver ? [CHECK_AGAIN, ASK_FOR_A_WAIVER] : [CHECK_AGAIN];
}

const CHECK_AGAIN: CheckAction = {
  label: 'Check again',
  description: 'Judges this commit again, now',
  identifier: AGAIN,
};

const ASK_FOR_A_WAIVER: CheckAction = {
  label: 'Ask for a waiver',
  description: 'Shows the command, ready to complete',
  identifier: WAIVER,
};
