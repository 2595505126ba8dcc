import type { Command } from '../command/command.ts';
import type { IssueRef } from '../ids.ts';
import { sameLogin } from '../incident/authority.ts';
import type { PersonFacts, SubIssueFacts } from '../incident/facts.ts';
import type { ItemSaying, Ledger } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';
import { askerOf } from './asker.ts';
import { evidenceOf, type DoneBy, type NoEvidence } from './evidence.ts';
import { itemEntries } from './item-acts.ts';
import { saidOf } from './item-said.ts';
import { isReleased } from './items.ts';
import { quietRefused } from './quiet.ts';
import { ownerSaid, ownWork, type Known } from './whose-work.ts';

export type ItemCommand = Extract<
  Command,
  { readonly kind: 'owner' | 'due' | 'confirm' | 'not-doing' | 'snooze' }
>;

/** A comment on an action item, and everything that decides whether its words are accepted. */
export interface ItemRemark {
  readonly by: string;
  readonly at: Instant;
  /** As GitHub shows it now. */
  readonly item: SubIssueFacts;
  /** Of its incident. */
  readonly ledger: Ledger;
  /** Whoever says it may steer the incident: write access there, an owning team, a role, an approver. */
  readonly steersIncident: boolean;
  /** Whoever says it, in the item's repository; undefined where GitHub does not tell. */
  readonly here: PersonFacts | undefined;
  /** By lower-cased login, in the item's repository: everybody whom `/owner` names. */
  readonly named: ReadonlyMap<string, PersonFacts>;
}

export type ItemRefusal =
  | { readonly why: 'no-right'; readonly login: string }
  | { readonly why: 'no-such-user'; readonly login: string }
  /** There is such a user, who cannot read the item. */
  | { readonly why: 'cannot-see'; readonly login: string }
  | { readonly why: 'past'; readonly when: Instant; readonly now: Instant }
  | { readonly why: 'quiet-too-long'; readonly until: Instant; readonly latest: Instant }
  /** Nobody vouches for their own work. */
  | { readonly why: 'own-work'; readonly login: string; readonly because: NoEvidence }
  /** It would be their own work, and nobody is needed for it any more. */
  | { readonly why: 'done-already'; readonly by: DoneBy }
  /** A don't-repeat item is let go by an approver only. */
  | { readonly why: 'counted'; readonly item: IssueRef };

export type WeighedRemark =
  /** At most one of a kind: of two of them in one comment the later. */
  | { readonly kind: 'said'; readonly sayings: readonly ItemSaying[] }
  /** `index`: the command that may not be. */
  | { readonly kind: 'refused'; readonly index: number; readonly refusal: ItemRefusal };

export function isItemCommand(command: Command): command is ItemCommand {
  return ['owner', 'due', 'confirm', 'not-doing', 'snooze'].includes(command.kind);
}

/** All commands of one comment on an item, or the first that is not accepted and why. */
export function weighRemark(commands: readonly ItemCommand[], remark: ItemRemark): WeighedRemark {
  for (const [index, command] of commands.entries()) {
    const refusal = refusalOf(command, remark);
    if (refusal !== null) return { kind: 'refused', index, refusal };
  }
  const byKind = new Map(commands.map((command) => [command.kind, sayingOf(command)]));
  return { kind: 'said', sayings: [...byKind.values()] };
}

function sayingOf(command: ItemCommand): ItemSaying {
  switch (command.kind) {
    case 'owner':
      return { kind: 'owner', login: command.login };
    case 'due':
    case 'snooze':
      return { kind: command.kind, until: command.until };
    case 'confirm':
      return { kind: 'confirm' };
    case 'not-doing':
      return { kind: 'not-doing', reason: command.reason };
  }
}

function refusalOf(command: ItemCommand, remark: ItemRemark): ItemRefusal | null {
  const { by, at, item, ledger } = remark;
  if (!maySay(remark)) return { why: 'no-right', login: by };
  switch (command.kind) {
    case 'owner':
      return nobody(command.login, remark.named);
    case 'due':
      return command.until <= at ? { why: 'past', when: command.until, now: at } : null;
    case 'snooze':
      return quietRefused(command.until, at, 'long');
    case 'confirm': {
      const known = knownOf(item, ledger);
      const because = ownWork(by, at, { item, known });
      if (because === null) return null;
      const evidence = evidenceOf(item, known);
      return evidence.is === 'done'
        ? { why: 'done-already', by: evidence.by }
        : { why: 'own-work', login: by, because };
    }
    case 'not-doing':
      return isCounted(item, ledger) ? { why: 'counted', item: item.ref } : null;
  }
}

/** Whoever may steer the incident or write where the item lies, and whose item it is. */
function maySay({ by, item, ledger, steersIncident, here }: ItemRemark): boolean {
  if (steersIncident) return true;
  if (here !== undefined && ['write', 'maintain', 'admin'].includes(here.permission)) return true;
  const owner = ownerSaid(item, saidOf(item.nodeId, ledger));
  return [...item.assignees, ...(owner === null ? [] : [owner])].some((login) =>
    sameLogin(login, by),
  );
}

function nobody(login: string, named: ItemRemark['named']): ItemRefusal | null {
  const person = named.get(login.toLowerCase());
  if (person?.exists !== true) return { why: 'no-such-user', login };
  return person.permission === 'none' ? { why: 'cannot-see', login } : null;
}

/** What the ledger knows of an item; without the incident's own story, as of an issue that was always its item. */
function knownOf(item: SubIssueFacts, ledger: Ledger): Known {
  const entry = itemEntries(ledger).find(({ nodeId }) => nodeId === item.nodeId);
  const adopted = ledger.find((one) => one.verdict === 'adopted' && one.nodeId === item.nodeId);
  return {
    becameItem: entry?.at ?? adopted?.at ?? item.createdAt,
    askedBy: askerOf(entry ?? { ref: item.ref }, ledger),
    said: saidOf(item.nodeId, ledger),
  };
}

function isCounted(item: SubIssueFacts, ledger: Ledger): boolean {
  return itemEntries(ledger).some(
    (entry) =>
      entry.nodeId === item.nodeId &&
      !isReleased(entry, { subIssues: [item], detached: [] }, ledger),
  );
}
