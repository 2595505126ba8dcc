import { describe, expect, it } from 'vitest';
import { createUser } from '../../../sandbox/model/actions/accounts.ts';
import { addComment, editComment } from '../../../sandbox/model/actions/comments.ts';
import { createRepository } from '../../../sandbox/model/actions/repositories.ts';
import {
  addSubIssue,
  moveSubIssue,
  removeSubIssue,
} from '../../../sandbox/model/actions/sub-issues.ts';
import { timelineOf } from '../../../sandbox/model/queries/timeline.ts';
import { mentionedUsers, referencedIssues } from '../../../sandbox/model/references.ts';
import { anIssue, as, aSetting, eventsDuring, refusal, system, value } from './setting.ts';

describe('sub-issues', () => {
  it('tell both sides, in timeline and deliveries', () => {
    const { world, repository, triager } = aSetting();
    const parent = anIssue(world, repository);
    const subIssue = anIssue(world, repository);
    const sent = eventsDuring(world, () =>
      value(addSubIssue(world, as(triager), { parent, subIssue })),
    );
    expect(sent).toEqual(['sub_issues.parent_issue_added', 'sub_issues.sub_issue_added']);
    expect(parent.timeline.at(-1)).toMatchObject({ event: 'sub_issue_added', subIssue });
    expect(subIssue.timeline.at(-1)).toMatchObject({ event: 'parent_issue_added', parent });
    const removed = eventsDuring(world, () =>
      value(removeSubIssue(world, as(triager), { parent, subIssue })),
    );
    expect(removed).toEqual(['sub_issues.parent_issue_removed', 'sub_issues.sub_issue_removed']);
  });

  it('are at most 100 under one parent, closed ones counted ("Adding sub-issues")', () => {
    const { world, repository } = aSetting();
    const parent = anIssue(world, repository);
    for (let n = 0; n < 100; n += 1) {
      value(addSubIssue(world, system, { parent, subIssue: anIssue(world, repository) }));
    }
    const one = addSubIssue(world, system, { parent, subIssue: anIssue(world, repository) });
    expect(refusal(one).status).toBe(422);
  });

  it('nest eight levels deep and no further', () => {
    const { world, repository } = aSetting();
    const chain = Array.from({ length: 10 }, () => anIssue(world, repository));
    const results = chain
      .slice(1)
      .map((subIssue, n) => addSubIssue(world, system, { parent: chain[n]!, subIssue }).ok);
    expect(results).toEqual([true, true, true, true, true, true, true, true, false]);
  });

  it('have one parent unless it is replaced, no circles, one owner', () => {
    const { world, repository } = aSetting();
    const [first, second, child] = [1, 2, 3].map(() => anIssue(world, repository));
    value(addSubIssue(world, system, { parent: first!, subIssue: child! }));
    expect(refusal(addSubIssue(world, system, { parent: second!, subIssue: child! })).status).toBe(
      422,
    );
    expect(refusal(addSubIssue(world, system, { parent: child!, subIssue: first! })).status).toBe(
      422,
    );
    value(addSubIssue(world, system, { parent: second!, subIssue: child!, replaceParent: true }));
    expect(child!.parent).toBe(second);
    expect(first!.subIssues).toEqual([]);
    const eve = createUser(world, { login: 'zoe' });
    const elsewhere = value(createRepository(world, as(eve), { owner: eve, name: 'mine' }));
    const foreign = anIssue(world, elsewhere);
    expect(refusal(addSubIssue(world, system, { parent: first!, subIssue: foreign })).status).toBe(
      422,
    );
  });

  it('can be put in another order', () => {
    const { world, repository } = aSetting();
    const [parent, a, b] = [1, 2, 3].map(() => anIssue(world, repository));
    value(addSubIssue(world, system, { parent: parent!, subIssue: a! }));
    value(addSubIssue(world, system, { parent: parent!, subIssue: b! }));
    value(moveSubIssue(world, system, { parent: parent!, subIssue: b!, before: a! }));
    expect(parent!.subIssues).toEqual([b, a]);
  });
});

describe('references in Markdown', () => {
  it.each([
    ['#1', false],
    ['see acme/incidents#1.', false],
    ['GH-1', false],
    ['https://github.example/acme/incidents/issues/1', false],
    ['Fixes #1', true],
    ['closes: #1', true],
    ['RESOLVED acme/incidents#1', true],
    ['fixes https://github.example/acme/incidents/issues/1', true],
  ])('reads %s (closing: %s)', (text, closing) => {
    const { world, repository } = aSetting();
    const issue = anIssue(world, repository);
    expect(referencedIssues(world, repository, text)).toEqual([{ issue, closing }]);
  });

  it.each(['`#1`', '```\nfixes #1\n```', '<!-- fixes #1 -->', 'abc#1', '#12', '&#1;'])(
    'reads nothing in %s',
    (text) => {
      const { world, repository } = aSetting();
      anIssue(world, repository);
      expect(referencedIssues(world, repository, text)).toEqual([]);
    },
  );

  it('reads mentions outside code, not in mail addresses', () => {
    const { world, writer } = aSetting();
    expect(mentionedUsers(world, 'ask @bob, or `@tom` or me@rob.example @acme/team')).toEqual([
      writer,
    ]);
  });
});

describe('cross references', () => {
  it('appear once per pair of issues, however often they are repeated', () => {
    const { world, repository, writer } = aSetting();
    const target = anIssue(world, repository);
    const source = anIssue(world, repository, { by: as(writer), body: 'Like #1' });
    const comment = value(addComment(world, as(writer), { issue: source, body: 'again #1' }));
    value(editComment(world, as(writer), { comment, body: 'and again #1' }));
    const seen = target.timeline.filter(({ event }) => event === 'cross-referenced');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ source, actor: writer });
  });

  it('are not made to issues the writer cannot see', () => {
    const { world, repository, outsider } = aSetting({ visibility: 'private' });
    const secret = anIssue(world, repository);
    const own = value(createRepository(world, as(outsider), { owner: outsider, name: 'own' }));
    anIssue(world, own, { by: as(outsider), body: 'acme/incidents#1' });
    expect(secret.timeline).toEqual([]);
  });

  it('mention and subscribe a person once', () => {
    const { world, repository, writer, reader } = aSetting();
    const issue = anIssue(world, repository, { by: as(writer), body: '@rob @bob' });
    value(addComment(world, as(writer), { issue, body: '@rob' }));
    expect(issue.timeline.map(({ event, actor }) => [event, actor])).toEqual([
      ['mentioned', reader],
      ['subscribed', reader],
    ]);
  });

  it('stand in the timeline between the comments, in order', () => {
    const { world, repository } = aSetting();
    const issue = anIssue(world, repository);
    value(addComment(world, system, { issue, body: 'first' }));
    world.clock.advance(1000);
    anIssue(world, repository, { body: '#1' });
    value(addComment(world, system, { issue, body: 'last' }));
    expect(timelineOf(issue).map(({ kind }) => kind)).toEqual(['comment', 'event', 'comment']);
  });
});
