import { addDuration } from '../../calendar.ts';
import { joined, type Words } from '../../markdown/build.ts';
import { safeLink } from '../../markdown/safe.ts';
import { heldTeams } from './dont-repeat-section.ts';
import { itemRows, openItems } from './item-rows.ts';
import { dueWords, nameOf, type View } from './view.ts';

const MOST_NAMED = 4;

/** Everything that must still happen before the incident is over. */
export function holdsOpen(view: View): Words {
  const { status, confirmed } = view.incident;
  if (status.is === 'closed') {
    const held = heldTeams(view);
    return held.length === 0 ? 'Nothing' : capital(joined(held));
  }
  if (confirmed === null) return 'Waits for somebody to confirm it';
  const stage = {
    declared: ['nobody has acknowledged it yet'],
    acknowledged: ['not mitigated yet'],
    mitigated: ['not resolved yet'],
    resolved: [],
  }[status.is];
  const parts: Words[] = [...stage, ...heldTeams(view), ...items(view), ...postmortem(view)];
  return parts.length === 0 ? 'Only this issue itself' : capital(joined(parts));
}

function items(view: View): readonly Words[] {
  const open = openItems(view);
  if (open.length === 0) return [];
  const named = open
    .filter(({ restricted }) => !restricted || view.incident.restricted)
    .slice(0, MOST_NAMED)
    .map((item) => safeLink(item.url, nameOf(item.ref, view)));
  const more = open.length > named.length && named.length > 0 ? ['…'] : [];
  const total = itemRows(view).length;
  const count = `${String(open.length)} of ${String(total)} action ${total === 1 ? 'item' : 'items'} to do`;
  return named.length === 0
    ? [count]
    : [joined([`${count}: `, joined([...named, ...more], ', ')], '')];
}

/** Asked for by the policy once the incident is resolved. */
function postmortem(view: View): readonly Words[] {
  const { incident, policy } = view;
  const { postmortem: wanted, postmortemWithin } = incident.severity.inForce;
  if (incident.status.is !== 'resolved' || wanted !== 'required' || incident.drill) return [];
  if (postmortemWithin === null) return ['postmortem to write'];
  const by = addDuration(incident.status.since, postmortemWithin, policy);
  return [dueWords(view, 'postmortem', by)];
}

function capital(words: Words): Words {
  if (typeof words === 'string' || 'type' in words) return words;
  const [first, ...rest] = words;
  if (first?.type !== 'text') return words;
  return [{ ...first, value: first.value.charAt(0).toUpperCase() + first.value.slice(1) }, ...rest];
}
