/** Everything that can change whether a merge is held is told, in payloads that GitHub's own schemas take. */
import { expect, test } from 'vitest';
import { disableAutoMerge, enableAutoMerge } from '../../../sandbox/model/actions/auto-merge.ts';
import {
  addCollaborator,
  removeCollaborator,
} from '../../../sandbox/model/actions/collaborators.ts';
import { forkRepository } from '../../../sandbox/model/actions/forks.ts';
import {
  acceptPermissions,
  changeRegistration,
} from '../../../sandbox/model/actions/installations.ts';
import { addLabels, removeLabel } from '../../../sandbox/model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../../sandbox/model/actions/issue-state.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { dequeue, enqueue } from '../../../sandbox/model/actions/merge-queue.ts';
import { removeOrganizationMember } from '../../../sandbox/model/actions/organizations.ts';
import {
  convertToDraft,
  editPull,
  markReady,
} from '../../../sandbox/model/actions/pull-requests.ts';
import { editRepository } from '../../../sandbox/model/actions/repositories.ts';
import {
  removeReviewers,
  requestReviewers,
} from '../../../sandbox/model/actions/review-requests.ts';
import { dismissReview, editReview, submitReview } from '../../../sandbox/model/actions/reviews.ts';
import { editRuleset } from '../../../sandbox/model/actions/rules.ts';
import {
  addTeamMember,
  deleteTeam,
  grantTeam,
  removeTeamMember,
  revokeTeam,
} from '../../../sandbox/model/actions/teams.ts';
import { findRepository, findTeam, findUser } from '../../../sandbox/model/world.ts';
import { onEachStage } from '../each-stage.ts';
import { MERGE_QUEUE } from '../merge-queue-rule.ts';
import { aCheck, aCommit, aPull, require, requiredCheck } from '../model/changes.ts';
import { value } from '../model/setting.ts';
import type { Stage } from '../stage.ts';

const system = { kind: 'system' } as const;
const bob = { kind: 'user', login: 'bob' } as const;
const alice = { kind: 'user', login: 'alice' } as const;
let stage: Stage;
onEachStage((set) => (stage = set));

/** What was told of one event so far, by action, once all of it has arrived. */
async function told(event: string): Promise<string[]> {
  await stage.sandbox.control.idle();
  return stage.received.filter((each) => each.event === event).map(({ action }) => action ?? '');
}

const installation = () => [...stage.sandbox.world.state.installations.values()][0]!;
const bot = () => ({
  kind: 'app' as const,
  appId: 7001,
  installationId: installation().id,
});
const shop = () => findRepository(stage.sandbox.world, 'acme', 'shop')!;
const user = (login: string) => findUser(stage.sandbox.world, login)!;

test('a pull request is told from its opening to its end, with the base it had before', async () => {
  const { world } = stage.sandbox;
  const repository = shop();
  value(editRepository(world, system, { repository, settings: { allowAutoMerge: true } }));
  require(world, repository, requiredCheck('gate', 7001));
  aCommit(world, repository, { branch: 'side' });
  const issue = aPull(world, repository, { by: bob, head: 'fix' });
  const before = issue.pull!.baseSha;
  value(editPull(world, bob, { issue, title: 'Other', body: 'Fixes #99' }));
  value(editPull(world, bob, { issue, base: 'side' }));
  value(editPull(world, bob, { issue, base: 'main' }));
  aCommit(world, repository, { by: bob, branch: 'fix' });
  value(addLabels(world, bob, { issue, names: ['bug'] }));
  value(removeLabel(world, bob, { issue, name: 'bug' }));
  value(convertToDraft(world, bob, { issue }));
  value(markReady(world, bob, { issue }));
  value(requestReviewers(world, bob, { issue, users: [user('alice')] }));
  value(removeReviewers(world, bob, { issue, users: [user('alice')] }));
  value(requestReviewers(world, bob, { issue, teams: [findTeam(world, 'acme', 'triage')!] }));
  value(enableAutoMerge(world, bob, { issue }));
  value(disableAutoMerge(world, bob, { issue }));
  value(closeIssue(world, bob, { issue }));
  value(reopenIssue(world, bob, { issue }));
  aCheck(world, repository, {
    ...{ by: bot(), headSha: issue.pull!.headSha, conclusion: 'neutral', name: 'gate' },
  });
  value(mergePull(world, bob, { issue }));
  expect(await told('pull_request')).toEqual([
    ...['opened', 'edited', 'edited', 'edited', 'synchronize', 'labeled', 'unlabeled'],
    ...['converted_to_draft', 'ready_for_review', 'review_requested', 'review_request_removed'],
    ...['review_requested', 'auto_merge_enabled', 'auto_merge_disabled', 'closed', 'reopened'],
    'closed',
  ]);
  const edits = stage.received.filter(({ action }) => action === 'edited');
  expect(edits.map(({ payload }) => payload['changes'])).toMatchObject([
    { title: { from: 'Merge fix' } },
    { base: { ref: { from: 'main' }, sha: { from: before } } },
    { base: { ref: { from: 'side' } } },
  ]);
});

test('reviews are told as they are given, changed and dismissed', async () => {
  const { world } = stage.sandbox;
  const issue = aPull(world, shop(), { by: bob });
  const review = value(submitReview(world, alice, { issue, event: 'APPROVE', body: 'Good' }));
  value(editReview(world, alice, { review, body: 'Better' }));
  value(dismissReview(world, alice, { review, message: 'No' }));
  expect(await told('pull_request_review')).toEqual(['submitted', 'edited', 'dismissed']);
});

test('who is in which team, and which rights and names they have, is told', async () => {
  const { world } = stage.sandbox;
  const team = findTeam(world, 'acme', 'payments')!;
  const repository = shop();
  value(addTeamMember(world, system, { team, user: user('rita') }));
  value(removeTeamMember(world, system, { team, user: user('rita') }));
  value(revokeTeam(world, system, { team, repository }));
  value(grantTeam(world, system, { team, repository, role: 'maintain' }));
  value(deleteTeam(world, system, { team }));
  value(addCollaborator(world, system, { repository, user: user('olaf'), role: 'write' }));
  value(addCollaborator(world, system, { repository, user: user('olaf'), role: 'read' }));
  value(removeCollaborator(world, system, { repository, user: user('olaf') }));
  value(
    removeOrganizationMember(world, system, {
      ...{ organization: team.organization, user: user('tina') },
    }),
  );
  expect(await told('membership')).toEqual(expect.arrayContaining(['added', 'removed']));
  expect(await told('team')).toEqual(
    expect.arrayContaining(['added_to_repository', 'removed_from_repository', 'deleted']),
  );
  expect(await told('member')).toEqual(['added', 'edited', 'removed']);
  expect(await told('organization')).toEqual(['member_removed']);
});

test('merge groups are told to an app that may read merge queues, and to no other', async () => {
  const { world } = stage.sandbox;
  const repository = shop();
  require(world, repository, requiredCheck('gate', 7001), MERGE_QUEUE);
  const issue = aPull(world, repository, { by: bob });
  aCheck(world, repository, {
    ...{ by: bot(), headSha: issue.pull!.headSha, conclusion: 'success', name: 'gate' },
  });
  value(enqueue(world, bob, { issue }));
  value(dequeue(world, bob, { issue }));
  expect(await told('merge_group')).toEqual(['checks_requested', 'destroyed']);

  const app = installation().app;
  const { merge_queues: granted, ...fewer } = app.permissions;
  expect(granted).toBe('read');
  changeRegistration(world, { app, permissions: fewer });
  value(enqueue(world, bob, { issue }));
  value(dequeue(world, bob, { issue }));
  expect(await told('merge_group')).toHaveLength(2);
  expect(await told('pull_request')).toEqual([
    ...['opened', 'enqueued', 'dequeued', 'enqueued', 'dequeued'],
  ]);

  changeRegistration(world, { app, permissions: { ...fewer, merge_queues: 'read' } });
  value(acceptPermissions(world, system, { installation: installation() }));
  expect(await told('installation')).toEqual(['new_permissions_accepted']);
});

test('changed rules are told to an app that may read them', async () => {
  const { world } = stage.sandbox;
  const repository = shop();
  require(world, repository, requiredCheck('gate', 7001));
  const app = installation().app;
  changeRegistration(world, { app, events: [...app.events, 'repository_ruleset'] });
  const ruleset = [...repository.rulesets.values()][0]!;
  value(editRuleset(world, system, { ruleset, enforcement: 'disabled' }));
  expect(await told('repository_ruleset')).toEqual(['edited']);
});

test("a fork's pull request is in no list of a check run", async () => {
  const { world } = stage.sandbox;
  const repository = shop();
  const fork = value(
    forkRepository(world, { kind: 'user', login: 'olaf' }, { repository, owner: user('olaf') }),
  );
  expect(fork.owner.login).toBe('olaf');
  const commit = aCommit(world, fork, { by: { kind: 'user', login: 'olaf' } });
  const { data: pull } = await stage.as('olaf').rest.pulls.create({
    ...{ owner: 'acme', repo: 'shop', title: 'From afar', head: 'olaf:fix', base: 'main' },
  });
  expect(pull.head.sha).toBe(commit.sha);
  const { data: run } = await stage.app.rest.checks.create({
    ...{ owner: 'acme', repo: 'shop', name: 'gate', head_sha: commit.sha },
    conclusion: 'failure',
    status: 'completed',
  });
  expect(run).toMatchObject({
    pull_requests: [],
    check_suite: { id: expect.any(Number) as number },
  });
  const { data: listed } = await stage.app.rest.checks.listForRef({
    ...{ owner: 'acme', repo: 'shop', ref: commit.sha, check_name: 'gate', app_id: 7001 },
  });
  expect(listed.total_count).toBe(1);
  await told('check_run');
  const told1 = stage.received.find(({ event }) => event === 'check_run')!;
  expect(told1.payload['check_run']).toMatchObject({
    pull_requests: [],
    check_suite: { head_branch: null, pull_requests: [] },
  });
});
