/** When the postmortem of an incident is to be looked at, as far as the incident itself gives cause. */
import { formatIssue } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import { fingerprint } from '../core/ledger/fingerprint.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Looked } from './looked.ts';
import type { JobQueue } from './ports/job-queue.ts';

/**
 * After everything else that an incident's job does: its postmortem is looked at when something that it
 * shows or asks for is not as it was. Nothing is asked of GitHub.
 */
export async function markPostmortem(
  { looked, queue }: { readonly looked: Looked; readonly queue: JobQueue },
  about: {
    readonly incident: Incident;
    readonly facts: Pick<IncidentFacts, 'postmortem'>;
    readonly wholeAt: number;
    readonly ledger: Ledger;
    readonly policy: Policy;
  },
): Promise<void> {
  const { ref, postmortem } = about.incident;
  if (postmortem.is === 'not-asked' && !isBegun(about.facts)) return;
  const subject = `postmortem of ${formatIssue(ref)}`;
  const shown = fingerprint(JSON.stringify(shownIn(about)));
  if (looked.has(subject, shown)) return;
  await queue.mark([{ kind: 'postmortem', issue: ref }]);
  looked.note(subject, shown);
}

/** Of a published one only what its rows became and which items there are, each told of it; of any other everything, for there is little that it does not tell. */
function shownIn({
  incident,
  wholeAt,
  ledger,
  policy,
}: Parameters<typeof markPostmortem>[1]): unknown {
  const rows = ledger.filter(
    (entry) =>
      entry.verdict === 'row' ||
      entry.verdict === 'rows-taken' ||
      (entry.verdict === 'made' && 'row' in entry.asked) ||
      (entry.verdict === 'on-pull' && entry.said.kind === 'create-items') ||
      (entry.verdict === 'accepted' && entry.commands.some(({ kind }) => kind === 'create-items')),
  );
  if (incident.postmortem.is === 'published') {
    // An item may be seen below the incident only some time after the ledger says that it was made.
    const items = incident.actionItems.map(({ ref }) => formatIssue(ref));
    return [incident.postmortem, rows, items];
  }
  const { postmortems, timeZone } = policy;
  const roles = [...incident.roles];
  return [{ ...incident, roles }, isReadWhole(incident, wholeAt), rows, postmortems, timeZone];
}

/** Its pull request is open: where nobody asks for it any more, that is said there. */
export function isBegun({ postmortem }: Pick<IncidentFacts, 'postmortem'>): boolean {
  return postmortem?.state === 'open';
}

/**
 * Everything was read since it was asked for. What GitHub tells nobody of (hidden comments, 🚀) is in the
 * document from the beginning.
 */
export function isReadWhole(
  { postmortem, resolvedSaidAt }: Pick<Incident, 'postmortem' | 'resolvedSaidAt'>,
  wholeAt: number,
): boolean {
  const asked = postmortem.is === 'due' ? postmortem.asked : null;
  return wholeAt >= Math.max(resolvedSaidAt ?? 0, asked?.at ?? 0);
}
