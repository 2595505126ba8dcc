import { bullets, code, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safeCode, safeString } from '../../markdown/safe.ts';
import type { Subject } from '../../reminders/clock.ts';
import { clockWords } from '../spans.ts';
import { roleName } from '../timeline-entries.ts';
import type { ReminderView, Saying } from './reminder.ts';

/** What is due while people are at it. */
type Response = Extract<
  Subject,
  { readonly kind: 'acknowledge' | 'roles' | 'update' | 'reassess' | 'mitigate' }
>;

/** One thing that is due, and the line to write. */
export function responseWords(about: Response, view: ReminderView): Saying {
  const { incident, policy, reminder } = view;
  const { id, name } = incident.severity.inForce;
  const severity = safeString(name, 40);
  const by = clockWords(reminder.clock.due, incident.clocks.declaredAt, policy.timeZone);
  switch (about.kind) {
    case 'acknowledge':
      return say(
        `${severity}: nobody has taken this yet.`,
        ['It was to be acknowledged by ', by, '. Whoever takes it: ', code('/ack'), '. '],
        ['Not an incident? ', code('/false-alarm reason'), '.'],
      );
    case 'roles':
      return openRoles(about.open, view);
    case 'update':
      return say(
        'How does it stand?',
        ['The next update was due by ', by, ', also without news: '],
        [code('/update what is known, what happens next'), '.'],
      );
    case 'reassess':
      return say(`Is it still ${severity}?`, [
        'Say so, or what it is now: ',
        safeCode(`/severity ${id}`),
        '.',
      ]);
    case 'mitigate':
      return say(
        `The damage was to be stopped by ${by}.`,
        ['Roll back, switch off or fail over first; the cause can wait. '],
        ['Then ', code('/mitigated what helped'), '.'],
      );
  }
}

/** One line a role. */
function openRoles(open: readonly string[], { policy }: ReminderView): Saying {
  const names = open.map((role) => safeString(roleName(role, policy), 60));
  const commands = open.slice(0, MOST_COMMANDS).map((role) => safeCode(`/${role} me`));
  const isOne = names.length === 1;
  const lead = phrasing(
    `Take ${isOne ? 'it' : 'one'}, or name somebody (`,
    code('@user'),
    ' instead of ',
    code('me'),
    '):',
  );
  return [
    phrasing(strong(`${joinedNames(names)} ${isOne ? 'is' : 'are'} open.`)),
    ...(isOne ? [paragraph(lead, ' ', ...commands)] : [paragraph(lead), bullets(commands)]),
  ];
}

const MOST_COMMANDS = 8;

function joinedNames(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function say(point: string, ...words: readonly (readonly Words[])[]): Saying {
  return [phrasing(strong(point)), paragraph(...words.flat())];
}
