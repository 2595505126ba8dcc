import { readTemplates } from '../config/templates.ts';
import { answerCheckRequests } from '../flow/check-requests.ts';
import { checkPolicyProposal } from '../flow/check-policy-proposal.ts';
import { declareFromDispatch } from '../flow/declare-from-dispatch.ts';
import { declareFromThread } from '../flow/declare-from-thread.ts';
import { followItem } from '../flow/item-commands.ts';
import { reconcileNames } from '../flow/names.ts';
import { reconcileOwners } from '../flow/owners.ts';
import { accountOf, type JobKey } from '../flow/ports/job-key.ts';
import { followPullCommands } from '../flow/pull-commands.ts';
import { reconcileGate } from '../flow/reconcile-gate.ts';
import { reconcileGates } from '../flow/reconcile-gates.ts';
import { reconcileGroup } from '../flow/reconcile-group.ts';
import { reconcileIncident } from '../flow/reconcile-incident.ts';
import { reconcileLabels } from '../flow/reconcile-labels.ts';
import { reconcilePolicy } from '../flow/reconcile-policy.ts';
import { reconcilePostmortem } from '../flow/reconcile-postmortem.ts';
import { reconcileSuspects } from '../flow/reconcile-suspects.ts';
import { sweepInstallation, sweepRepository } from '../flow/sweep.ts';
import { tryPolicy } from '../flow/try-policy.ts';
import { createIssueGlance } from '../github/read/issue-glance.ts';
import { createIssueLister, createOwnIssueFinder } from '../github/read/issue-lists.ts';
import { createItemThreadReader } from '../github/read/item-thread-reader.ts';
import { createNamesReader } from '../github/read/names-reader.ts';
import { createPolicyProposalReader } from '../github/read/policy-reader.ts';
import { createPostmortemReader } from '../github/read/postmortem-reader.ts';
import { createPullThreadReader } from '../github/read/pull-thread-reader.ts';
import { createSuspectReader } from '../github/read/suspect-reader.ts';
import { createTemplateReader } from '../github/read/template-reader.ts';
import { createRecentLister, createThreadReader } from '../github/read/thread-reader.ts';
import type { Grounds } from './base.ts';
import { sharedBy, type Shared } from './flows.ts';

/** What is done for each kind of key. */
export function handlersOf(grounds: Grounds): (key: JobKey) => Promise<void> {
  const shared = sharedBy(grounds);
  const { gate, gates, group, pullCommands, checkRequests, owners, names } = gateFlows(
    grounds,
    shared,
  );
  const {
    incident,
    postmortem,
    item,
    thread,
    dispatch,
    labels,
    suspects,
    policy,
    proposal,
    sweep,
    installation,
  } = otherFlows(grounds, shared);
  const reading = new Map<string, Promise<void>>();
  const handle = (key: JobKey): Promise<void> => {
    switch (key.kind) {
      case 'incident':
        return incident(key.issue);
      case 'postmortem':
        return postmortem(key.issue);
      case 'thread':
        return thread(key.issue);
      case 'dispatch':
        return dispatch(key.repo);
      case 'policy':
        return policy(key.repo);
      case 'policy-proposal':
        return proposal(key.pull);
      case 'labels':
        return labels(key.repo);
      case 'suspects':
        return suspects(key.issue);
      case 'gate':
        return gate(key.pull);
      case 'gates':
        return gates(key.repo);
      case 'group':
        return group(key.repo, key.branch);
      case 'pull-commands':
        return pullCommands(key.pull);
      case 'item':
        return item(key.issue);
      case 'check-requests':
        return checkRequests(key.repo);
      case 'owners':
        return owners(key.repo, key.branch);
      case 'names': {
        const owner = accountOf(key).toLowerCase();
        const run = names(key.owner).finally(() => reading.delete(owner));
        reading.set(owner, run);
        return run;
      }
      case 'sweep':
        return sweep(key.repo);
      case 'installation':
        return installation(key.owner);
    }
  };
  return async (key) => {
    // Names that are being read may say of whom the others speak; they began before what came after them.
    const underway = reading.get(accountOf(key).toLowerCase());
    if (key.kind !== 'names') await underway?.catch(() => undefined);
    return handle(key);
  };
}

function gateFlows({ github, kept, self }: Grounds, shared: Shared) {
  const threads = createPullThreadReader(github, self);
  const reader = createNamesReader(github);
  return {
    gate: reconcileGate(shared),
    gates: reconcileGates(shared),
    group: reconcileGroup(shared),
    pullCommands: followPullCommands({ ...shared, threads, ledgers: kept.ledgers }),
    checkRequests: answerCheckRequests({ ...shared, requests: kept.intents.checkRequests }),
    owners: reconcileOwners(shared),
    names: reconcileNames({ ...shared, reader }),
  };
}

function otherFlows({ github, kept, self }: Grounds, shared: Shared) {
  const { policyDeps } = shared;
  const templates = createTemplateReader(github);
  const ownIssues = createOwnIssueFinder(github, self);
  const proposals = createPolicyProposalReader(github);
  return {
    incident: reconcileIncident({
      ...shared,
      suspects: kept.suspects,
      similar: kept.similar,
    }),
    postmortem: reconcilePostmortem({
      ...shared,
      ledgers: kept.ledgers,
      suspects: kept.suspects,
      similar: kept.similar,
      postmortems: createPostmortemReader(github, self),
      templates: readTemplates(),
    }),
    item: followItem({
      ...shared,
      ledgers: kept.ledgers,
      items: createItemThreadReader(github, self),
    }),
    thread: declareFromThread({ ...shared, threads: createThreadReader(github, self) }),
    dispatch: declareFromDispatch({
      ...shared,
      glance: createIssueGlance(github),
      intents: kept.intents,
    }),
    labels: reconcileLabels(shared),
    suspects: reconcileSuspects({
      ...shared,
      reader: createSuspectReader(github),
      store: kept.suspects,
    }),
    policy: (repo: Parameters<typeof reconcilePolicy>[1]) =>
      reconcilePolicy({ ...shared, ...policyDeps, templates, ownIssues }, repo),
    proposal: (pull: Parameters<typeof checkPolicyProposal>[1]) =>
      checkPolicyProposal(
        { ...shared, ...policyDeps, templates, proposals, tryPolicy: tryPolicy(shared) },
        pull,
      ),
    sweep: sweepRepository({
      ...shared,
      issues: createIssueLister(github),
      recent: createRecentLister(github),
    }),
    installation: sweepInstallation({ ...shared, retryNow: kept.jobs.retryNow }),
  };
}
