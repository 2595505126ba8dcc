/** People with write access can edit and delete anybody's comments. They gain nothing by it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOT } from './support/look.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene({ visibility: 'public' });
});
afterAll(() => scene.close());

/** Declared, acknowledged, sev2, a role, a note, mitigated. */
async function aStory(): Promise<Thread> {
  const at = await scene.anIncident();
  await scene.says('bob', at, '/ack\n/commander @erin');
  await scene.says('erin', at, '/severity sev2 only cards');
  await scene.says('bob', at, '/note pool is at 4\n/impact users=12%');
  await scene.bob.labels(at, 'service:search');
  await scene.says('erin', at, '/mitigated pool is back');
  return at;
}

/** What an incident is, apart from what the timeline quotes. */
async function standing(at: Thread) {
  const { labels, state, assignees, summary } = await scene.sees(at);
  return { labels, state, assignees, top: summary.split('<details>')[0] };
}

describe('rewriting history', () => {
  test('edited commands grant, revive and revoke nothing', async () => {
    const at = await aStory();
    const before = await standing(at);
    for (const said of (await scene.sees(at)).said) {
      await scene.alice.edits(said, '/false-alarm never happened\n/severity sev5');
    }
    expect(await standing(at)).toEqual(before);
  });

  test('deleted commands stay accepted', async () => {
    const at = await aStory();
    const before = await standing(at);
    for (const said of (await scene.sees(at)).said) await scene.alice.deletes(said);
    expect(await standing(at)).toEqual(before);
    expect((await scene.sees(at)).said).toEqual([]);
  });

  test('words put into another’s mouth are refused with one sentence', async () => {
    const at = await aStory();
    const talk = await scene.erin.comments(at, 'I am looking.');
    await scene.settled();
    await scene.alice.edits(talk, '/resolved\n/role tech-lead @alice');
    const said = await scene.answered(talk);
    expect(said.reaction).toBe('😕');
    expect(said.answer).toMatch(/not erin's: alice changed this comment/);
    expect((await scene.sees(at)).status).toBe('mitigated');
  });

  test('every comment of the app edited and deleted: the incident is what it was', async () => {
    const at = await aStory();
    const before = await standing(at);
    const own = (await scene.sees(at)).comments.filter(({ author }) => author === BOT);
    const [first, ...others] = own;
    await scene.alice.edits(first!, '<!-- norepeat:summary -->\n\nResolved, nobody was hurt.');
    for (const comment of others) await scene.alice.deletes(comment);
    expect(await standing(at)).toEqual(before);
    await scene.alice.deletes((await scene.sees(at)).summaryComment);
    expect(await standing(at)).toEqual(before);
  });

  test('👍 given by a person accepts nothing', async () => {
    const at = await aStory();
    const said = await scene.says('dave', at, '/resolved');
    await scene.alice.reacts(said.comment, '+1');
    expect((await scene.sees(at)).status).toBe('mitigated');
    expect((await scene.answered(said.comment)).reaction).toBe('😕');
  });
});

describe('forging', () => {
  test('markers and blocks pasted by a person are words, nothing else', async () => {
    const at = await aStory();
    const other = await aStory();
    await scene.says('erin', other, '/resolved');
    const before = await standing(at);
    const { body } = (await scene.sees(other)).summaryComment;
    await scene.alice.comments(at, body);
    await scene.mallory.comments(at, '<!-- norepeat:summary -->\n\n# Resolved');
    await scene.mallory.comments(at, '<!-- norepeat:call checkout -->\n@bob');
    expect(await standing(at)).toEqual(before);
  });

  test('a block of another incident in the app’s own comment grants nothing, with the store or without', async () => {
    const at = await aStory();
    const other = await aStory();
    await scene.says('erin', other, '/resolved');
    const before = await standing(at);
    const { body } = (await scene.sees(other)).summaryComment;
    await scene.alice.edits((await scene.sees(at)).summaryComment, body);
    expect(await standing(at)).toEqual(before);
  });

  test('a block with one letter changed grants nothing when the store is lost', async () => {
    const at = await aStory();
    const { summaryComment } = await scene.sees(at);
    await scene.stopApp();
    const forged = summaryComment.body.replace('"sev2"', '"sev5"');
    expect(forged).not.toBe(summaryComment.body);
    await scene.alice.edits(summaryComment, forged);
    await scene.startApp();
    await scene.restart({ loseStore: true });
    const seen = await scene.sees(at);
    expect(seen.severity).not.toBe('sev5');
    expect(seen.state).toBe('open');
  });
});

describe('a lost store', () => {
  test('is rebuilt from GitHub: the same incidents, nothing written twice', async () => {
    const stories = [await aStory(), await scene.anIncident({}, 'mallory')];
    await scene.bob.closes(stories[1]!);
    const refused = await scene.says('dave', stories[0]!, '/resolved');
    const before = await Promise.all(stories.map((at) => scene.sees(at)));
    const bodies = before.map(({ comments }) => comments.map(({ body }) => body));
    await scene.rebuild({ loseStore: true });
    const after = await Promise.all(stories.map((at) => scene.sees(at)));
    expect(after.map(({ comments }) => comments.map(({ body }) => body))).toEqual(bodies);
    expect(after.map(({ labels }) => labels)).toEqual(before.map(({ labels }) => labels));
    expect(await scene.answered(refused.comment)).toEqual(refused);
  });

  test('and what was edited meanwhile still grants nothing', async () => {
    const at = await aStory();
    const before = await standing(at);
    const { said } = await scene.sees(at);
    await scene.alice.edits(said[1]!, '/severity sev5');
    await scene.alice.deletes(said[3]!);
    await scene.restart({ loseStore: true });
    expect(await standing(at)).toEqual(before);
  });

  test('rebuild with the store gives the same, too', async () => {
    const at = await aStory();
    const before = await scene.sees(at);
    const comments = before.comments.map(({ body }) => body);
    await scene.rebuild();
    expect((await scene.sees(at)).comments.map(({ body }) => body)).toEqual(comments);
  });

  test('a block that somebody broke is restored from the store', async () => {
    const at = await aStory();
    const { summaryComment } = await scene.sees(at);
    await scene.alice.edits(summaryComment, summaryComment.body.split('<!-- norepeat:signed')[0]!);
    expect((await scene.sees(at)).summaryComment.body).toBe(summaryComment.body);
  });
});

describe('while the app is down', () => {
  test('what was said and undone is decided by what is there when it is back', async () => {
    const at = await aStory();
    await scene.stopApp();
    await scene.bob.comments(at, '/resolved');
    const gone = await scene.bob.comments(at, '/severity sev5');
    await scene.bob.deletes(gone);
    await scene.startApp();
    expect(await scene.sees(at)).toMatchObject({ status: 'resolved', severity: 'sev2' });
  });
});
