/** What is said on a pull request whose postmortem nobody owes any more. */
import type { Effect } from '../../effects.ts';
import { verdictId } from '../../gate/verdict-id.ts';
import type { RepoRef } from '../../ids.ts';
import type { Incident } from '../../incident/incident.ts';
import { code, markdownOf, paragraph, strong } from '../../markdown/build.ts';
import { POSTMORTEM_CHECK } from '../../postmortem/check-name.ts';

export const UNWANTED_MARKER = '<!-- norepeat:unwanted -->';

/** `isClosed`: nobody but the app wrote in it, so the app closes it. */
export function unwantedComment(incident: Incident, isClosed: boolean): string {
  const number = `#${String(incident.ref.number)}`;
  const words = markdownOf([
    paragraph(strong('Nobody owes this postmortem any more:'), ` ${number} ${why(incident)}.`),
    isClosed
      ? paragraph(
          `Nobody has written in it, so it is closed. If there is something to learn all the same, say `,
          code('/postmortem'),
          ` in ${number}: that opens it again.`,
        )
      : paragraph(
          `Is there something to learn all the same? Then say `,
          code('/postmortem'),
          ` in ${number}, and it counts again. Otherwise close it; what is written here stays readable.`,
        ),
  ]);
  return `${UNWANTED_MARKER}\n${words}`;
}

/** In place of what is left: it stands in nobody's way, also where the check is required. */
export function unwantedCheck(
  incident: Incident,
  at: { readonly repo: RepoRef; readonly headSha: string },
): Extract<Effect, { kind: 'report-check' }> {
  const words = {
    conclusion: 'neutral',
    title: 'Nobody owes this postmortem',
    summary: markdownOf([
      paragraph(
        `#${String(incident.ref.number)} ${why(incident)}, so nothing is asked of this document. `,
        code('/postmortem'),
        ' in the incident asks for it again.',
      ),
    ]),
    text: null,
  } as const;
  const externalId = verdictId({ ...words, actions: [] });
  return {
    ...{ kind: 'report-check', ...at, name: POSTMORTEM_CHECK, externalId },
    ...words,
    annotations: [],
  };
}

function why({ status, drill, confirmed }: Incident): string {
  if (status.is === 'closed' && status.because.why === 'false-alarm') return 'was a false alarm';
  if (status.is === 'closed' && status.because.why === 'duplicate') {
    return 'is a duplicate of another incident';
  }
  if (drill) return 'is a drill';
  return confirmed === null ? 'is not confirmed' : 'has a severity that asks for none';
}
