import { describe, expect, it } from 'vitest';
import { createStatus } from '../../../sandbox/model/actions/check-requests.ts';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { protectBranch } from '../../../sandbox/model/actions/rules.ts';
import { latestRuns } from '../../../sandbox/model/queries/checks.ts';
import { mergeability } from '../../../sandbox/model/queries/mergeability.ts';
import { aCheck, aCommit, aPull, require, requiredCheck } from './changes.ts';
import { as, aSetting, refusal, value } from './setting.ts';
import { otherApp, reviewRule } from './gates.ts';

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
