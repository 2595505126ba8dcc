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
import type { GitHubClock, InstalledRepositories, LedgerKeeper, Performer } from './ports.ts';

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
 * Writes the reminders that are due, and each into the ledger before the next: the comment first, so that
 * none is noted that nobody got; one that is there already, because the program stopped in between, is
 * found by its marker. Returns the ledger as it is then.
 */
export async function remind(deps: RemindingDeps, about: Remindable): Promise<Ledger> {
  const { due } = remindersAt(about, deps.clock.now());
  if (due.length === 0) return about.ledger;
  let ledger = about.ledger;
  const placeOf = await places(deps, due, about);
  for (const reminder of due) {
    const place = placeOf(reminder);
    await write(deps, { reminder, place }, about);
    ledger = mergeLedgers(ledger, [remindedOf(reminder, deps.clock.now())]);
    await deps.ledgers.save(about.facts.ref, ledger);
  }
  return ledger;
}

async function write(
  deps: RemindingDeps,
  { reminder, place }: { readonly reminder: Reminder; readonly place: IssueRef },
  { incident, policy, facts }: Remindable,
): Promise<void> {
  const effect = {
    kind: 'keep-comment',
    issue: place,
    marker: reminderMarker(reminder),
    existing: null,
    body: reminderComment({ reminder, incident, policy, place }),
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
