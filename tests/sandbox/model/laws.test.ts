import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addComment, deleteComment } from '../../../sandbox/model/actions/comments.ts';
import { deleteIssue, transferIssue } from '../../../sandbox/model/actions/issue-care.ts';
import { addLabels, setLabels } from '../../../sandbox/model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../../sandbox/model/actions/issue-state.ts';
import { editIssue } from '../../../sandbox/model/actions/issues.ts';
import { deleteLabel, findLabel } from '../../../sandbox/model/actions/labels.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { dequeue, enqueue } from '../../../sandbox/model/actions/merge-queue.ts';
import { createRepository } from '../../../sandbox/model/actions/repositories.ts';
import { addSubIssue, removeSubIssue } from '../../../sandbox/model/actions/sub-issues.ts';
import { passTime } from '../../../sandbox/model/actions/time.ts';
import { createCheckRun } from '../../../sandbox/model/actions/checks.ts';
import { isAncestor } from '../../../sandbox/model/git/history.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import type { World } from '../../../sandbox/model/world.ts';
import { runs } from '../../support/properties.ts';
import { MERGE_QUEUE } from '../merge-queue-rule.ts';
import { aCommit, aPull, require, requiredCheck } from './changes.ts';
import { anIssue, aSetting, system, value } from './setting.ts';

const steps = fc.array(fc.tuple(fc.nat(11), fc.nat(20), fc.nat(20)), {
  maxLength: 60,
  size: 'max',
});

describe('whatever people do', () => {
  it('issues, labels, comments and relations stay consistent', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { world, acme, repository } = aSetting();
        const to = value(createRepository(world, system, { owner: acme, name: 'other' }));
        for (const step of sequence) act(world, { repository, to }, step);
        for (const issue of allIssues(world)) expectConsistent(world, issue);
        expectOrderedHistory(world);
      }),
      runs(60),
    );
  });

  it('the merge queue never loses a merge and leaves no branch behind', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { world, repository, bot, app } = aSetting();
        require(world, repository, requiredCheck('gate', app.id), MERGE_QUEUE);
        const pulls = ['a', 'b', 'c', 'd'].map((head) => aPull(world, repository, { head }));
        const report = (headSha: string, good: boolean) =>
          createCheckRun(world, bot, {
            ...{ repository, name: 'gate', headSha, conclusion: good ? 'success' : 'failure' },
          });
        for (const pull of pulls) report(pull.pull!.headSha, true);
        for (const [kind, which, other] of sequence) {
          const issue = pulls[which % 4]!;
          const entries = repository.mergeQueues.get('main')?.entries ?? [];
          const group = entries[other % Math.max(1, entries.length)]?.group;
          if (kind < 4) enqueue(world, system, { issue, jump: kind === 0 });
          else if (kind < 8 && group != null) report(group.headSha, kind !== 4);
          else if (kind === 8) dequeue(world, system, { issue });
          else if (kind === 9) mergePull(world, system, { issue });
          else if (kind === 10) {
            world.clock.advance(20 * 60_000);
            passTime(world);
          } else if (issue.state === 'open') {
            aCommit(world, repository, { branch: 'main', path: `${which}.txt` });
          }
        }
        const tip = repository.branches.get('main')!;
        for (const { pull } of pulls) {
          if (pull!.mergedAt === null) continue;
          expect(isAncestor(repository.objects, pull!.headSha, tip)).toBe(true);
        }
        const groups = repository.mergeQueues.get('main')?.entries.flatMap((e) => e.group ?? []);
        const temporary = [...repository.branches.keys()].filter((b) => b.startsWith('gh-read'));
        expect(temporary.map((b) => `refs/heads/${b}`).sort()).toEqual(
          (groups ?? []).map(({ headRef }) => headRef).sort(),
        );
        expectOrderedHistory(world);
      }),
      runs(60),
    );
  });
});

type Places = Record<'repository' | 'to', ReturnType<typeof aSetting>['repository']>;

function act(
  world: World,
  { repository, to }: Places,
  [kind, a, b]: readonly [number, number, number],
): void {
  const issues = allIssues(world);
  const issue = issues[a % Math.max(1, issues.length)];
  const other = issues[b % Math.max(1, issues.length)];
  const names = ['bug', 'question', 'wontfix'].slice(0, (b % 3) + 1);
  if (issue === undefined || other === undefined || kind === 0) {
    anIssue(world, repository, { body: `See #${a}, fixes #${b}` });
    return;
  }
  const label = findLabel(issue.repository, 'bug');
  const comment = issue.comments[0];
  const verbs = [
    () => addLabels(world, system, { issue, names }),
    () => setLabels(world, system, { issue, names }),
    () => closeIssue(world, system, { issue, ...(b % 2 === 0 ? { duplicateOf: other } : {}) }),
    () => reopenIssue(world, system, { issue }),
    () => addSubIssue(world, system, { parent: issue, subIssue: other, replaceParent: a > 9 }),
    () => removeSubIssue(world, system, { parent: issue, subIssue: other }),
    () => addComment(world, system, { issue, body: `#${b}` }),
    () => comment && deleteComment(world, system, { comment }),
    () => editIssue(world, system, { issue, title: `Title ${b}`, body: `#${b}` }),
    () => transferIssue(world, system, { issue, to: issue.repository === to ? repository : to }),
    () =>
      b > 15 && label
        ? deleteLabel(world, system, { label })
        : deleteIssue(world, system, { issue }),
  ];
  verbs[kind - 1]?.();
}

function allIssues(world: World): Issue[] {
  return [...world.state.repositories.values()].flatMap((each) => [...each.issues.values()]);
}

function expectConsistent(world: World, issue: Issue): void {
  const { repository } = issue;
  expect(repository.issues.get(issue.number)).toBe(issue);
  expect(world.state.nodes.get(issue.nodeId)?.record).toBe(issue);
  expect(new Set(issue.labels).size).toBe(issue.labels.length);
  for (const label of issue.labels) expect(repository.labels.get(label.id)).toBe(label);
  for (const comment of issue.comments) {
    expect(comment.issue).toBe(issue);
    expect(world.state.comments.get(comment.id)).toBe(comment);
  }
  for (const sub of issue.subIssues) expect(sub.parent).toBe(issue);
  if (issue.parent !== null) expect(issue.parent.subIssues).toContain(issue);
  const { duplicateOf: original } = issue;
  if (original !== null) {
    expect(original.repository.issues.get(original.number)).toBe(original);
  }
  expect(issue.closedAt === null).toBe(issue.state === 'open');
  for (const event of issue.timeline) {
    expect(world.state.nodes.get(event.nodeId)).toMatchObject({ type: 'TimelineEvent' });
    if (event.event !== 'cross-referenced') continue;
    expect(event.source.repository.issues.get(event.source.number)).toBe(event.source);
  }
}

function expectOrderedHistory(world: World): void {
  const numbers = world.events.history.map(({ sequence }) => sequence);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}
