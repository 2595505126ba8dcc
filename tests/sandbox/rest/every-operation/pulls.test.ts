import { expect, test } from 'vitest';
import { onEachStage } from '../../each-stage.ts';
import type { Stage } from '../../stage.ts';
import { aFeature, shop } from './shop.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

test('pull requests, reviews, checks and merges answer as GitHub describes', async () => {
  const { app, as } = stage;
  const bob = as('bob');
  const alice = as('alice');
  await aFeature(stage);
  await app.rest.issues.create({ ...shop, title: 'No b' });
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
}, 60_000);
