import { keepCodeOwners } from '../store/code-owners.ts';
import { keepGlimpses } from '../store/glimpses.ts';
import { keepInbox, type Inbox } from '../store/inbox.ts';
import { keepIncidents } from '../store/incidents.ts';
import { keepIntents } from '../store/intents.ts';
import { keepJobs, type Jobs } from '../store/jobs.ts';
import { keepLedgers } from '../store/ledgers.ts';
import { keepNames } from '../store/names.ts';
import { keepObligations } from '../store/obligations.ts';
import { keepPolicies } from '../store/policies.ts';
import { keepRecords } from '../store/records.ts';
import { keepSimilar, keepSuspects } from '../store/findings.ts';
import { keepVerdicts } from '../store/verdicts.ts';
import type { Base } from './base.ts';

export type Kept = ReturnType<typeof keepAll>;

/** Every table, each behind what the flow or the queue knows of it. */
export function keepAll({ store, github, time }: Pick<Base, 'store' | 'github' | 'time'>) {
  const { db } = store;
  const now = (): number => time.now();
  const jobs: Jobs = keepJobs(db, { clock: github.clock, now });
  const inbox: Inbox = keepInbox(db, { now, announce: jobs.announce });
  return {
    jobs,
    inbox,
    intents: keepIntents(db, now),
    records: keepRecords(db),
    index: keepIncidents(db),
    suspects: keepSuspects(db),
    similar: keepSimilar(db),
    policies: keepPolicies(db),
    ledgers: keepLedgers(db, now),
    obligations: keepObligations(db),
    codeOwners: keepCodeOwners(db),
    glimpses: keepGlimpses(db),
    verdicts: keepVerdicts(db, now),
    names: keepNames(db),
  };
}
