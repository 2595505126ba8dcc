import { describe, expect, it } from 'vitest';
import { addAssignees } from '../../../sandbox/model/actions/assignees.ts';
import {
  addComment,
  deleteComment,
  editComment,
  minimizeComment,
} from '../../../sandbox/model/actions/comments.ts';
import {
  deleteIssue,
  lockIssue,
  pinIssue,
  transferIssue,
} from '../../../sandbox/model/actions/issue-care.ts';
import { addLabels, removeLabel, setLabels } from '../../../sandbox/model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../../sandbox/model/actions/issue-state.ts';
import { editIssue, openIssue } from '../../../sandbox/model/actions/issues.ts';
import {
  createLabel,
  deleteLabel,
  editLabel,
  findLabel,
} from '../../../sandbox/model/actions/labels.ts';
import { addReaction, deleteReaction } from '../../../sandbox/model/actions/reactions.ts';
import { createRepository } from '../../../sandbox/model/actions/repositories.ts';
import { anIssue, as, aSetting, during, eventsDuring, refusal, system, value } from './setting.ts';

const names = (issue: { labels: readonly { name: string }[] }) => issue.labels.map((l) => l.name);

describe('opening', () => {
  it('drops labels and assignees silently without push access (REST "Create an issue")', () => {
    const { world, repository, outsider, writer } = aSetting();
    const issue = value(
      openIssue(world, as(outsider), {
        ...{ repository, title: 'Slow', labels: ['bug'], assignees: [writer] },
      }),
    );
    expect(names(issue)).toEqual([]);
    expect(issue.assignees).toEqual([]);
  });

  it('sends opened, then labeled and assigned for each (webhook events "issues")', () => {
    const { world, repository, writer } = aSetting();
    const sent = eventsDuring(world, () => {
      value(
        openIssue(world, as(writer), {
          ...{ repository, title: 'Slow', labels: ['bug'], assignees: [writer] },
        }),
      );
    });
    expect(sent).toEqual(['issues.opened', 'issues.labeled', 'issues.assigned']);
  });

  it('leaves out labels of an issue form that do not exist ("Syntax for issue forms")', () => {
    const { world, repository, outsider } = aSetting();
    const form = { labels: ['bug', 'incident'], assignees: [] };
    const issue = value(openIssue(world, as(outsider), { repository, title: 'Down', form }));
    expect(names(issue)).toEqual(['bug']);
    expect(findLabel(repository, 'incident')).toBeUndefined();
  });

  it('refuses a title over 256 characters and a body over 65,536', () => {
    const { world, repository, writer } = aSetting();
    const long = openIssue(world, as(writer), { repository, title: 'x'.repeat(257) });
    expect(refusal(long)).toMatchObject({ status: 422, errors: [{ field: 'title' }] });
    const body = 'x'.repeat(65_537);
    const big = openIssue(world, as(writer), { repository, title: 'x', body });
    expect(refusal(big)).toMatchObject({ status: 422, errors: [{ field: 'body' }] });
  });

  it('answers 404 for a private repository to people without access', () => {
    const { world, repository, outsider } = aSetting({ visibility: 'private' });
    expect(refusal(openIssue(world, as(outsider), { repository, title: 'x' })).status).toBe(404);
  });

  it('answers 410 where issues are disabled', () => {
    const { world, repository, writer } = aSetting();
    repository.settings.hasIssues = false;
    expect(refusal(openIssue(world, as(writer), { repository, title: 'x' })).status).toBe(410);
  });
});

describe('editing', () => {
  it('sends changes.from and writes a renamed event for a title', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    const [event] = during(world, () => {
      value(editIssue(world, as(writer), { issue, title: 'Checkout is slow', body: 'Better.' }));
    });
    expect(event).toMatchObject({
      name: 'issues',
      action: 'edited',
      changes: { title: { from: 'Checkout is down' }, body: { from: 'Nobody can pay.' } },
    });
    expect(issue.timeline.at(-1)).toMatchObject({
      event: 'renamed',
      from: 'Checkout is down',
      to: 'Checkout is slow',
    });
    expect(issue.edits).toHaveLength(1);
  });

  it('sends nothing when nothing changes', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    expect(
      eventsDuring(world, () => value(editIssue(world, as(writer), { issue, title: issue.title }))),
    ).toEqual([]);
  });

  it('is for the author and people with write access (repository roles)', () => {
    const { world, repository, triager, outsider } = aSetting();
    const issue = anIssue(world, repository, { by: as(outsider) });
    expect(refusal(editIssue(world, as(triager), { issue, title: 'Mine' })).status).toBe(403);
    expect(editIssue(world, as(outsider), { issue, title: 'Still mine' }).ok).toBe(true);
  });
});

describe('labels on issues', () => {
  it('need triage (repository roles: apply and dismiss labels)', () => {
    const { world, repository, reader, triager, bot } = aSetting();
    const issue = anIssue(world, repository);
    expect(refusal(addLabels(world, as(reader), { issue, names: ['bug'] })).status).toBe(403);
    expect(addLabels(world, as(triager), { issue, names: ['bug'] }).ok).toBe(true);
    expect(addLabels(world, bot, { issue, names: ['question'] }).ok).toBe(true);
  });

  it('are matched whatever the case and put on once', () => {
    const { world, repository, triager } = aSetting();
    const issue = anIssue(world, repository);
    value(addLabels(world, as(triager), { issue, names: ['BUG'] }));
    const again = eventsDuring(world, () =>
      value(addLabels(world, as(triager), { issue, names: ['bug'] })),
    );
    expect(again).toEqual([]);
    expect(names(issue)).toEqual(['bug']);
  });

  it('are made by adding an unknown name, for those who may make labels', () => {
    const { world, repository, triager, writer } = aSetting();
    const issue = anIssue(world, repository);
    expect(refusal(addLabels(world, as(triager), { issue, names: ['new'] })).status).toBe(422);
    const sent = eventsDuring(world, () =>
      value(addLabels(world, as(writer), { issue, names: ['new'] })),
    );
    expect(sent).toEqual(['label.created', 'issues.labeled']);
    expect(findLabel(repository, 'new')?.color).toBe('ededed');
  });

  it('are replaced by differences only', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    value(addLabels(world, as(writer), { issue, names: ['bug', 'question'] }));
    const sent = eventsDuring(world, () =>
      value(setLabels(world, as(writer), { issue, names: ['question', 'invalid'] })),
    );
    expect(sent).toEqual(['issues.unlabeled', 'issues.labeled']);
  });

  it('that are not there cannot be removed: 404 "Label does not exist"', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    expect(refusal(removeLabel(world, as(writer), { issue, name: 'bug' }))).toMatchObject({
      status: 404,
      message: 'Label does not exist',
    });
  });
});

describe('labels of a repository', () => {
  it('rename without an event per issue and stay on the issues', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    value(addLabels(world, as(writer), { issue, names: ['bug'] }));
    const label = findLabel(repository, 'bug')!;
    const sent = during(world, () =>
      value(editLabel(world, as(writer), { label, name: 'defect' })),
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      name: 'label',
      action: 'edited',
      changes: { name: { from: 'bug' } },
    });
    expect(names(issue)).toEqual(['defect']);
  });

  it('disappear from issues when deleted, without an event per issue', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    value(addLabels(world, as(writer), { issue, names: ['bug'] }));
    const label = findLabel(repository, 'bug')!;
    expect(eventsDuring(world, () => value(deleteLabel(world, as(writer), { label })))).toEqual([
      'label.deleted',
    ]);
    expect(names(issue)).toEqual([]);
  });

  it('need write access and hold 50 characters, descriptions 100, six-digit colours', () => {
    const { world, repository, writer, triager } = aSetting();
    expect(refusal(createLabel(world, as(triager), { repository, name: 'x' })).status).toBe(403);
    const bad = createLabel(world, as(writer), {
      ...{ repository, name: 'x'.repeat(51), color: '#ff0000', description: 'y'.repeat(101) },
    });
    expect(refusal(bad).errors).toHaveLength(3);
    const twice = createLabel(world, as(writer), { repository, name: 'Bug' });
    expect(refusal(twice)).toMatchObject({ errors: [{ code: 'already_exists' }] });
  });
});

describe('assignees', () => {
  it('who cannot be assigned are dropped silently (REST "Add assignees to an issue")', () => {
    const { world, repository, triager, outsider, reader } = aSetting();
    const issue = anIssue(world, repository);
    value(addAssignees(world, as(triager), { issue, users: [outsider, reader] }));
    expect(issue.assignees).toEqual([reader]);
  });

  it('may be outsiders who commented ("Assigning issues")', () => {
    const { world, repository, triager, outsider } = aSetting();
    const issue = anIssue(world, repository);
    value(addComment(world, as(outsider), { issue, body: 'Same here' }));
    value(addAssignees(world, as(triager), { issue, users: [outsider] }));
    expect(issue.assignees).toEqual([outsider]);
  });
});

describe('closing and reopening', () => {
  it('is for triage, and for authors on their own issues (repository roles)', () => {
    const { world, repository, outsider, reader, triager } = aSetting();
    const issue = anIssue(world, repository, { by: as(outsider) });
    expect(refusal(closeIssue(world, as(reader), { issue })).status).toBe(403);
    expect(closeIssue(world, as(outsider), { issue }).ok).toBe(true);
    expect(reopenIssue(world, as(outsider), { issue }).ok).toBe(true);
    value(closeIssue(world, as(triager), { issue }));
    expect(refusal(reopenIssue(world, as(outsider), { issue })).status).toBe(403);
  });

  it('keeps the reason: completed unless said otherwise, reopened afterwards', () => {
    const { world, repository, triager } = aSetting();
    const issue = anIssue(world, repository);
    value(closeIssue(world, as(triager), { issue }));
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed', closedBy: triager });
    value(closeIssue(world, as(triager), { issue, reason: 'not_planned' }));
    expect(issue.stateReason).toBe('not_planned');
    value(reopenIssue(world, as(triager), { issue }));
    expect(issue).toMatchObject({ state: 'open', stateReason: 'reopened', closedBy: null });
  });

  it('marks a duplicate and forgets it on reopening', () => {
    const { world, repository, triager } = aSetting();
    const original = anIssue(world, repository);
    const issue = anIssue(world, repository);
    value(closeIssue(world, as(triager), { issue, duplicateOf: original }));
    expect(issue).toMatchObject({ stateReason: 'duplicate', duplicateOf: original });
    value(reopenIssue(world, as(triager), { issue }));
    expect(issue.duplicateOf).toBeNull();
    const kinds = issue.timeline.map(({ event }) => event);
    expect(kinds).toEqual(['marked_as_duplicate', 'closed', 'unmarked_as_duplicate', 'reopened']);
  });

  it('sends nothing when the state is already so', () => {
    const { world, repository, triager } = aSetting();
    const issue = anIssue(world, repository);
    expect(eventsDuring(world, () => value(reopenIssue(world, as(triager), { issue })))).toEqual(
      [],
    );
  });
});

describe('comments', () => {
  it('can be edited and deleted by their author and by anybody with write access', () => {
    const { world, repository, outsider, triager, writer } = aSetting();
    const issue = anIssue(world, repository);
    const comment = value(addComment(world, as(outsider), { issue, body: 'One' }));
    expect(refusal(editComment(world, as(triager), { comment, body: 'Two' })).status).toBe(403);
    const [event] = during(world, () =>
      value(editComment(world, as(writer), { comment, body: 'Two' })),
    );
    expect(event).toMatchObject({
      ...{ name: 'issue_comment', action: 'edited', changes: { body: { from: 'One' } } },
      sender: writer,
    });
    expect(comment.edits).toMatchObject([{ before: 'One', after: 'Two', editor: writer }]);
    value(deleteComment(world, as(outsider), { comment }));
    expect(issue.comments).toEqual([]);
    expect(issue.timeline.at(-1)).toMatchObject({
      event: 'comment_deleted',
      deletedAuthor: outsider,
    });
  });

  it('are refused on a locked conversation without write access', () => {
    const { world, repository, outsider, writer } = aSetting();
    const issue = anIssue(world, repository);
    value(lockIssue(world, as(writer), { issue, reason: 'too heated' }));
    expect(refusal(addComment(world, as(outsider), { issue, body: 'x' })).status).toBe(403);
    expect(addComment(world, as(writer), { issue, body: 'x' }).ok).toBe(true);
  });

  it('cannot be blank or over 65,536 characters', () => {
    const { world, repository, writer } = aSetting();
    const issue = anIssue(world, repository);
    expect(refusal(addComment(world, as(writer), { issue, body: ' \n' })).status).toBe(422);
    const body = 'x'.repeat(65_537);
    expect(refusal(addComment(world, as(writer), { issue, body })).status).toBe(422);
  });

  it('are hidden with triage, without a delivery', () => {
    const { world, repository, reader, triager, writer } = aSetting();
    const issue = anIssue(world, repository);
    const comment = value(addComment(world, as(writer), { issue, body: 'x' }));
    const reason = 'outdated' as const;
    expect(refusal(minimizeComment(world, as(reader), { comment, reason })).status).toBe(403);
    const sent = eventsDuring(world, () =>
      value(minimizeComment(world, as(triager), { comment, reason })),
    );
    expect(sent).toEqual([]);
    expect(comment.minimized).toMatchObject({ reason, by: triager });
  });
});

describe('reactions', () => {
  it('are one per person and kind, send no delivery, and only their owner takes them back', () => {
    const { world, repository, reader, writer } = aSetting();
    const issue = anIssue(world, repository);
    const subject = { kind: 'issue', issue } as const;
    const first = value(addReaction(world, as(reader), { subject, content: 'rocket' }));
    const second = value(addReaction(world, as(reader), { subject, content: 'rocket' }));
    expect([first.created, second.created]).toEqual([true, false]);
    const { id } = first.reaction;
    expect(refusal(deleteReaction(world, as(writer), { subject, id })).status).toBe(403);
    expect(
      eventsDuring(world, () => value(deleteReaction(world, as(reader), { subject, id }))),
    ).toEqual([]);
    expect(issue.reactions).toEqual([]);
  });
});

describe('pinning, deleting, transferring', () => {
  it('pins at most three issues', () => {
    const { world, repository, writer } = aSetting();
    const issues = [1, 2, 3, 4].map(() => anIssue(world, repository));
    const results = issues.map((issue) => pinIssue(world, as(writer), { issue }).ok);
    expect(results).toEqual([true, true, true, false]);
  });

  it('deletes for administrators only and remembers the number (410)', () => {
    const { world, repository, maintainer, admin } = aSetting();
    const issue = anIssue(world, repository);
    expect(refusal(deleteIssue(world, as(maintainer), { issue })).status).toBe(403);
    value(deleteIssue(world, as(admin), { issue }));
    expect(repository.issues.has(1)).toBe(false);
    expect(repository.deletedNumbers.has(1)).toBe(true);
    expect(world.state.nodes.has(issue.nodeId)).toBe(false);
  });

  it('transfers within an owner, with comments and known labels, and redirects the number', () => {
    const { world, acme, repository, owner } = aSetting();
    const to = value(createRepository(world, as(owner), { owner: acme, name: 'other' }));
    const issue = anIssue(world, repository);
    value(addLabels(world, as(owner), { issue, names: ['bug', 'only-here'] }));
    const comment = value(addComment(world, as(owner), { issue, body: 'x' }));
    let moved = issue;
    const sent = eventsDuring(
      world,
      () => (moved = value(transferIssue(world, as(owner), { issue, to }))),
    );
    expect(sent).toEqual(['issues.transferred', 'issues.opened']);
    expect(moved).toMatchObject({ number: 1, repository: to });
    expect(moved.id).not.toBe(issue.id);
    expect(names(moved)).toEqual(['bug']);
    expect(comment.issue).toBe(moved);
    expect(repository.transferred.get(1)).toBe(moved);
  });

  it('does not transfer from private to public ("Transferring an issue")', () => {
    const { world, acme, repository } = aSetting({ visibility: 'private' });
    const to = value(createRepository(world, system, { owner: acme, name: 'other' }));
    const issue = anIssue(world, repository);
    expect(refusal(transferIssue(world, system, { issue, to })).status).toBe(422);
  });
});
