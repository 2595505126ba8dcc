import { afterAll, beforeAll, expect, test } from 'vitest';
import { setStage, type Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage.sandbox.control.idle();
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

// Answers are checked against GitHub's description by the sandbox itself: one that does not fit is a 500
// and a complaint. So it is enough to call everything once and to look at what matters.

test('repositories, content and the git database answer as GitHub describes', async () => {
  const { app } = stage;
  const git = app.rest.git;
  const { data: repository } = await app.rest.repos.get(shop);
  expect(repository).toMatchObject({
    full_name: 'acme/shop',
    default_branch: 'main',
    private: false,
  });
  await app.rest.repos.listForOrg({ org: 'acme' });
  await app.rest.repos.listForUser({ username: 'olaf' });
  const { data: main } = await git.getRef({ ...shop, ref: 'heads/main' });
  const { data: root } = await app.rest.repos.getContent({ ...shop, path: '' });
  expect(root).toHaveLength(2);
  const { data: file } = await app.rest.repos.getContent({ ...shop, path: 'src/a.txt' });
  expect(file).toMatchObject({ type: 'file', encoding: 'base64' });
  const blob = await git.createBlob({ ...shop, content: 'three\n' });
  const tree = await git.createTree({
    ...shop,
    base_tree: main.object.sha,
    tree: [{ path: 'src/b.txt', mode: '100644', type: 'blob', sha: blob.data.sha }],
  });
  const commit = await git.createCommit({
    ...shop,
    message: 'Add b',
    tree: tree.data.sha,
    parents: [main.object.sha],
  });
  await git.createRef({ ...shop, ref: 'refs/heads/feature', sha: commit.data.sha });
  const put = await app.rest.repos.createOrUpdateFileContents({
    ...shop,
    path: 'src/c.txt',
    branch: 'feature',
    message: 'Add c',
    content: Buffer.from('c\n').toString('base64'),
  });
  expect(put.status).toBe(201);
  await app.rest.repos.deleteFile({
    ...shop,
    path: 'src/c.txt',
    branch: 'feature',
    message: 'Drop c',
    sha: put.data.content!.sha!,
  });
  await git.getCommit({ ...shop, commit_sha: commit.data.sha });
  await git.getTree({ ...shop, tree_sha: commit.data.sha, recursive: '1' });
  await git.getBlob({ ...shop, file_sha: blob.data.sha });
  await git.listMatchingRefs({ ...shop, ref: 'heads/f' });
  await app.rest.repos.listBranches(shop);
  const { data: branch } = await app.rest.repos.getBranch({ ...shop, branch: 'feature' });
  expect(branch.protected).toBe(false);
  const { data: compared } = await app.rest.repos.compareCommitsWithBasehead({
    ...shop,
    basehead: 'main...feature',
  });
  expect(compared).toMatchObject({ status: 'ahead', ahead_by: 3 });
  expect(compared.files!.map(({ filename }) => filename)).toEqual(['src/b.txt']);
  const { data: commits } = await app.rest.repos.listCommits({
    ...shop,
    sha: 'feature',
    path: 'src/b.txt',
  });
  expect(commits).toHaveLength(1);
  await app.rest.repos.getCommit({ ...shop, ref: 'feature' });
  await git.createRef({ ...shop, ref: 'refs/heads/short', sha: commit.data.sha });
  await git.updateRef({ ...shop, ref: 'heads/short', sha: main.object.sha, force: true });
  await git.deleteRef({ ...shop, ref: 'heads/short' });
  await expect(app.rest.repos.getContent({ ...shop, path: 'nope' })).rejects.toMatchObject({
    status: 404,
  });
  const { data: owners } = await app.rest.repos.codeownersErrors(shop);
  expect(owners.errors).toEqual([]);
});

test('issues, labels, people and sub-issues answer as GitHub describes', async () => {
  const { app, as } = stage;
  const bob = as('bob');
  const { data: parent } = await bob.rest.issues.create({
    ...shop,
    title: 'Parent',
    labels: ['bug'],
    assignees: ['alice', 'olaf'],
  });
  expect(parent.assignees!.map(({ login }) => login)).toEqual(['alice']);
  const { data: child } = await app.rest.issues.create({
    ...shop,
    title: 'Child',
    body: `For #${parent.number}`,
  });
  const at = { ...shop, issue_number: parent.number };
  await app.rest.issues.addSubIssue({ ...at, sub_issue_id: child.id });
  await expect(
    app.rest.issues.addSubIssue({ ...at, sub_issue_id: child.number }),
  ).rejects.toMatchObject({ status: 404 });
  const { data: second } = await app.rest.issues.create({ ...shop, title: 'Second child' });
  await app.rest.issues.addSubIssue({ ...at, sub_issue_id: second.id });
  await app.rest.issues.reprioritizeSubIssue({
    ...at,
    sub_issue_id: second.id,
    before_id: child.id,
  });
  const { data: children } = await app.rest.issues.listSubIssues(at);
  expect(children.map(({ title }) => title)).toEqual(['Second child', 'Child']);
  await app.rest.issues.getParent({ ...shop, issue_number: child.number });
  await app.rest.issues.removeSubIssue({ ...at, sub_issue_id: second.id });
  await app.rest.issues.createLabel({
    ...shop,
    name: 'severity:sev1',
    color: 'b60205',
    description: 'Worst',
  });
  await app.rest.issues.getLabel({ ...shop, name: 'severity:sev1' });
  await app.rest.issues.setLabels({ ...at, labels: ['severity:sev1'] });
  await app.rest.issues.updateLabel({ ...shop, name: 'severity:sev1', new_name: 'severity:sev2' });
  const { data: labels } = await app.rest.issues.listLabelsOnIssue(at);
  expect(labels.map(({ name }) => name)).toEqual(['severity:sev2']);
  await app.rest.issues.listLabelsForRepo(shop);
  await app.rest.issues.removeLabel({ ...at, name: 'severity:sev2' });
  await app.rest.issues.setLabels({ ...at, labels: [] });
  await app.rest.issues.removeAllLabels(at);
  await app.rest.issues.deleteLabel({ ...shop, name: 'severity:sev2' });
  await app.rest.issues.addAssignees({ ...at, assignees: ['bob'] });
  await app.rest.issues.removeAssignees({ ...at, assignees: ['alice'] });
  await app.rest.issues.listAssignees(shop);
  await app.rest.issues.checkUserCanBeAssigned({ ...shop, assignee: 'bob' });
  await expect(
    app.rest.issues.checkUserCanBeAssigned({ ...shop, assignee: 'olaf' }),
  ).rejects.toMatchObject({ status: 404 });
  await app.rest.issues.lock({ ...at, lock_reason: 'resolved' });
  await app.rest.issues.unlock(at);
  await app.rest.issues.update({ ...at, title: 'Renamed' });
  const { data: comment } = await app.rest.issues.createComment({ ...at, body: 'One' });
  const { data: reaction } = await app.rest.reactions.createForIssueComment({
    ...shop,
    comment_id: comment.id,
    content: 'eyes',
  });
  await app.rest.reactions.listForIssueComment({ ...shop, comment_id: comment.id });
  await app.rest.reactions.deleteForIssueComment({
    ...shop,
    comment_id: comment.id,
    reaction_id: reaction.id,
  });
  const onIssue = await app.rest.reactions.createForIssue({ ...at, content: 'heart' });
  await app.rest.reactions.listForIssue(at);
  await app.rest.reactions.deleteForIssue({ ...at, reaction_id: onIssue.data.id });
  await bob.rest.issues.update({ ...at, state: 'closed', state_reason: 'completed' });
  await bob.rest.issues.update({ ...at, state: 'open' });
  const { data: timeline } = await app.rest.issues.listEventsForTimeline({ ...at, per_page: 100 });
  const names = timeline.map(({ event }) => event);
  expect(names).toEqual(
    expect.arrayContaining([
      'labeled',
      'assigned',
      'cross-referenced',
      'sub_issue_added',
      'renamed',
      'commented',
      'closed',
      'reopened',
      'locked',
    ]),
  );
  const { data: events } = await app.rest.issues.listEvents({ ...at, per_page: 100 });
  expect(events.map(({ event }) => event)).not.toContain('cross-referenced');
  await app.rest.issues.listEventsForRepo(shop);
  await app.rest.issues.listComments(at);
  const { data: all } = await app.rest.issues.listCommentsForRepo({
    ...shop,
    sort: 'updated',
    direction: 'desc',
    since: '2026-01-01T00:00:00Z',
  });
  expect(all.map(({ body }) => body)).toEqual(['One']);
  await app.rest.issues.getComment({ ...shop, comment_id: comment.id });
  const { data: listed } = await app.rest.issues.listForRepo({
    ...shop,
    assignee: 'bob',
    state: 'all',
  });
  expect(listed.map(({ title }) => title)).toEqual(['Renamed']);
});

test('pull requests, reviews, checks and merges answer as GitHub describes', async () => {
  const { app, as } = stage;
  const bob = as('bob');
  const alice = as('alice');
  const { data: pull } = await bob.rest.pulls.create({
    ...shop,
    title: 'Add b',
    head: 'feature',
    base: 'main',
    body: 'Fixes #1',
  });
  expect(pull).toMatchObject({
    state: 'open',
    changed_files: 1,
    mergeable: true,
    user: { login: 'bob' },
  });
  const at = { ...shop, pull_number: pull.number };
  await app.rest.pulls.list({ ...shop, head: 'acme:feature' });
  await app.rest.pulls.listFiles(at);
  await app.rest.pulls.listCommits(at);
  await app.rest.pulls.update({ ...at, title: 'Add b really' });
  await expect(app.rest.pulls.updateBranch(at)).rejects.toMatchObject({ status: 422 });
  await bob.rest.pulls.requestReviewers({
    ...at,
    reviewers: ['alice'],
    team_reviewers: ['payments'],
  });
  await app.rest.pulls.listRequestedReviewers(at);
  await bob.rest.pulls.removeRequestedReviewers({
    ...at,
    reviewers: [],
    team_reviewers: ['payments'],
  });
  const { data: review } = await alice.rest.pulls.createReview({
    ...at,
    event: 'APPROVE',
    body: 'Fine',
  });
  await app.rest.pulls.listReviews(at);
  await app.rest.pulls.getReview({ ...at, review_id: review.id });
  await alice.rest.pulls.dismissReview({ ...at, review_id: review.id, message: 'Wait' });
  const sha = pull.head.sha;
  await app.rest.pulls.createReviewComment({
    ...at,
    ...{ commit_id: sha, path: 'src/b.txt', line: 1, side: 'RIGHT', body: 'Here' },
  });
  await app.rest.pulls.listReviewComments(at);
  const { data: run } = await app.rest.checks.create({
    ...shop,
    name: 'norepeat',
    head_sha: sha,
    status: 'completed',
    conclusion: 'failure',
    output: {
      title: 'No',
      summary: 'Because',
      annotations: [
        {
          path: 'src/b.txt',
          start_line: 1,
          end_line: 1,
          annotation_level: 'failure',
          message: 'Here',
        },
      ],
    },
    actions: [{ label: 'Again', description: 'Look again', identifier: 'again' }],
  });
  await app.rest.checks.get({ ...shop, check_run_id: run.id });
  await app.rest.checks.listAnnotations({ ...shop, check_run_id: run.id });
  const { data: runs } = await app.rest.checks.listForRef({
    ...shop,
    ref: sha,
    check_name: 'norepeat',
  });
  expect(runs.total_count).toBe(1);
  const { data: suites } = await app.rest.checks.listSuitesForRef({ ...shop, ref: sha });
  await app.rest.checks.getSuite({ ...shop, check_suite_id: suites.check_suites[0]!.id });
  await app.rest.checks.listForSuite({ ...shop, check_suite_id: suites.check_suites[0]!.id });
  await app.rest.checks.createSuite({ ...shop, head_sha: sha });
  await app.rest.checks.rerequestRun({ ...shop, check_run_id: run.id });
  await app.rest.checks.rerequestSuite({ ...shop, check_suite_id: suites.check_suites[0]!.id });
  await alice.rest.repos.createRepoRuleset({
    ...shop,
    name: 'gate',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: 'norepeat', integration_id: 7001 }],
        },
      },
    ],
  });
  const { data: rulesets } = await app.rest.repos.getRepoRulesets(shop);
  await app.rest.repos.getRepoRuleset({ ...shop, ruleset_id: rulesets[0]!.id });
  const { data: rules } = await app.rest.repos.getBranchRules({ ...shop, branch: 'main' });
  expect(rules[0]).toMatchObject({ type: 'required_status_checks' });
  await expect(alice.rest.pulls.merge(at)).rejects.toMatchObject({ status: 405 });
  await app.rest.checks.update({ ...shop, check_run_id: run.id, conclusion: 'success' });
  await app.rest.repos.createCommitStatus({
    ...shop,
    sha,
    state: 'success',
    context: 'ci',
    description: 'Good',
  });
  await app.rest.repos.listCommitStatusesForRef({ ...shop, ref: sha });
  const { data: combined } = await app.rest.repos.getCombinedStatusForRef({ ...shop, ref: sha });
  expect(combined).toMatchObject({ state: 'success', total_count: 1 });
  await expect(app.rest.pulls.checkIfMerged(at)).rejects.toMatchObject({ status: 404 });
  const { data: merged } = await alice.rest.pulls.merge({ ...at, merge_method: 'squash', sha });
  expect(merged.merged).toBe(true);
  await app.rest.pulls.checkIfMerged(at);
  const { data: associated } = await app.rest.repos.listPullRequestsAssociatedWithCommit({
    ...shop,
    commit_sha: merged.sha,
  });
  expect(associated.map(({ number }) => number)).toEqual([pull.number]);
  const { data: after } = await app.rest.pulls.get(at);
  expect(after).toMatchObject({ merged: true, state: 'closed', merged_by: { login: 'alice' } });
});

test('deployments, dispatches, teams, people, permissions and search answer as GitHub describes', async () => {
  const { app, as, appItself } = stage;
  const bob = as('bob');
  const { data: deployment } = await bob.rest.repos.createDeployment({
    ...shop,
    ref: 'main',
    environment: 'production',
    required_contexts: [],
  });
  const deploymentId = 'id' in deployment ? deployment.id : 0;
  await bob.rest.repos.createDeploymentStatus({
    ...shop,
    deployment_id: deploymentId,
    state: 'success',
  });
  await app.rest.repos.listDeployments({ ...shop, environment: 'production' });
  await app.rest.repos.getDeployment({ ...shop, deployment_id: deploymentId });
  await app.rest.repos.listDeploymentStatuses({ ...shop, deployment_id: deploymentId });
  await app.rest.repos.createDispatchEvent({
    ...shop,
    event_type: 'incident',
    client_payload: { title: 'x' },
  });
  await app.rest.orgs.get({ org: 'acme' });
  await app.rest.orgs.listMembers({ org: 'acme' });
  await app.rest.orgs.checkMembershipForUser({ org: 'acme', username: 'bob' });
  await app.rest.orgs.getMembershipForUser({ org: 'acme', username: 'alice' });
  await app.rest.teams.list({ org: 'acme' });
  const inTeam = { org: 'acme', team_slug: 'payments' };
  await app.rest.teams.getByName(inTeam);
  const { data: members } = await app.rest.teams.listMembersInOrg(inTeam);
  expect(members.map(({ login }) => login)).toEqual(['bob']);
  await app.rest.teams.getMembershipForUserInOrg({ ...inTeam, username: 'bob' });
  await expect(
    app.rest.teams.getMembershipForUserInOrg({ ...inTeam, username: 'rita' }),
  ).rejects.toMatchObject({ status: 404 });
  const { data: repositories } = await app.rest.teams.listReposInOrg(inTeam);
  expect(repositories.map(({ full_name }) => full_name)).toEqual(['acme/shop', 'acme/vault']);
  await app.rest.teams.checkPermissionsForRepoInOrg({ ...inTeam, ...shop });
  await app.rest.repos.listTeams(shop);
  await app.rest.repos.listCollaborators(shop);
  await app.rest.repos.checkCollaborator({ ...shop, username: 'bob' });
  const levels = await Promise.all(
    ['alice', 'bob', 'tina', 'rita', 'olaf'].map(async (username) => {
      const { data } = await app.rest.repos.getCollaboratorPermissionLevel({ ...shop, username });
      return [username, data.permission, data.role_name];
    }),
  );
  expect(levels).toEqual([
    ['alice', 'admin', 'admin'],
    ['bob', 'write', 'write'],
    ['tina', 'read', 'triage'],
    ['rita', 'read', 'read'],
    ['olaf', 'read', 'read'],
  ]);
  await app.rest.users.getByUsername({ username: 'norepeat[bot]' });
  await bob.rest.users.getAuthenticated();
  const { data: found } = await app.rest.search.issuesAndPullRequests({
    q: 'repo:acme/shop is:issue Child',
  });
  expect(found.items.map(({ title }) => title).sort()).toEqual(['Child', 'Second child']);
  stage.sandbox.control.setSearchLag(60_000);
  const { data: lagging } = await app.rest.search.issuesAndPullRequests({
    q: 'repo:acme/shop Child',
  });
  expect(lagging.total_count).toBe(0);
  await app.rest.rateLimit.get();
  await app.rest.apps.listReposAccessibleToInstallation();
  await appItself.rest.apps.getAuthenticated();
  await app.rest.apps.getBySlug({ app_slug: 'norepeat' });
  const { data: installations } = await appItself.rest.apps.listInstallations();
  await appItself.rest.apps.getInstallation({ installation_id: installations[0]!.id });
  await appItself.rest.apps.getOrgInstallation({ org: 'acme' });
  await appItself.rest.apps.getUserInstallation({ username: 'acme' });
  await appItself.rest.apps.getRepoInstallation({ owner: 'acme', repo: 'vault' });
  await appItself.rest.apps.getWebhookConfigForApp();
  await stage.sandbox.control.idle();
  const { data: deliveries } = await appItself.rest.apps.listWebhookDeliveries({ per_page: 2 });
  expect(deliveries).toHaveLength(2);
  await appItself.rest.apps.getWebhookDelivery({ delivery_id: deliveries[0]!.id });
  await appItself.rest.apps.redeliverWebhookDelivery({ delivery_id: deliveries[0]!.id });
});
