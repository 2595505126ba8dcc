import { describe, expect, it } from 'vitest';
import { enableAutoMerge } from '../../../sandbox/model/actions/auto-merge.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { dequeue, enqueue } from '../../../sandbox/model/actions/merge-queue.ts';
import { passTime } from '../../../sandbox/model/actions/time.ts';
import { MERGE_QUEUE } from '../merge-queue-rule.ts';
import { aCheck, aCommit, aPull, require, requiredCheck } from './changes.ts';
import { as, aSetting, during, eventsDuring, refusal, value } from './setting.ts';

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
    require(world, repository, requiredCheck('norepeat', app.id), MERGE_QUEUE);
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

  it('keeps the branch of a group that comes back under the name that it had', () => {
    const { world, repository, ready, writer, bot } = aQueue();
    const [broken, first, second] = [ready('broken'), ready('one'), ready('two')];
    const { headSha } = value(enqueue(world, as(writer), { issue: broken })).group!;
    aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    for (const issue of [first, second]) value(enqueue(world, as(writer), { issue }));
    // In front of the others, the same commit is made once more, fails, and leaves them as they were.
    value(enqueue(world, as(writer), { issue: broken, jump: true }));
    const { entries } = repository.mergeQueues.get('main')!;
    expect(entries.map(({ issue }) => issue)).toEqual([first, second]);
    for (const { group } of entries) {
      const branch = group!.headRef.replace('refs/heads/', '');
      expect(repository.branches.get(branch)).toBe(group!.headSha);
    }
  });

  it('takes only pull requests that meet the requirements', () => {
    const { world, repository, writer } = aQueue();
    const issue = aPull(world, repository);
    expect(refusal(enqueue(world, as(writer), { issue })).status).toBe(422);
  });
});
