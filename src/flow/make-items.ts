import { createItem, itemsToMake, madeOf, placeOf } from '../core/followup/make-items.ts';
import { itemLabelCatalog } from '../core/followup/item-labels.ts';
import { MOST_ITEMS } from '../core/followup/plan-item-links.ts';
import { formatIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Ledger, MadeEntry } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { Policy } from '../core/policy/policy.ts';
import { isPermissionMissing } from './faults.ts';
import type { InstalledRepositories } from './ports/issue-lists.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { Performer } from './ports/performer.ts';

export interface MakingDeps {
  readonly ledgers: Pick<LedgerKeeper, 'save'>;
  readonly performer: Pick<Performer, 'perform' | 'ensureItem'>;
  readonly installed: InstalledRepositories;
  readonly queue: JobQueue;
}

/**
 * Makes an issue for every accepted `/action` that has none yet, and writes each into the ledger before
 * the next: so a comment gets its 👍 only when everything that it asked for is there, and nothing is made
 * twice. What its repository does not take is made with the incident. Returns the ledger as it is then.
 */
export async function makeItems(
  deps: MakingDeps,
  about: {
    readonly incident: Incident;
    readonly facts: IncidentFacts;
    readonly ledger: Ledger;
    readonly policy: Policy;
  },
): Promise<Ledger> {
  const asked = itemsToMake(about.ledger);
  if (asked.length === 0) return about.ledger;
  const { facts } = about;
  const making = { ...about, visible: await deps.installed.repositories() };
  let ledger = about.ledger;
  let room = MOST_ITEMS - facts.subIssues.length;
  for (const one of asked) {
    const { repo, instead } = placeOf(one, making);
    const isHome = sameRepo(repo, facts.ref.repo);
    const made = isHome ? null : await makeThere(deps, createItem(one, repo, making));
    const item = made ?? (await deps.performer.ensureItem(createItem(one, facts.ref.repo, making)));
    if (item === null) {
      throw new Error(`no action item can be made for ${formatIssue(facts.ref)}`);
    }
    const why: MadeEntry['instead'] =
      made === null && !isHome ? 'not-seen' : room > 0 ? instead : 'full';
    ledger = mergeLedgers(ledger, [madeOf(one, item, why)]);
    await deps.ledgers.save(facts.ref, ledger);
    room -= 1;
  }
  // They are below the incident now: counted and shown at the next look.
  await deps.queue.mark([{ kind: 'incident', issue: facts.ref }]);
  return ledger;
}

/** Null where GitHub does not let the app: the repository is gone, or archived. */
async function makeThere(
  { performer }: MakingDeps,
  effect: Parameters<MakingDeps['performer']['ensureItem']>[0],
): Promise<IssueRef | null> {
  try {
    await performer.perform({ kind: 'keep-labels', repo: effect.repo, labels: itemLabelCatalog() });
    return await performer.ensureItem(effect);
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return null;
  }
}
