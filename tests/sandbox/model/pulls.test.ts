import { describe, expect, it } from 'vitest';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { forkRepository } from '../../../sandbox/model/actions/forks.ts';
import { closeIssue, reopenIssue } from '../../../sandbox/model/actions/issue-state.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { editPull, openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { createRef, deleteRef, updateRef } from '../../../sandbox/model/actions/refs.ts';
import { deleteRepository } from '../../../sandbox/model/actions/repositories.ts';
import { fileAt } from '../../../sandbox/model/git/objects.ts';
import { closingIssues, closingPulls, willClose } from '../../../sandbox/model/queries/closing.ts';
import { mergeability } from '../../../sandbox/model/queries/mergeability.ts';
import { pullFiles } from '../../../sandbox/model/queries/pull-files.ts';
import { pullCommits } from '../../../sandbox/model/queries/timeline.ts';
import { aCommit, aPull } from './changes.ts';
import { anIssue, as, aSetting, during, eventsDuring, refusal, system, value } from './setting.ts';

describe('opening a pull request', () => {
  it('shares the numbers of issues but has an id of its own', () => {
    const { world, repository } = aSetting();
    anIssue(world, repository);
    const pull = aPull(world, repository);
    expect(pull.number).toBe(2);
    expect(pull.pull!.id).not.toBe(pull.id);
    expect(pull.nodeId).toMatch(/^PR_/);
  });

  it('is refused for unknown branches, for no commits and for a second one (422)', () => {
    const { world, repository, writer } = aSetting();
    const open = (head: string, base: string) =>
      refusal(openPull(world, as(writer), { repository, title: 'x', head, base }));
    expect(open('fix', 'main')).toMatchObject({ status: 422, errors: [{ field: 'head' }] });
    expect(open('main', 'nowhere')).toMatchObject({ errors: [{ field: 'base' }] });
    expect(open('main', 'main')).toMatchObject({ errors: [{ message: /No commits between/ }] });
    aPull(world, repository);
    expect(open('fix', 'main')).toMatchObject({ errors: [{ message: /already exists/ }] });
  });

  it('shows real files and patches from the common ancestor', () => {
    const { world, repository } = aSetting();
    const pull = aPull(world, repository, { path: 'README.md', content: '# Incidents\n\nNew.\n' });
    aCommit(world, repository, { branch: 'main', path: 'other.txt', content: 'x\n' });
    expect(pullFiles(pull)).toMatchObject([
      { filename: 'README.md', status: 'modified', additions: 2, deletions: 0 },
    ]);
    expect(pullFiles(pull)[0]!.patch).toBe('@@ -1 +1,3 @@\n # Incidents\n+\n+New.');
    expect(pullCommits(pull)).toHaveLength(1);
  });

  it('from a fork needs push access to the fork only', () => {
    const { world, repository, outsider } = aSetting();
    const fork = value(forkRepository(world, as(outsider), { repository, owner: outsider }));
    aCommit(world, fork, { by: as(outsider), branch: 'fix' });
    const input = { repository, title: 'x', base: 'main', head: 'fix' };
    const pull = value(openPull(world, as(outsider), { ...input, headRepository: fork }));
    expect(pull.pull).toMatchObject({ headRepository: fork, headOwner: outsider });
    expect(refusal(openPull(world, as(outsider), { ...input, head: 'main' })).status).toBe(403);
  });
});

describe('following the head', () => {
  it('sends synchronize with before and after on every push', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    const before = pull.pull!.headSha;
    const sent = during(world, () => aCommit(world, repository, { by: as(writer) }));
    const after = pull.pull!.headSha;
    expect(after).not.toBe(before);
    expect(sent.map((e) => e.name)).toEqual(['push', 'pull_request', 'check_suite']);
    expect(sent[1]).toMatchObject({ action: 'synchronize', before, after, sender: writer });
  });

  it('records a force push', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    aCommit(world, repository, { branch: 'other' });
    const sha = repository.branches.get('other')!;
    const ref = 'refs/heads/fix';
    expect(refusal(updateRef(world, as(writer), { repository, ref, sha })).status).toBe(422);
    value(updateRef(world, as(writer), { repository, ref, sha, force: true }));
    expect(pull.timeline.at(-1)).toMatchObject({ event: 'head_ref_force_pushed', after: sha });
  });

  it('closes the pull request when its branch is deleted, and reopens once it is back', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    const sha = pull.pull!.headSha;
    const ref = 'refs/heads/fix';
    value(deleteRef(world, as(writer), { repository, ref }));
    expect(pull.state).toBe('closed');
    expect(refusal(reopenIssue(world, as(writer), { issue: pull })).status).toBe(422);
    value(createRef(world, as(writer), { repository, ref, sha }));
    expect(reopenIssue(world, as(writer), { issue: pull }).ok).toBe(true);
  });

  it('loses the head repository with a deleted fork', () => {
    const { world, repository, outsider } = aSetting();
    const open = (keepPullsOpen: boolean) => {
      const fork = value(forkRepository(world, as(outsider), { repository, owner: outsider }));
      aCommit(world, fork, { by: as(outsider), branch: 'fix' });
      const input = { repository, title: 'x', base: 'main', head: 'fix', headRepository: fork };
      const pull = value(openPull(world, as(outsider), input));
      value(deleteRepository(world, as(outsider), { repository: fork, keepPullsOpen }));
      return pull;
    };
    expect(open(false)).toMatchObject({ state: 'closed', pull: { headRepository: null } });
    expect(open(true)).toMatchObject({ state: 'open', pull: { headRepository: null } });
  });
});

describe('changing the base', () => {
  it('arrives as edited with changes.base', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    const main = repository.branches.get('main')!;
    aCommit(world, repository, { branch: 'release' });
    const sent = during(world, () =>
      value(editPull(world, as(writer), { issue: pull, base: 'release' })),
    );
    expect(sent[0]).toMatchObject({
      ...{ name: 'pull_request', action: 'edited' },
      changes: { base: { ref: { from: 'main' }, sha: { from: main } } },
    });
    expect(pull.timeline.at(-1)).toMatchObject({ event: 'base_ref_changed', to: 'release' });
  });
});

describe('merging', () => {
  it('makes a merge commit, marks it merged and sends closed', () => {
    const { world, repository, writer } = aSetting();
    const pull = aPull(world, repository);
    const base = repository.branches.get('main')!;
    const head = pull.pull!.headSha;
    const sent = eventsDuring(world, () => value(mergePull(world, as(writer), { issue: pull })));
    const tip = repository.objects.commits.get(repository.branches.get('main')!)!;
    expect(tip.parents).toEqual([base, head]);
    expect(tip.message).toBe('Merge pull request #1 from acme/fix\n\nMerge fix');
    expect(pull).toMatchObject({
      state: 'closed',
      pull: { mergedBy: writer, mergeCommitSha: tip.sha },
    });
    expect(sent.slice(0, 2)).toEqual(['pull_request.closed', 'push']);
    expect(pullCommits(pull)).toHaveLength(1);
    expect(refusal(mergePull(world, as(writer), { issue: pull })).status).toBe(405);
  });

  it('squashes to one commit and rebases without a merge commit', () => {
    const { world, repository, writer } = aSetting();
    const squashed = aPull(world, repository, { head: 'one' });
    aCommit(world, repository, { branch: 'one', path: 'second.txt' });
    value(mergePull(world, as(writer), { issue: squashed, method: 'squash' }));
    const tip = () => repository.objects.commits.get(repository.branches.get('main')!)!;
    expect(tip().parents).toHaveLength(1);
    expect(tip().message).toMatch(/^Merge one \(#1\)/);
    const rebased = aPull(world, repository, { head: 'two' });
    aCommit(world, repository, { branch: 'main', path: 'meanwhile.txt' });
    const before = tip().sha;
    value(mergePull(world, as(writer), { issue: rebased, method: 'rebase' }));
    expect(tip().parents).toEqual([before]);
    expect(fileAt(repository.objects, tip().sha, 'two.txt')).toBeDefined();
  });

  it('merges both sides of one file and refuses conflicts with 405', () => {
    const { world, repository, writer } = aSetting();
    const path = 'list.txt';
    aCommit(world, repository, { branch: 'main', path, content: 'a\nb\nc\nd\ne\n' });
    const clean = aPull(world, repository, { head: 'top', path, content: 'A\nb\nc\nd\ne\n' });
    const clash = aPull(world, repository, { head: 'clash', path, content: 'Z\nb\nc\nd\ne\n' });
    aCommit(world, repository, { branch: 'main', path, content: 'a\nb\nc\nd\nE\n' });
    value(mergePull(world, as(writer), { issue: clean }));
    const tip = repository.branches.get('main')!;
    expect(fileAt(repository.objects, tip, path)!.content.toString()).toBe('A\nb\nc\nd\nE\n');
    expect(mergeability(world, clash)).toMatchObject({ mergeable: false, state: 'dirty' });
    expect(refusal(mergePull(world, as(writer), { issue: clash })).status).toBe(405);
  });

  it('refuses drafts and switched-off methods (405), a moved head (409), readers (403)', () => {
    const { world, repository, writer, triager } = aSetting();
    const draft = aPull(world, repository, { head: 'draft', draft: true });
    expect(refusal(mergePull(world, as(writer), { issue: draft })).status).toBe(405);
    const pull = aPull(world, repository);
    repository.settings.allowSquashMerge = false;
    const squash = mergePull(world, as(writer), { issue: pull, method: 'squash' });
    expect(refusal(squash)).toMatchObject({
      status: 405,
      message: /Squash merges are not allowed/,
    });
    const sha = '0'.repeat(40);
    expect(refusal(mergePull(world, as(writer), { issue: pull, sha })).status).toBe(409);
    expect(refusal(mergePull(world, as(triager), { issue: pull })).status).toBe(403);
  });

  it('deletes the head where the repository is set so', () => {
    const { world, repository, writer } = aSetting();
    repository.settings.deleteBranchOnMerge = true;
    const pull = aPull(world, repository);
    value(mergePull(world, as(writer), { issue: pull }));
    expect(repository.branches.has('fix')).toBe(false);
    expect(pull.pull!.mergedAt).not.toBeNull();
  });
});

describe('closing keywords', () => {
  it('close the issue when the pull request reaches the default branch', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    const pull = aPull(world, repository, { by: as(writer), body: 'Fixes #1' });
    expect(closingIssues(world, pull)).toEqual([issue]);
    expect(closingPulls(world, issue)).toEqual([pull]);
    expect(willClose(world, pull, issue)).toBe(true);
    value(mergePull(world, as(writer), { issue: pull }));
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed', closedBy: writer });
    expect(issue.timeline.at(-1)).toMatchObject({
      event: 'closed',
      closer: { kind: 'pull-request', issue: pull },
    });
  });

  it('are ignored for another base ("Linking a pull request to an issue")', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    aCommit(world, repository, { branch: 'release', path: 'r.txt' });
    const pull = aPull(world, repository, { base: 'release', body: 'Fixes #1' });
    expect(closingIssues(world, pull)).toEqual([]);
    value(mergePull(world, as(writer), { issue: pull }));
    expect(issue.state).toBe('open');
  });

  it('in commit messages close on the default branch and only reference elsewhere', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    aCommit(world, repository, { by: as(writer), message: 'fix #1' });
    expect(issue).toMatchObject({ state: 'open', timeline: [{ event: 'referenced' }] });
    const pushed = aCommit(world, repository, {
      by: as(writer),
      branch: 'main',
      message: 'fix #1',
    });
    expect(issue.state).toBe('closed');
    expect(issue.timeline.at(-1)).toMatchObject({ closer: { kind: 'commit', commit: pushed } });
  });
});

describe('commits on branches', () => {
  it('refuse a stale expected head (createCommitOnBranch: STALE_DATA)', () => {
    const { world, repository, bot } = aSetting();
    const stale = commitToBranch(world, bot, {
      ...{ repository, branch: 'main', message: 'x', expectedHead: '0'.repeat(40) },
      additions: [{ path: 'a', content: 'b' }],
    });
    expect(refusal(stale)).toMatchObject({ status: 409, type: 'STALE_DATA' });
  });

  it('refuse malformed paths', () => {
    const { world, repository, bot } = aSetting();
    for (const path of ['../x', '/x', 'a//b', '.git/config', '']) {
      const result = commitToBranch(world, bot, {
        ...{ repository, branch: 'main', message: 'x', additions: [{ path, content: '' }] },
      });
      expect(refusal(result).status).toBe(422);
    }
  });

  it('hash as git does', () => {
    const { repository } = aSetting();
    const files = [...repository.objects.blobs.keys()];
    // `printf '# Incidents\n' | git hash-object --stdin`
    expect(files).toContain('46db75c2e1264f04bd0fd2ca5881b7b44de497fd');
  });

  it('closing a pull request does not merge it', () => {
    const { world, repository } = aSetting();
    const pull = aPull(world, repository);
    value(closeIssue(world, system, { issue: pull }));
    expect(pull).toMatchObject({ state: 'closed', stateReason: null, pull: { mergedAt: null } });
  });
});
