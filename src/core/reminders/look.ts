import type { IncidentFacts } from '../incident/facts.ts';
import type { Instant } from '../time.ts';
import { clocksOf, type Reminding } from './clocks-of.ts';
import { dueReminders, type Reminder } from './due.ts';
import { remindersSeen } from './marker.ts';

/** What an incident's clocks ask for at a moment, by the ledger and by what is seen on GitHub. */
export function remindersAt(
  about: Reminding & { readonly facts: IncidentFacts },
  now: Instant,
): { readonly due: readonly Reminder[]; readonly next: Instant | null } {
  // The ledger knows best when; of what it does not know yet, the comment itself tells.
  const reminded = [...about.ledger, ...remindersSeen(about.facts)];
  return dueReminders(clocksOf(about), reminded, now, about.policy);
}
