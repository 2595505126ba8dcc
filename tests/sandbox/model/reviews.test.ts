import { describe, expect, it } from 'vitest';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { requestReviewers } from '../../../sandbox/model/actions/review-requests.ts';
import { dismissReview, submitReview } from '../../../sandbox/model/actions/reviews.ts';
import { reviewDecision } from '../../../sandbox/model/queries/reviews.ts';
import { aCommit, aPull, require } from './changes.ts';
import { as, aSetting, eventsDuring, refusal, value } from './setting.ts';
import { reviewRule } from './gates.ts';

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
