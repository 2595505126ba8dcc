import { parsePolicy } from '../config/policy/parse-policy.ts';
import { fanOut } from '../flow/gate-fan-out.ts';
import type { GateMeter } from '../flow/ports/verdicts.ts';
import { countTurns } from '../flow/gate-turns.ts';
import { rememberIncidents } from '../flow/past-incidents.ts';
import { rememberLooked } from '../flow/looked.ts';
import { rememberSight } from '../flow/sight.ts';
import { policyReader } from '../flow/policies.ts';
import { createLedgerKeeper } from '../github/ledger/keeper.ts';
import { deriveLedgerKey } from '../github/ledger/key.ts';
import { createPerformer } from '../github/perform/performer.ts';
import { createCodeOwnersReader } from '../github/read/codeowners-reader.ts';
import { createIncidentReader } from '../github/read/incident-reader.ts';
import { createIssueTracker } from '../github/read/issue-tracker.ts';
import { createPeopleReader } from '../github/read/people-reader.ts';
import { createPolicySource } from '../github/read/policy-reader.ts';
import { createPullReader } from '../github/read/pull-reader.ts';
import { createQueueReader } from '../github/read/queue-reader.ts';
import type { Grounds } from './base.ts';

export type Shared = ReturnType<typeof sharedBy>;

/** What several flows use, connected once. */
export function sharedBy(grounds: Grounds) {
  const { environment, github, kept, log, metrics, self, startedAt } = grounds;
  const { clock } = github;
  const { codeOwners, names, obligations, records } = kept;
  const index = rememberIncidents(kept.index);
  const queue = kept.jobs;
  const verdict: GateMeter['verdict'] = (conclusion, undecided) => {
    metrics.verdictWritten(conclusion, undecided);
  };
  const performer = createPerformer({
    github,
    self,
    note: (what, fields) => {
      log.info(fields, what);
    },
  });
  const policyDeps = {
    store: kept.policies,
    source: createPolicySource(github),
    parse: parsePolicy,
    names,
    clock,
    queue,
  };
  const reaching = { names, installed: github, codeOwners, queue };
  return {
    ...reaching,
    policyDeps,
    policies: policyReader(policyDeps),
    reader: createIncidentReader({ github, clock, records, self }),
    people: createPeopleReader(github),
    ledgers: createLedgerKeeper(kept.ledgers, deriveLedgerKey(environment)),
    tracker: createIssueTracker(github),
    ownersReader: createCodeOwnersReader(github),
    pulls: createPullReader(github, self),
    queues: createQueueReader(github, self),
    fanOut: fanOut(reaching),
    turns: countTurns(),
    sight: rememberSight(),
    looked: rememberLooked(),
    meter: { verdict },
    glimpses: kept.glimpses,
    verdicts: kept.verdicts,
    ...{ performer, records, index, obligations, clock, log, startedAt },
  };
}
