import { joined, type Words } from '../../markdown/build.ts';
import { safeLink } from '../../markdown/safe.ts';
import { heldTeams } from './dont-repeat-section.ts';
import { itemRows, openItems } from './item-rows.ts';
import { clock, dueWords, nameOf, type View } from './view.ts';

const MOST_NAMED = 4;

/** Everything that must still happen before the incident is over; after that, what is left to do. */
export function holdsOpen(view: View): Words {
  const { status, confirmed } = view.incident;
  const left = [...heldTeams(view), ...items(view), ...postmortem(view)];
  if (status.is === 'closed') {
    const isDone = status.because.why !== 'done' || left.length === 0;
    return isDone ? 'Nothing' : capital(joined(left));
  }
  if (confirmed === null) return 'Waits for somebody to confirm it';
  const parts: Words[] = [...STAGE[status.is], ...left];
  if (parts.length > 0) return capital(joined(parts));
  return view.closesAt === null
    ? 'Only this issue itself'
    : `Nothing: it closes by itself ${clock(view, view.closesAt)}`;
}

const STAGE = {
  declared: ['nobody has acknowledged it yet'],
  acknowledged: ['not mitigated yet'],
  mitigated: ['not resolved yet'],
  resolved: [],
} as const;

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

function postmortem(view: View): readonly Words[] {
  const { postmortem: state } = view.incident;
  if (state.is !== 'due') return [];
  const { by, pull } = state;
  const what = pull?.state === 'open' ? [safeLink(pull.url, 'postmortem to merge')] : [];
  if (by === null) return what.length > 0 ? what : ['postmortem to write'];
  return [joined([...what, dueWords(view, 'postmortem', by)], ', ')];
}

function capital(words: Words): Words {
  if (typeof words === 'string' || 'type' in words) return words;
  const [first, ...rest] = words;
  if (first?.type !== 'text') return words;
  return [{ ...first, value: first.value.charAt(0).toUpperCase() + first.value.slice(1) }, ...rest];
}
