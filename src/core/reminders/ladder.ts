import { teamKey } from '../followup/dont-repeat.ts';
import type { Mention } from './clock.ts';
import type { Reminder } from './due.ts';

/**
 * Whom reminders call, everybody once. Each calls whoever it concerns; from the second one after it was due
 * also the team that owns it, from the third also the commander. Where it concerns nobody in particular,
 * the team at once.
 */
export function calledBy(
  reminders: readonly Pick<Reminder, 'clock' | 'point'>[],
): readonly Mention[] {
  return once(
    reminders.flatMap(({ clock, point: { overdue } }) => {
      const { first, owners, commander } = clock.people;
      return [
        ...(first.length > 0 ? first : owners),
        ...(overdue >= 2 ? owners : []),
        ...(overdue >= 3 ? commander : []),
      ];
    }),
  );
}

function once(mentions: readonly Mention[]): readonly Mention[] {
  return [...new Map(mentions.map((one) => [keyOf(one), one])).values()];
}

function keyOf(mention: Mention): string {
  return mention.kind === 'team' ? teamKey(mention.team) : mention.login.toLowerCase();
}
