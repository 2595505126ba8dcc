/** The timeline follows what people say, and the summary is one comment that nobody can spoil. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

async function timelineOf(at: Thread): Promise<string> {
  const { answer } = await scene.says('dave', at, '/timeline');
  return answer ?? '';
}

describe('what is said', () => {
  test('every human comment is an entry by its first line, with time, author and link', async () => {
    const at = await scene.anIncident();
    const { id } = await scene.bob.comments(at, '**Pool** is empty.\n\nMore later.');
    const entry = `- **[${scene.clock()} UTC](${scene.url}/acme/incidents/issues/${String(at.number)}#issuecomment-${String(id)})** bob: Pool is empty.`;
    expect(await timelineOf(at)).toContain(entry);
  });

  test('an edit changes the entry, deleting takes it off', async () => {
    const at = await scene.anIncident();
    const comment = await scene.bob.comments(at, 'The pool is empty.');
    await scene.settled();
    await scene.bob.edits(comment, 'The pool has 4 connections.');
    const edited = await timelineOf(at);
    expect(edited).toContain('The pool has 4 connections.');
    expect(edited).not.toContain('The pool is empty.');
    await scene.bob.deletes(comment);
    expect(await timelineOf(at)).not.toContain('The pool has');
  });

  test('a note is edited and deleted like any comment', async () => {
    const at = await scene.anIncident();
    const { comment } = await scene.says('bob', at, '/note deploy 4711 went out');
    await scene.bob.edits(comment, '/note deploy 4712 went out');
    expect(await timelineOf(at)).toContain('deploy 4712 went out');
    await scene.bob.deletes(comment);
    expect(await timelineOf(at)).not.toContain('deploy 471');
  });

  test('hidden comments are off and 🚀 ones are key at the next full read', async () => {
    const at = await scene.anIncident();
    await scene.says('alice', at, '/ack');
    const spam = await scene.dave.comments(at, 'Buy my pool!');
    const found = await scene.bob.comments(at, 'Found it: the pool.');
    await scene.settled();
    await scene.bob.hides(spam);
    await scene.alice.reacts(found, 'rocket');
    await scene.settled();
    await scene.passes(16);
    const { summary } = await scene.sees(at);
    expect(summary).toContain('Found it: the pool.');
    expect(await timelineOf(at)).not.toContain('Buy my pool!');
    await scene.bob.shows(spam);
    await scene.passes(16);
    expect(await timelineOf(at)).toContain('Buy my pool!');
  });

  test('automatic entries tell the whole story', async () => {
    const at = await scene.anIncident();
    await scene.says('alice', at, '/ack\n/commander me');
    await scene.says('alice', at, '/commander @bob');
    await scene.bob.labels(at, 'severity:sev2');
    await scene.says('bob', at, '/service search\n/update Rolling back');
    await scene.says('bob', at, '/mitigated rolled back');
    await scene.says('bob', at, '/resolved\n/reopen it is back');
    const told = (await timelineOf(at)).split('\n');
    const order = [
      /Declared with the incident form/,
      /Acknowledged/,
      /Commander.*alice/,
      /Commander.*bob/,
      /SEV-2/,
      /search is affected/,
      /Rolling back/,
      /Mitigated.*rolled back/i,
      /Resolved/i,
      /it is back/,
    ].map((words) => told.findIndex((line) => words.test(line)));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('what the app says is no entry, and starts nothing', async () => {
    const at = await scene.anIncident();
    await scene.says('dave', at, '/help');
    expect(await timelineOf(at)).not.toMatch(/Begin a line/);
    const before = (await scene.sees(at)).comments.length;
    await scene.passes(1);
    expect((await scene.sees(at)).comments).toHaveLength(before);
  });
});

describe('the summary', () => {
  test('is edited in place as the incident goes on', async () => {
    const at = await scene.anIncident();
    const { id } = (await scene.sees(at)).summaryComment;
    await scene.says('alice', at, '/ack');
    await scene.says('alice', at, '/resolved');
    expect((await scene.sees(at)).summaryComment.id).toBe(id);
  });

  test('comes back where it was when somebody edits it, with or without its marker', async () => {
    const at = await scene.anIncident();
    const before = (await scene.sees(at)).summaryComment;
    for (const body of ['Nothing to see here.', '<!-- norepeat:summary -->\n\nAll is well.']) {
      await scene.bob.edits(before, body);
      const { id, body: restored } = (await scene.sees(at)).summaryComment;
      expect({ id, restored }).toEqual({ id: before.id, restored: before.body });
    }
  });

  test('comes back, once, when somebody deletes it', async () => {
    const at = await scene.anIncident();
    const before = await scene.sees(at);
    await scene.bob.deletes(before.summaryComment);
    expect((await scene.sees(at)).summary).toBe(before.summary);
  });

  test('is not written when there is no news', async () => {
    const at = await scene.anIncident();
    await scene.says('alice', at, '/ack');
    const before = (await scene.sees(at)).summaryComment;
    await scene.passes(3);
    await scene.restart();
    await scene.app().sweep();
    expect((await scene.sees(at)).summaryComment).toEqual(before);
  });

  test('what somebody writes into the app’s other comments does not stay under its name', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, '/severity sev9');
    const { calls, comments } = await scene.sees(at);
    const reply = comments.at(-1)!;
    await scene.alice.edits(reply, `${reply.body}\n\nAll fine, says the app.`);
    expect((await scene.answered(said.comment)).answer).toBe(said.answer);
    await scene.alice.edits(reply, 'All fine, says the app.');
    await scene.alice.edits(calls[0]!, '@mallory @dave come quick');
    const seen = await scene.sees(at);
    expect(seen.comments.map(({ body }) => body).join()).not.toMatch(/All fine|come quick/);
  });
});
