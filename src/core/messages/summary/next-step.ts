import { wantsCause } from '../../incident/cause-question.ts';
import type { Incident } from '../../incident/incident.ts';
import { code, phrasing, type Words } from '../../markdown/build.ts';
import { safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import { formatTeam } from '../../policy/services.ts';
import { publishWords } from '../closing.ts';
import { roleName } from '../timeline-entries.ts';
import { AGREE, teamWithoutItem } from './dont-repeat-section.ts';
import { openItems } from './item-rows.ts';
import { clock, type View } from './view.ts';

/**
 * The one thing to do now, with the line to write. In this order: somebody takes it on, somebody leads,
 * the waiting are told, the damage stops, the cause goes, the follow-up is done.
 */
export function nextStep(view: View): Words {
  const { incident } = view;
  if (incident.confirmed === null && incident.status.is !== 'closed') {
    return say('Look whether it is real, then ', '/ack', ', or ', '/false-alarm reason');
  }
  switch (incident.status.is) {
    case 'declared':
      return say('Whoever takes it says ', '/ack');
    case 'acknowledged':
    case 'mitigated':
      return whileWorking(view, incident.status.is);
    case 'resolved':
      return afterwards(view);
    case 'closed':
      return afterClosing(view);
  }
}

function whileWorking(view: View, status: 'acknowledged' | 'mitigated'): Words {
  const { incident, due, now } = view;
  const isLate = (at: typeof due.updateBy): boolean => at !== null && now >= at;
  const [role] = openRoles(incident);
  if (role !== undefined && role === incident.severity.inForce.roles[0]) return take(role, view);
  if (isLate(due.updateBy)) {
    return say('Tell those who wait where it stands: ', '/update what is known, what happens next');
  }
  if (isLate(due.reassessBy)) {
    const { id, name } = incident.severity.inForce;
    const still = `Is it still ${safeString(name, 40)}? Say so, or what it is now: `;
    return phrasing(still, safeCode(`/severity ${id}`));
  }
  if (role !== undefined) return take(role, view);
  if (status === 'mitigated') {
    return (
      agree(view) ?? say('Fix the cause, tested like any change; then ', '/resolved what was done')
    );
  }
  if (incident.services.length === 0) return nameService(view);
  return say(
    'Stop the damage first: roll back, switch off or fail over; then ',
    '/mitigated what helped',
  );
}

/** Merges are held, or will be, and nobody has said yet what would end that. */
function agree(view: View): Words | null {
  const team = teamWithoutItem(view);
  return team === undefined
    ? null
    : phrasing(
        `Agree what keeps it from happening again, for ${safeString(formatTeam(team.team), 150)}: `,
        code(AGREE),
      );
}

function afterClosing(view: View): Words {
  const { incident, obligation } = view;
  const { status } = incident;
  const isReal = status.is !== 'closed' || status.because.why === 'done';
  if (obligation !== null) {
    return agree(view) ?? "Finish the don't-repeat items: they hold merges until they are done";
  }
  const left = isReal ? (finish(view) ?? publish(view)) : null;
  return left ?? say('Nothing. If it comes back: ', '/reopen reason');
}

function afterwards(view: View): Words {
  const { incident, closesAt } = view;
  const unagreed = agree(view);
  if (unagreed !== null) return unagreed;
  if (wantsCause(incident, view.policy)) return sayCause(view);
  const left = finish(view) ?? publish(view);
  if (left !== null) return left;
  const when = closesAt === null ? '' : ` ${clock(view, closesAt)}`;
  return say(`Nothing: it closes by itself${when}. If it comes back: `, '/reopen reason');
}

function finish(view: View): Words | null {
  const open = openItems(view).length;
  if (open === 0) return null;
  return open === 1 ? 'Finish the action item' : `Finish the ${String(open)} action items`;
}

function publish({ incident: { postmortem, ref }, now }: View): Words | null {
  if (postmortem.is !== 'due') return null;
  const { pull, by } = postmortem;
  const fresh = by !== null && now >= by ? '' : ', while it is fresh';
  return pull?.state === 'open'
    ? phrasing('Review and merge the postmortem: ', safeLink(pull.url, 'pull request'))
    : phrasing(`The postmortem${fresh}: `, publishWords(ref));
}

/** The first words of the policy; the comment that asks has them all. */
function sayCause({ policy }: View): Words {
  const { causes } = policy.taxonomy;
  const [first = '', ...others] = causes.slice(0, 8);
  const more = causes.length > 8 ? ' …' : '';
  const or = others.length === 0 ? '' : ` (or ${others.join(', ')}${more})`;
  return phrasing('Say what broke, while it is fresh: ', safeCode(`/cause ${first}`), or);
}

function openRoles(incident: Incident): readonly string[] {
  return incident.severity.inForce.roles.filter((role) => !incident.roles.has(role));
}

function take(role: string, { policy }: View): Words {
  const name = safeString(roleName(role, policy), 60);
  return phrasing(`${name} is open. Take it: `, safeCode(`/${role} me`));
}

function nameService({ policy }: View): Words {
  const [first] = policy.services;
  return first === undefined
    ? say('Stop the damage first; then ', '/mitigated what helped')
    : phrasing(
        'Say what is affected, so that its owners are called: ',
        safeCode(`/service ${first.id}`),
      );
}

/** Words and commands in turn. */
function say(...parts: readonly string[]): Words {
  return parts.map((part, index) => (index % 2 === 0 ? { type: 'text', value: part } : code(part)));
}
