import type { Obligation } from '../../../src/core/followup/obligation.ts';
import { issueKey, sameRepo } from '../../../src/core/ids.ts';
import type { Suspect } from '../../../src/core/incident/facts.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import type { Alike } from '../../../src/core/recurrence/similar.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { SimilarStore, SuspectStore } from '../../../src/flow/ports/findings.ts';
import type { IncidentTable, KnownIncident } from '../../../src/flow/ports/incident-index.ts';
import type { RecordStore, StoredRecord } from '../../../src/flow/ports/incident-record.ts';
import type { Intent, IntentStore } from '../../../src/flow/ports/intents.ts';
import { formatKey, type JobKey } from '../../../src/flow/ports/job-key.ts';
import type { JobQueue } from '../../../src/flow/ports/job-queue.ts';
import type { LedgerStore } from '../../../src/flow/ports/ledger.ts';
import type { KeptObligation, ObligationStore } from '../../../src/flow/ports/obligations.ts';

/** The stores, without a disk: what the flow needs of them and nothing more. */
export function inMemory() {
  const records = new Map<string, StoredRecord>();
  const wholes = new Map<string, Instant>();
  const fanned: { readonly before: Obligation | null; readonly after: Obligation | null }[] = [];
  const ledgers = new Map<string, Ledger>();
  const obligations = new Map<string, KeptObligation | null>();
  const suspects = new Map<
    string,
    { readonly question: string; readonly found: readonly Suspect[] }
  >();
  const similar = new Map<
    string,
    { readonly question: string; readonly found: readonly Alike[] }
  >();
  const known = new Map<string, KnownIncident>();
  const intents = new Map<string, Intent & { readonly repo: string; outcome: unknown }>();
  const later = new Map<string, { readonly key: JobKey; readonly at: Instant }>();
  const due = new Map<string, JobKey>();

  const recordStore: RecordStore = {
    load: (issue) => {
      const record = records.get(issueKey(issue));
      const wholeBy = wholes.get(issueKey(issue)) ?? null;
      return Promise.resolve(record === undefined ? null : { record, wholeBy });
    },
    save: (issue, record) => {
      if ((wholes.get(issueKey(issue)) ?? Infinity) <= record.facts.wholeAt)
        wholes.delete(issueKey(issue));
      // As a store would: only what survives JSON.
      records.set(issueKey(issue), JSON.parse(JSON.stringify(record)) as StoredRecord);
      return Promise.resolve();
    },
    forget: (issue) => {
      records.delete(issueKey(issue));
      wholes.delete(issueKey(issue));
      return Promise.resolve();
    },
    askWhole: (issue, by) => {
      const before = wholes.get(issueKey(issue)) ?? Infinity;
      if (records.has(issueKey(issue)) && by < before) wholes.set(issueKey(issue), by);
      return Promise.resolve();
    },
  };
  const ledgerStore: LedgerStore = {
    load: (issue) => Promise.resolve(ledgers.get(issueKey(issue)) ?? null),
    save: (issue, ledger) => {
      const whole = mergeLedgers(ledgers.get(issueKey(issue)) ?? [], ledger);
      ledgers.set(issueKey(issue), JSON.parse(JSON.stringify(whole)) as Ledger);
      return Promise.resolve();
    },
  };
  const listed = new Set<string>();
  const obligationStore: ObligationStore = {
    put: (issue, kept) => {
      obligations.set(issueKey(issue), JSON.parse(JSON.stringify(kept)) as KeptObligation);
      return Promise.resolve();
    },
    find: (issue) => Promise.resolve(obligations.get(issueKey(issue)) ?? null),
    forget: (issue) => {
      obligations.delete(issueKey(issue));
      return Promise.resolve();
    },
    expect: (repo, issues) => {
      listed.add(`${repo.owner}/${repo.name}`.toLowerCase());
      for (const issue of issues) {
        if (!obligations.has(issueKey(issue))) obligations.set(issueKey(issue), null);
      }
      return Promise.resolve();
    },
    inRepository: (repo) => {
      const home = `${repo.owner}/${repo.name}`.toLowerCase();
      const kept = [...obligations].filter(([key]) => key.startsWith(`${home}#`));
      return Promise.resolve({
        listed: listed.has(home),
        complete: listed.has(home) && kept.every(([, one]) => one !== null),
        obligations: kept.flatMap(([, one]) => one?.obligation ?? []),
      });
    },
  };
  const suspectStore: SuspectStore = {
    load: (issue) => Promise.resolve(suspects.get(issueKey(issue)) ?? null),
    save: (issue, question, found) => {
      suspects.set(issueKey(issue), { question, found });
      return Promise.resolve();
    },
  };
  const similarStore: SimilarStore = {
    load: (issue) => Promise.resolve(similar.get(issueKey(issue)) ?? null),
    save: (issue, question, found) => {
      similar.set(issueKey(issue), { question, found });
      return Promise.resolve();
    },
  };
  const index: IncidentTable = {
    put: (incident) => {
      known.set(issueKey(incident.ref), incident);
      return Promise.resolve();
    },
    forget: (issue) => {
      known.delete(issueKey(issue));
      return Promise.resolve();
    },
    find: (issue) => Promise.resolve(known.get(issueKey(issue)) ?? null),
    inRepository: (repo) =>
      Promise.resolve([...known.values()].filter(({ ref }) => sameRepo(ref.repo, repo))),
    count: (repo) =>
      Promise.resolve([...known.values()].filter(({ ref }) => sameRepo(ref.repo, repo)).length),
  };
  const intentStore: IntentStore = {
    waiting: (repo) =>
      Promise.resolve(
        [...intents.values()].filter(
          (intent) => intent.outcome === null && intent.repo === `${repo.owner}/${repo.name}`,
        ),
      ),
    settle: (id, outcome) => {
      const intent = intents.get(id);
      if (intent !== undefined) intent.outcome = outcome;
      return Promise.resolve();
    },
  };
  const queue: JobQueue = {
    mark: (keys, options) => {
      for (const key of keys) {
        const notBefore = options?.notBefore;
        if (notBefore === undefined) due.set(formatKey(key), key);
        else later.set(formatKey(key), { key, at: notBefore });
      }
      return Promise.resolve();
    },
  };
  return {
    records,
    ledgers,
    obligations,
    /** Every time that merges were marked to be judged again. */
    fanned,
    known,
    intents,
    due,
    later,
    recordStore,
    ledgerStore,
    obligationStore,
    suspectStore,
    similarStore,
    similar,
    index,
    intentStore,
    queue,
    /** Everything the store held is gone. */
    lose: () => {
      for (const map of [records, wholes, ledgers, suspects, similar, known, obligations])
        map.clear();
    },
  };
}
