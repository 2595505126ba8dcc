/** What `/fixes`, `/override` and `/create-items` left in the ledgers of incidents: by that the flow knows what it has done. */
import type { Command } from '../core/command/command.ts';
import type { Obligation } from '../core/followup/obligation.ts';
import { sameIssue, type IssueRef } from '../core/ids.ts';
import type { PullEntry } from '../core/ledger/ledger.ts';
import type { Ground } from './judge-commits.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { LedgerStore } from './ports/ledger.ts';

export interface EntriesDeps {
  readonly ledgers: LedgerStore;
  readonly index: Pick<IncidentIndex, 'find' | 'inRepository'>;
}

export type PullCommand = Extract<
  Command,
  { readonly kind: 'fixes' | 'override' | 'create-items' }
>;

/** The incident that an issue is, or whose item it is, and what is owed for it. */
export interface Linked {
  readonly incident: IssueRef;
  readonly obligation: Obligation | undefined;
}

export async function linkedTo(
  { index }: Pick<EntriesDeps, 'index'>,
  { obligations }: Ground,
  issue: IssueRef,
): Promise<Linked | null> {
  const obligation = obligations.find(
    ({ incident, fixTargets }) =>
      sameIssue(incident.ref, issue) || fixTargets.some(({ ref }) => sameIssue(ref, issue)),
  );
  const incident = obligation?.incident.ref ?? (await index.find(issue))?.ref;
  return incident === undefined ? null : { incident, obligation };
}

/** Incidents in whose ledger one comment already is with this command, whether or not they oblige still. */
export async function incidentsWith(
  deps: EntriesDeps,
  ground: Ground,
  { remark, kind }: { readonly remark: number; readonly kind: PullEntry['said']['kind'] },
): Promise<readonly IssueRef[]> {
  const found: IssueRef[] = [];
  for (const incident of await knownIncidents(deps, ground)) {
    const ledger = (await deps.ledgers.load(incident)) ?? [];
    const isThere = ledger.some(
      (one) => one.verdict === 'on-pull' && one.remark === remark && one.said.kind === kind,
    );
    if (isThere) found.push(incident);
  }
  return found;
}

/** Whether everything that a comment asks for was written down before. */
export async function areWritten(
  deps: EntriesDeps,
  ground: Ground,
  asked: {
    readonly remark: number;
    readonly pull: IssueRef;
    readonly commands: readonly PullCommand[];
  },
): Promise<boolean> {
  const { remark, pull } = asked;
  for (const command of asked.commands) {
    if (command.kind !== 'fixes') {
      const there = await incidentsWith(deps, ground, { remark, kind: command.kind });
      if (there.length === 0) return false;
      continue;
    }
    const linked = await linkedTo(deps, ground, command.issue);
    if (linked === null || !(await isLinked(deps, linked.incident, pull))) return false;
  }
  return true;
}

/** Whether the pull request is written down as a fix of the incident, whoever said so: once is enough. */
export async function isLinked(
  { ledgers }: Pick<EntriesDeps, 'ledgers'>,
  incident: IssueRef,
  pull: IssueRef,
): Promise<boolean> {
  const ledger = (await ledgers.load(incident)) ?? [];
  return ledger.some(
    (one) => one.verdict === 'on-pull' && one.said.kind === 'fixes' && sameIssue(one.pull, pull),
  );
}

async function knownIncidents(
  { index }: EntriesDeps,
  { obligations, policy }: Ground,
): Promise<readonly IssueRef[]> {
  const known = obligations.map(({ incident }) => incident.ref);
  for (const home of [policy.incidentRepository, policy.privateRepository ?? []].flat()) {
    const there = await index.inRepository(home);
    known.push(...there.map(({ ref }) => ref));
  }
  return known.filter((one, i) => known.findIndex((other) => sameIssue(one, other)) === i);
}
