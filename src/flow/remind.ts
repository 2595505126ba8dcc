import type { Obligation } from '../core/followup/obligation.ts';
import { formatIssue, sameIssue, sameRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import { reminderComment } from '../core/messages/reminders/reminder.ts';
import type { Policy } from '../core/policy/policy.ts';
import { remindedOf, type Reminder } from '../core/reminders/due.ts';
import { remindersAt } from '../core/reminders/look.ts';
import { reminderMarker } from '../core/reminders/marker.ts';
import { together, type Together } from '../core/reminders/together.ts';
import { isPermissionMissing } from './faults.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { InstalledRepositories } from './ports/issue-lists.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { Performer } from './ports/performer.ts';

export interface RemindingDeps {
  readonly ledgers: Pick<LedgerKeeper, 'save'>;
  readonly performer: Pick<Performer, 'perform'>;
  readonly installed: InstalledRepositories;
  readonly clock: GitHubClock;
}

export interface Remindable {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly obligation: Obligation | null;
  readonly policy: Policy;
}

/**
 * Writes the reminders that are due, those in the same place as one comment, and those of each comment into
 * the ledger before the next: the comment first, so that none is noted that nobody got; those that are there
 * already, because the program stopped in between, are found by their markers. What GitHub lets the app
 * write nowhere else is said in the incident. Returns the ledger as it is then.
 */
export async function remind(deps: RemindingDeps, about: Remindable): Promise<Ledger> {
  const { due } = remindersAt(about, deps.clock.now());
  if (due.length === 0) return about.ledger;
  const { ref: home } = about.facts;
  let ledger = about.ledger;
  const say = async (one: Together): Promise<void> => {
    await write(deps, one, about);
    const at = deps.clock.now();
    ledger = mergeLedgers(
      ledger,
      one.reminders.map((reminder) => remindedOf(reminder, at)),
    );
    await deps.ledgers.save(home, ledger);
  };
  const placeOf = await places(deps, due, about);
  const unwritten: Reminder[] = [];
  for (const one of together(due, placeOf)) {
    try {
      await say(one);
    } catch (error) {
      // An archived repository, or a locked issue.
      if (!isPermissionMissing(error) || sameIssue(one.place, home)) throw error;
      unwritten.push(...one.reminders);
    }
  }
  for (const one of together(unwritten, () => home)) await say(one);
  return ledger;
}

async function write(
  deps: RemindingDeps,
  { reminders, place }: Together,
  { incident, policy, facts }: Remindable,
): Promise<void> {
  const effect = {
    kind: 'keep-comment',
    issue: place,
    // Enough to know it by: no other comment begins with it.
    marker: reminderMarker(reminders[0]),
    existing: null,
    body: reminderComment({ reminders, incident, policy, place }),
  } as const;
  try {
    // What was just read is the incident: what it does not show is not there.
    await deps.performer.perform(effect, { justRead: sameIssue(place, facts.ref) });
  } catch (cause) {
    throw new Error(`a reminder on ${formatIssue(place)} failed`, { cause });
  }
}

/** Where the work is, and in the incident where the app cannot write there. */
async function places(
  { installed }: RemindingDeps,
  due: readonly Reminder[],
  { facts }: Remindable,
): Promise<(reminder: Reminder) => IssueRef> {
  const isHome = (repo: RepoRef): boolean => sameRepo(repo, facts.ref.repo);
  const leaves = due.some(({ clock }) => !isHome(clock.place.repo));
  const visible = leaves ? await installed.repositories() : [];
  return ({ clock: { place } }) =>
    isHome(place.repo) || visible.some((repo) => sameRepo(repo, place.repo)) ? place : facts.ref;
}
