import { describe, expect, it } from 'vitest';
import { enableAutoMerge } from '../../../sandbox/model/actions/auto-merge.ts';
import {
  createStatus,
  requestCheckAction,
  rerequestCheckRun,
} from '../../../sandbox/model/actions/check-requests.ts';
import { createCheckRun, updateCheckRun } from '../../../sandbox/model/actions/checks.ts';
import { createApp } from '../../../sandbox/model/actions/accounts.ts';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { installApp } from '../../../sandbox/model/actions/installations.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { dequeue, enqueue } from '../../../sandbox/model/actions/merge-queue.ts';
import { requestReviewers } from '../../../sandbox/model/actions/review-requests.ts';
import { dismissReview, submitReview } from '../../../sandbox/model/actions/reviews.ts';
import { protectBranch } from '../../../sandbox/model/actions/rules.ts';
import { passTime } from '../../../sandbox/model/actions/time.ts';
import type { Actor } from '../../../sandbox/model/actor.ts';
import { latestRuns, suiteState } from '../../../sandbox/model/queries/checks.ts';
import { mergeability } from '../../../sandbox/model/queries/mergeability.ts';
import { reviewDecision } from '../../../sandbox/model/queries/reviews.ts';
import type { PullRequestRuleParameters } from '../../../sandbox/model/records/rules.ts';
import { aCheck, aCommit, aPull, queueParameters, require, requiredCheck } from './changes.ts';
import { as, aSetting, during, eventsDuring, refusal, value } from './setting.ts';

const reviewRule = (parameters: Partial<PullRequestRuleParameters> = {}) => ({
  type: 'pull_request' as const,
  parameters: {
    requiredApprovingReviewCount: 1,
    dismissStaleReviewsOnPush: false,
    requireCodeOwnerReview: false,
    requireLastPushApproval: false,
    requiredReviewThreadResolution: false,
    allowedMergeMethods: ['merge', 'squash', 'rebase'] as const,
    ...parameters,
  },
});

function otherApp(setting: ReturnType<typeof aSetting>): Actor {
  const { world, acme, owner } = setting;
  const app = createApp(world, {
    ...{ slug: 'impostor', owner: acme, events: [] },
    permissions: { checks: 'write', statuses: 'write' },
  });
  const installation = value(
    installApp(world, as(owner), { app, account: acme, repositories: 'all' }),
  );
  return { kind: 'app', appId: app.id, installationId: installation.id };
}

describe('required checks', () => {
  it('refuse the merge with 405 until the run passes; neutral and skipped pass', () => {
    const { world, repository, writer, app, bot } = aSetting();
    require(world, repository, requiredCheck('norepeat', app.id));
    const pull = aPull(world, repository);
    const headSha = pull.pull!.headSha;
    const merge = () => mergePull(world, as(writer), { issue: pull });
    expect(refusal(merge())).toMatchObject({ status: 405, message: /"norepeat" is expected/ });
    aCheck(world, repository, { by: bot, headSha });
    expect(refusal(merge()).message).toMatch(/is in progress/);
    aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    expect(refusal(merge()).message).toMatch(/is failing/);
    expect(mergeability(world, pull).state).toBe('blocked');
    aCheck(world, repository, { by: bot, headSha, conclusion: 'neutral' });
    expect(merge().ok).toBe(true);
  });

  it('pinned to an App do not count from another App', () => {
    const setting = aSetting();
    const { world, repository, writer, app } = setting;
    require(world, repository, requiredCheck('norepeat', app.id));
    const pull = aPull(world, repository);
    aCheck(world, repository, {
      ...{ by: otherApp(setting), headSha: pull.pull!.headSha, conclusion: 'success' },
    });
    expect(refusal(mergePull(world, as(writer), { issue: pull })).status).toBe(405);
  });

  it('look at the latest head only', () => {
    const { world, repository, writer, app, bot } = aSetting();
    require(world, repository, requiredCheck('norepeat', app.id));
    const pull = aPull(world, repository);
    aCheck(world, repository, { by: bot, headSha: pull.pull!.headSha, conclusion: 'success' });
    aCommit(world, repository, { by: as(writer) });
    expect(mergeability(world, pull).state).toBe('blocked');
  });

  it('take the latest run of a name, and both a run and a status of that name', () => {
    const { world, repository, writer, bot } = aSetting();
    require(world, repository, requiredCheck('norepeat'));
    const pull = aPull(world, repository);
    const headSha = pull.pull!.headSha;
    aCheck(world, repository, { by: bot, headSha, conclusion: 'success' });
    aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    expect(latestRuns(repository, headSha)).toHaveLength(1);
    expect(mergeability(world, pull).state).toBe('blocked');
    aCheck(world, repository, { by: bot, headSha, conclusion: 'success' });
    value(
      createStatus(world, as(writer), {
        ...{ repository, sha: headSha, context: 'norepeat', state: 'pending' },
      }),
    );
    expect(mergeability(world, pull).state).toBe('blocked');
  });

  it('of classic protection bind administrators only when enforced', () => {
    const { world, repository, admin, owner } = aSetting();
    const protection = {
      pattern: 'main',
      requiredChecks: { strict: false, checks: [{ context: 'x', integrationId: null }] },
    };
    value(protectBranch(world, as(owner), { repository, protection }));
    const first = aPull(world, repository, { head: 'one' });
    expect(mergePull(world, as(admin), { issue: first }).ok).toBe(true);
    value(
      protectBranch(world, as(owner), {
        ...{ repository, protection: { ...protection, enforceAdmins: true } },
      }),
    );
    const second = aPull(world, repository, { head: 'two' });
    expect(refusal(mergePull(world, as(admin), { issue: second })).status).toBe(405);
  });

  it('also refuse a direct push to the branch', () => {
    const { world, repository, writer } = aSetting();
    require(world, repository, reviewRule());
    const push = commitToBranch(world, as(writer), {
      ...{ repository, branch: 'main', message: 'x', additions: [{ path: 'a', content: 'b' }] },
    });
    expect(refusal(push).message).toMatch(/through a pull request/);
  });
});

describe('check runs', () => {
  it('are written by Apps only and changed by the App that made them', () => {
    const setting = aSetting();
    const { world, repository, writer, bot } = setting;
    const headSha = repository.branches.get('main')!;
    const byPerson = createCheckRun(world, as(writer), { repository, name: 'x', headSha });
    expect(refusal(byPerson)).toMatchObject({ status: 403, message: /GitHub App/ });
    const checkRun = aCheck(world, repository, { by: bot, headSha });
    const foreign = updateCheckRun(world, otherApp(setting), { checkRun, conclusion: 'success' });
    expect(refusal(foreign).status).toBe(403);
  });

  it('send created, completed and, when all of the suite are done, check_suite.completed', () => {
    const { world, repository, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    let checkRun = aCheck(world, repository, { by: bot, headSha, name: 'a' });
    const sent = eventsDuring(
      world,
      () => (checkRun = value(updateCheckRun(world, bot, { checkRun, conclusion: 'success' }))),
    );
    expect(sent).toEqual(['check_run.completed', 'check_suite.completed']);
    expect(suiteState(checkRun.suite)).toEqual({ status: 'completed', conclusion: 'success' });
  });

  it('hold 65,535 characters, 50 annotations a request, three actions', () => {
    const { world, repository, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    const annotation = {
      ...{ path: 'a', startLine: 1, endLine: 1, startColumn: null, endColumn: null },
      ...{ level: 'notice' as const, message: 'x', title: null, rawDetails: null },
    };
    const action = {
      label: 'x'.repeat(21),
      description: 'x'.repeat(41),
      identifier: 'x'.repeat(21),
    };
    const result = createCheckRun(world, bot, {
      ...{ repository, name: 'x', headSha },
      output: { title: 'x', summary: 'x'.repeat(65_536), annotations: Array(51).fill(annotation) },
      actions: [action, action, action, action],
    });
    expect(refusal(result).errors).toHaveLength(1 + 1 + 1 + 4 * 3);
  });

  it('are asked for again by people with write access; the suite is queued, the run stays', () => {
    const { world, repository, writer, triager, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    const checkRun = aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    expect(refusal(rerequestCheckRun(world, as(triager), { checkRun })).status).toBe(403);
    const sent = eventsDuring(world, () =>
      value(rerequestCheckRun(world, as(writer), { checkRun })),
    );
    expect(sent).toEqual(['check_run.rerequested']);
    expect(checkRun.conclusion).toBe('failure');
    expect(suiteState(checkRun.suite).status).toBe('queued');
  });

  it('offer buttons that send requested_action with their identifier', () => {
    const { world, repository, writer, bot } = aSetting();
    const actions = [{ label: 'Again', description: 'Check again', identifier: 'again' }];
    const checkRun = value(
      createCheckRun(world, bot, {
        ...{ repository, name: 'x', headSha: repository.branches.get('main')!, actions },
      }),
    );
    const [event] = during(world, () =>
      value(requestCheckAction(world, as(writer), { checkRun, identifier: 'again' })),
    );
    expect(event).toMatchObject({ action: 'requested_action', identifier: 'again' });
    const unknown = requestCheckAction(world, as(writer), { checkRun, identifier: 'other' });
    expect(refusal(unknown).status).toBe(422);
  });

  it('become stale after 14 days', () => {
    const { world, repository, bot } = aSetting();
    const run = aCheck(world, repository, { by: bot, headSha: repository.branches.get('main')! });
    world.clock.advance(14 * 86_400_000);
    passTime(world);
    expect(run).toMatchObject({ status: 'completed', conclusion: 'stale' });
  });

  it('are expected by a suite for every pushed commit (check_suite.requested)', () => {
    const { world, repository, writer } = aSetting();
    const sent = eventsDuring(world, () => aCommit(world, repository, { by: as(writer) }));
    expect(sent).toEqual(['create', 'push', 'check_suite.requested']);
  });
});

describe('reviews', () => {
  it('of people with write access other than the author count', () => {
    const { world, repository, writer, maintainer, reader } = aSetting();
    require(world, repository, reviewRule());
    const issue = aPull(world, repository, { by: as(writer) });
    const approve = (user: typeof reader) =>
      submitReview(world, as(user), { issue, event: 'APPROVE' });
    expect(refusal(approve(writer)).message).toBe('Can not approve your own pull request');
    value(approve(reader));
    expect(reviewDecision(world, issue)).toBe('REVIEW_REQUIRED');
    expect(refusal(mergePull(world, as(writer), { issue })).message).toMatch(
      /At least 1 approving/,
    );
    value(approve(maintainer));
    expect(reviewDecision(world, issue)).toBe('APPROVED');
    expect(mergePull(world, as(writer), { issue }).ok).toBe(true);
  });

  it('that request changes block until dismissed', () => {
    const { world, repository, writer, maintainer, admin } = aSetting();
    require(world, repository, reviewRule());
    const issue = aPull(world, repository, { by: as(writer) });
    value(submitReview(world, as(admin), { issue, event: 'APPROVE' }));
    const event = 'REQUEST_CHANGES';
    expect(refusal(submitReview(world, as(maintainer), { issue, event })).status).toBe(422);
    const review = value(submitReview(world, as(maintainer), { issue, event, body: 'No.' }));
    expect(reviewDecision(world, issue)).toBe('CHANGES_REQUESTED');
    const sent = eventsDuring(world, () =>
      value(dismissReview(world, as(writer), { review, message: 'Done' })),
    );
    expect(sent).toEqual(['pull_request_review.dismissed']);
    expect(reviewDecision(world, issue)).toBe('APPROVED');
  });

  it('go stale on a push where the rule says so', () => {
    const { world, repository, writer, maintainer } = aSetting();
    require(world, repository, reviewRule({ dismissStaleReviewsOnPush: true }));
    const issue = aPull(world, repository, { by: as(writer) });
    const review = value(submitReview(world, as(maintainer), { issue, event: 'APPROVE' }));
    aCommit(world, repository, { by: as(writer) });
    expect(review.state).toBe('DISMISSED');
  });

  it('are requested from collaborators other than the author, all or none', () => {
    const { world, repository, writer, maintainer, outsider } = aSetting();
    const issue = aPull(world, repository, { by: as(writer) });
    const ask = (...users: (typeof writer)[]) =>
      requestReviewers(world, as(writer), { issue, users });
    expect(refusal(ask(writer)).status).toBe(422);
    expect(ask(maintainer).ok).toBe(true);
    value(submitReview(world, as(maintainer), { issue, event: 'COMMENT', body: 'Hm' }));
    expect(issue.pull!.requestedReviewers).toEqual([]);
    repository.visibility = 'private';
    expect(refusal(ask(maintainer, outsider)).status).toBe(422);
  });

  it('by code owners are asked for and demanded', () => {
    const { world, repository, writer, maintainer, admin } = aSetting();
    aCommit(world, repository, {
      ...{ branch: 'main', path: 'CODEOWNERS', content: '* @ada\n/src/ @mia\n*.md\n' },
    });
    require(world, repository, reviewRule({ requireCodeOwnerReview: true }));
    const issue = aPull(world, repository, { by: as(writer), path: 'src/a.ts' });
    expect(issue.pull!.requestedReviewers).toEqual([maintainer]);
    value(submitReview(world, as(admin), { issue, event: 'APPROVE' }));
    expect(refusal(mergePull(world, as(writer), { issue })).message).toMatch(/code owner/);
    value(submitReview(world, as(maintainer), { issue, event: 'APPROVE' }));
    expect(mergePull(world, as(writer), { issue }).ok).toBe(true);
    const text = aPull(world, repository, { by: as(writer), head: 'text', path: 'a.md' });
    expect(text.pull!.requestedReviewers).toEqual([]);
  });

  it('comment only on lines of the diff', () => {
    const { world, repository, writer, maintainer } = aSetting();
    const issue = aPull(world, repository, { by: as(writer), content: 'one\ntwo\n' });
    const on = (path: string, line: number) =>
      submitReview(world, as(maintainer), {
        ...{ issue, event: 'COMMENT', comments: [{ path, line, body: 'Why?' }] },
      });
    expect(refusal(on('nowhere.txt', 1)).message).toBe('Path could not be resolved');
    expect(refusal(on('fix.txt', 9)).message).toBe('Line could not be resolved');
    expect(value(on('fix.txt', 2)).comments[0]!.diffHunk).toBe('@@ -0,0 +1,2 @@\n+one\n+two');
  });
});

describe('auto-merge', () => {
  it('merges by itself once the required check passes', () => {
    const { world, repository, writer, app, bot } = aSetting();
    repository.settings.allowAutoMerge = true;
    require(world, repository, requiredCheck('norepeat', app.id));
    const issue = aPull(world, repository);
    value(enableAutoMerge(world, as(writer), { issue, method: 'squash' }));
    expect(issue.state).toBe('open');
    aCheck(world, repository, { by: bot, headSha: issue.pull!.headSha, conclusion: 'success' });
    expect(issue).toMatchObject({ state: 'closed', pull: { mergedBy: writer } });
  });

  it('is refused when the repository forbids it or nothing is in the way', () => {
    const { world, repository, writer } = aSetting();
    const issue = aPull(world, repository);
    expect(refusal(enableAutoMerge(world, as(writer), { issue })).message).toMatch(/not allowed/);
    repository.settings.allowAutoMerge = true;
    expect(refusal(enableAutoMerge(world, as(writer), { issue })).message).toMatch(/clean status/);
  });
});

describe('the merge queue', () => {
  function aQueue() {
    const setting = aSetting();
    const { world, repository, app, bot } = setting;
    require(world, repository, requiredCheck('norepeat', app.id), {
      ...{ type: 'merge_queue', parameters: queueParameters },
    });
    const ready = (head: string) => {
      const issue = aPull(world, repository, { head });
      aCheck(world, repository, { by: bot, headSha: issue.pull!.headSha, conclusion: 'success' });
      return issue;
    };
    return { ...setting, ready };
  }

  it('is the only way in: a direct merge is refused', () => {
    const { world, ready, writer } = aQueue();
    const issue = ready('one');
    expect(refusal(mergePull(world, as(writer), { issue })).message).toMatch(/merge queue/);
  });

  it('asks for checks on a temporary branch and merges when they pass', () => {
    const { world, repository, ready, writer, bot } = aQueue();
    const issue = ready('one');
    const sent = eventsDuring(world, () => value(enqueue(world, as(writer), { issue })));
    expect(sent).toContain('pull_request.enqueued');
    expect(sent).toContain('merge_group.checks_requested');
    const group = repository.mergeQueues.get('main')!.entries[0]!.group!;
    const base = repository.branches.get('main')!;
    expect(group.headRef).toBe(`refs/heads/gh-readonly-queue/main/pr-1-${base}`);
    const after = during(world, () =>
      aCheck(world, repository, { by: bot, headSha: group.headSha, conclusion: 'success' }),
    );
    expect(issue).toMatchObject({ state: 'closed', pull: { mergedBy: writer } });
    expect(repository.branches.get('main')).toBe(group.headSha);
    expect(after).toContainEqual(
      expect.objectContaining({ name: 'merge_group', action: 'destroyed', reason: 'merged' }),
    );
    expect([...repository.branches.keys()]).toEqual(['main', 'one']);
  });

  it('builds later groups on earlier ones and rebuilds them when one fails', () => {
    const { world, repository, ready, writer, bot } = aQueue();
    const [first, second] = [ready('one'), ready('two')];
    value(enqueue(world, as(writer), { issue: first }));
    value(enqueue(world, as(writer), { issue: second }));
    const queue = repository.mergeQueues.get('main')!;
    const groups = queue.entries.map((entry) => entry.group!);
    expect(groups[1]!.baseSha).toBe(groups[0]!.headSha);
    aCheck(world, repository, { by: bot, headSha: groups[0]!.headSha, conclusion: 'failure' });
    expect(first.state).toBe('open');
    expect(first.timeline.at(-1)).toMatchObject({ reason: 'CI_FAILURE' });
    const rebuilt = queue.entries[0]!.group!;
    expect(queue.entries).toHaveLength(1);
    expect(rebuilt.baseSha).toBe(repository.branches.get('main'));
    expect(rebuilt.headSha).not.toBe(groups[1]!.headSha);
    aCheck(world, repository, { by: bot, headSha: rebuilt.headSha, conclusion: 'success' });
    expect(second.pull!.mergedAt).not.toBeNull();
  });

  it('merges later entries only behind earlier ones', () => {
    const { world, repository, ready, writer, bot } = aQueue();
    const [first, second] = [ready('one'), ready('two')];
    for (const issue of [first, second]) value(enqueue(world, as(writer), { issue }));
    const [one, two] = repository.mergeQueues.get('main')!.entries.map((entry) => entry.group!);
    aCheck(world, repository, { by: bot, headSha: two!.headSha, conclusion: 'success' });
    expect(second.state).toBe('open');
    aCheck(world, repository, { by: bot, headSha: one!.headSha, conclusion: 'success' });
    expect([first, second].map(({ pull }) => pull!.mergedAt)).not.toContain(null);
    expect(repository.branches.get('main')).toBe(two!.headSha);
  });

  it('gives up on a group without an answer, and on request or a push', () => {
    const { world, repository, ready, writer } = aQueue();
    const issue = ready('one');
    value(enqueue(world, as(writer), { issue }));
    world.clock.advance(60 * 60_000);
    passTime(world);
    expect(issue.timeline.at(-1)).toMatchObject({ reason: 'CI_TIMEOUT' });
    value(enqueue(world, as(writer), { issue }));
    value(dequeue(world, as(writer), { issue }));
    expect(issue.timeline.at(-1)).toMatchObject({ reason: 'MANUAL' });
    value(enqueue(world, as(writer), { issue }));
    aCommit(world, repository, { by: as(writer), branch: 'one' });
    expect(repository.mergeQueues.get('main')!.entries).toEqual([]);
  });

  it('takes only pull requests that meet the requirements', () => {
    const { world, repository, writer } = aQueue();
    const issue = aPull(world, repository);
    expect(refusal(enqueue(world, as(writer), { issue })).status).toBe(422);
  });
});
