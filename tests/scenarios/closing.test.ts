/** When an incident is over: closed too early and opened again, closing by itself, its postmortem. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOT, visible } from './support/look.ts';
import { INCIDENTS } from './support/organisation.ts';
import type { Thread } from './support/person.ts';
import { finishes, openPostmortem } from './support/postmortem.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

/** What the app wrote that is no summary, call or answer: about closings, as a person reads it. */
async function toldOf(at: Thread): Promise<readonly string[]> {
  const { comments } = await scene.sees(at);
  return comments
    .filter(({ author, body }) => author === BOT && /^<!-- norepeat:(kept|ended) /.test(body))
    .map(({ body }) => visible(body));
}

async function anItem(incident: Thread): Promise<Thread> {
  const item = await scene.alice.opensIssue(INCIDENTS, { title: 'Alarm on pool size' });
  await scene.alice.assigns(item, 'bob');
  const { id } = await scene.alice.call<{ id: number }>('GET', issuePath(item));
  await scene.alice.call('POST', `${issuePath(incident)}/sub_issues`, { sub_issue_id: id });
  return item;
}

function issuePath({ repository, number }: Thread): string {
  return `/repos/${repository}/issues/${String(number)}`;
}

async function publishes(incident: Thread): Promise<void> {
  expect((await scene.sees(incident)).labels).toContain('postmortem:open');
  await finishes(scene.world, scene.bob, incident);
}

describe('closed while something is missing', () => {
  test('it is opened again, with the exact list, and its status stays', async () => {
    const at = await scene.anIncident({ severity: 'SEV-1' });
    await scene.says('bob', at, '/ack');
    const item = await anItem(at);
    await scene.bob.closes(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'acknowledged' });
    const [told, ...more] = await toldOf(at);
    expect(more).toEqual([]);
    expect(told).toContain('bob closed this, and it is not over yet. 2 things are missing:');
    expect(told).toContain('it is not mitigated: `/mitigated what helped`');
    expect(told).toContain(`/issues/${String(item.number)}) Alarm on pool size is open`);
    const { answer } = await scene.says('bob', at, '/timeline');
    expect(answer).toContain('Closed the issue; something was still missing');
  });

  test.each(['completed', 'not_planned', 'duplicate'] as const)(
    'as %s, whatever reason is clicked',
    async (reason) => {
      const at = await scene.anIncident({ severity: 'SEV-4' });
      await scene.bob.closes(at, reason);
      expect((await scene.sees(at)).state).toBe('open');
      expect(await toldOf(at)).toHaveLength(1);
    },
  );

  test('the same hand is told once a day, and opened again each time', async () => {
    const at = await scene.anIncident();
    for (let times = 0; times < 3; times += 1) {
      await scene.bob.closes(at);
      expect((await scene.sees(at)).state).toBe('open');
    }
    expect(await toldOf(at)).toHaveLength(1);
    await scene.alice.closes(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'open' });
    expect(await toldOf(at)).toHaveLength(2);
  });

  test('what was told and deleted is not told again', async () => {
    const at = await scene.anIncident();
    await scene.bob.closes(at);
    const { comments } = await scene.sees(at);
    const told = comments.find(({ body }) => body.startsWith('<!-- norepeat:kept '));
    await scene.alice.comments(at, 'I see.');
    await scene.settled();
    await scene.alice.deletes(told!);
    await scene.alice.comments(at, 'Away with it.');
    expect(await toldOf(at)).toEqual([]);
  });

  test('a resolution is not lost by it, nor when whoever closed it opens it again', async () => {
    const at = await scene.anIncident();
    await scene.says('bob', at, '/resolved');
    await scene.bob.closes(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'resolved' });
    scene.control.hold();
    await scene.bob.closes(at);
    await scene.bob.reopens(at);
    scene.control.send();
    scene.control.releaseAll();
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'resolved' });
  });

  test('a false alarm and a duplicate are still closed at once', async () => {
    const [alarm, twin] = [await scene.anIncident(), await scene.anIncident()];
    await anItem(alarm);
    await scene.says('bob', alarm, '/false-alarm the probe was broken');
    await scene.says('bob', twin, `/duplicate #${String(alarm.number)}`);
    expect(await scene.sees(alarm)).toMatchObject({ state: 'closed', reason: 'not_planned' });
    expect(await scene.sees(twin)).toMatchObject({ state: 'closed', reason: 'duplicate' });
    for (const at of [alarm, twin]) expect(await toldOf(at)).toEqual([]);
  });
});

describe('when everything is done', () => {
  test('it closes by itself with the last item, and says how long what took', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.passes(10);
    await scene.says('bob', at, `/started ${scene.clock(20)}\n/detected ${scene.clock(15)}\n/ack`);
    const item = await anItem(at);
    await scene.passes(20);
    await scene.says('bob', at, '/mitigated');
    await scene.passes(30);
    await scene.says('bob', at, '/resolved');
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'resolved' });
    await scene.passes(60);
    await scene.alice.closes(item);
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ state: 'closed', reason: 'completed', status: 'resolved' });
    const told = await toldOf(at);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(
      'Acknowledged 10 min after it was declared · detected 5 min, mitigated 40 min, resolved 1 h 10 min, closed 2 h 10 min after it started',
    );
    expect(seen.summary).toMatch(/Closed .* UTC, everything is done/);
  });

  test('not while another item is open, or closed by its assignee alone', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    const [first, second] = [await anItem(at), await anItem(at)];
    await scene.says('bob', at, '/resolved');
    await scene.alice.closes(first);
    await scene.bob.closes(second);
    expect((await scene.sees(at)).state).toBe('open');
  });

  test('at the resolution where all was done before, in one comment that asks what broke', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.says('bob', at, '/ack');
    await scene.alice.closes(await anItem(at));
    await scene.says('bob', at, '/resolved');
    const told = await toldOf(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/\*\*Closed:\*\*[^]*\*\*What broke\?\*\*/);
    await scene.restart({ loseStore: true });
    await scene.passes(60);
    expect((await scene.says('bob', at, '/cause configuration')).reaction).toBe('👍');
    const { comments } = await scene.sees(at);
    expect(comments.filter(({ body }) => body.includes('What broke?**'))).toHaveLength(1);
    expect(await toldOf(at)).toEqual(told);
  });

  test('where nothing was asked for it waits a business day after it was said to be resolved', async () => {
    const at = await scene.anIncident({ severity: 'SEV-5' });
    await scene.says('bob', at, `/resolved at ${scene.clock()}`);
    expect((await scene.sees(at)).summary).toMatch(/Nothing: it closes by itself 2026-03-03/);
    await scene.passes(23 * 60);
    expect((await scene.sees(at)).state).toBe('open');
    await scene.passes(60);
    expect(await scene.sees(at)).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(await toldOf(at)).toHaveLength(1);
  });

  test('opened again by a person it is work again, and ends after another resolution only', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.alice.closes(await anItem(at));
    await scene.says('bob', at, '/resolved');
    expect((await scene.sees(at)).state).toBe('closed');
    await scene.bob.reopens(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'acknowledged' });
    await scene.passes(3 * 24 * 60);
    expect((await scene.sees(at)).state).toBe('open');
    await scene.says('bob', at, '/resolved for good');
    expect((await scene.sees(at)).state).toBe('closed');
    expect(await toldOf(at)).toHaveLength(2);
  });

  test('whoever closes it first has closed it', async () => {
    const at = await scene.anIncident({ severity: 'SEV-5' });
    await scene.says('bob', at, '/resolved');
    await scene.bob.closes(at);
    const seen = await scene.sees(at);
    expect(seen.state).toBe('closed');
    expect(seen.summary).toMatch(/Closed .* by bob/);
    expect(await toldOf(at)).toEqual([]);
  });

  test('it is told once, whenever the app is started again or its store is lost', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.alice.closes(await anItem(at));
    await scene.says('bob', at, '/resolved');
    const before = await toldOf(at);
    expect(before).toHaveLength(1);
    await scene.restart();
    await scene.restart({ loseStore: true });
    await scene.app().sweep();
    expect(await toldOf(at)).toEqual(before);
    expect((await scene.sees(at)).state).toBe('closed');
  });
});

describe('a postmortem', () => {
  test('is opened at resolution, says what is left of it, and lets go once it is merged', async () => {
    const at = await scene.anIncident({ severity: 'SEV-1', services: '-' });
    await scene.says('bob', at, '/ack');
    expect((await scene.sees(at)).labels.join()).not.toContain('postmortem:');
    await scene.says('bob', at, '/cause change\n/resolved');
    const seen = await scene.sees(at);
    const { number } = openPostmortem(scene.world, at);
    expect(seen.labels).toContain('postmortem:open');
    expect(seen.labels).not.toContain('postmortem:due');
    expect(seen.summary).toContain(`/pull/${String(number)})`);
    await scene.bob.closes(at);
    expect((await scene.sees(at)).state).toBe('open');
    expect((await toldOf(at))[0]).toMatch(
      new RegExp(
        `the postmortem is not merged yet: \\[pull request\\]\\(\\S+/pull/${String(number)}\\)`,
      ),
    );
    await publishes(at);
    const over = await scene.sees(at);
    expect(over).toMatchObject({ state: 'closed', reason: 'completed' });
    expect(over.labels).toContain('postmortem:published');
    expect(over.labels).not.toContain('postmortem:open');
  });

  test('whose pull request was closed is due as before, and says how it is published', async () => {
    const at = await scene.anIncident({ severity: 'SEV-1', services: '-' });
    await scene.says('bob', at, '/cause change\n/resolved');
    const pull = openPostmortem(scene.world, at);
    await scene.bob.closes(pull);
    const seen = await scene.sees(at);
    expect(seen.labels).toContain('postmortem:due');
    expect(seen.labels).not.toContain('postmortem:open');
    const words = `\`/postmortem\` opens it on the branch \`norepeat/postmortem-${String(at.number)}\``;
    expect(seen.summary).toContain(words);
    await scene.bob.closes(at);
    expect((await scene.sees(at)).state).toBe('open');
    expect((await toldOf(at))[0]).toContain(`the postmortem is not published: ${words}`);
    expect((await scene.says('alice', at, '/postmortem')).reaction).toBe('👍');
    expect(openPostmortem(scene.world, at)).toEqual(pull);
    await publishes(at);
    expect((await scene.sees(at)).labels).toContain('postmortem:published');
  });

  test('is not published by a label', async () => {
    const at = await scene.anIncident({ severity: 'SEV-1' });
    await scene.says('bob', at, '/resolved');
    await scene.bob.labels(at, 'postmortem:published');
    await scene.bob.unlabels(at, 'postmortem:open');
    const seen = await scene.sees(at);
    expect(seen.labels).toContain('postmortem:open');
    expect(seen.labels).not.toContain('postmortem:published');
    expect(seen.state).toBe('open');
  });
});
