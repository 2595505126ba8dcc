import { describe, expect, it } from 'vitest';
import { closeIssue } from '../../../sandbox/model/actions/issue-state.ts';
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import { updatePullBranch } from '../../../sandbox/model/actions/update-branch.ts';
import { fileAt } from '../../../sandbox/model/git/objects.ts';
import { aCommit, aPull } from './changes.ts';
import { as, aSetting, eventsDuring, refusal, system, value } from './setting.ts';

describe('updating the branch of a pull request', () => {
  it('merges the base into it with one signed commit of two parents, and nothing of it is lost', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    const head = pull.pull!.headSha;
    const { sha: base } = aCommit(world, repository, { branch: 'main', path: 'new.txt' });
    const sent = eventsDuring(world, () => {
      value(updatePullBranch(world, as(writer), { issue: pull, expectedHead: head }));
    });
    const tip = repository.branches.get('fix')!;
    expect(repository.objects.commits.get(tip)).toMatchObject({
      parents: [head, base],
      message: "Merge branch 'main' into fix",
      authorAccount: writer,
      verified: true,
    });
    expect(pull.pull!.headSha).toBe(tip);
    expect(fileAt(repository.objects, tip, 'new.txt')).toBeDefined();
    expect(fileAt(repository.objects, tip, 'fix.txt')).toBeDefined();
    expect(sent).toContain('push');
    expect(sent).toContain('pull_request.synchronize');
  });

  it('is refused where the head moved, nothing is new, or the two conflict (422)', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository, { path: 'README.md', content: 'Theirs\n' });
    const update = (expectedHead?: string) =>
      refusal(
        updatePullBranch(world, as(writer), {
          issue: pull,
          ...(expectedHead === undefined ? {} : { expectedHead }),
        }),
      );
    expect(update()).toMatchObject({ status: 422, message: /no new commits/ });
    aCommit(world, repository, { branch: 'main', path: 'README.md', content: 'Ours\n' });
    expect(update('0'.repeat(40))).toMatchObject({ status: 422, message: /expected head sha/ });
    expect(update()).toMatchObject({ status: 422, message: /merge conflict/ });
    value(closeIssue(world, as(writer), { issue: pull }));
    expect(update()).toMatchObject({ status: 422 });
  });

  it('is refused where the branch may hold no merge commits (422)', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    aCommit(world, repository, { branch: 'main', path: 'new.txt' });
    value(
      createRuleset(world, system, {
        source: { kind: 'repository', repository },
        name: 'linear',
        refs: { include: ['refs/heads/fix'], exclude: [] },
        rules: [{ type: 'required_linear_history' }],
      }),
    );
    const refused = refusal(updatePullBranch(world, as(writer), { issue: pull }));
    expect(refused.status).toBe(422);
    expect(refused.message).toContain('must not contain merge commits');
  });

  it('needs the right to push to the head', () => {
    const { world, repository, reader } = aSetting();
    const pull = aPull(world, repository);
    aCommit(world, repository, { branch: 'main', path: 'new.txt' });
    expect(refusal(updatePullBranch(world, as(reader), { issue: pull })).status).toBe(403);
  });
});
