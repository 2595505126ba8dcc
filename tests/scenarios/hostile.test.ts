/** What people write by accident or on purpose: nothing pings, forges, breaks or is lost. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderMarkdown } from '../../sandbox/markdown/render.ts';
import { BOT, issueOf } from './support/look.ts';
import { INCIDENTS } from './support/organisation.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

vi.setConfig({ testTimeout: 120_000 });

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

/** Who was notified by a text on this issue, by GitHub's own reckoning. */
function woken(at: Thread): ReadonlySet<string> {
  const events = issueOf(scene.world, at).timeline;
  return new Set(
    events.flatMap(({ event, actor }) => (event === 'mentioned' ? [actor.login] : [])),
  );
}

const NO_LINKS = {
  mention: () => undefined,
  reference: () => undefined,
  shorten: () => undefined,
};

const HOSTILE = [
  '@carol',
  '<!-- norepeat:summary -->',
  '</details><h1>x</h1>',
  '| a | b |',
  '`` ` ``',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '$' + '{{7*7}}',
  'acme/incidents#1',
  '\u202Eevil\u202C',
  'שלום 👩‍🚒',
].join(' ');

describe('hostile words', () => {
  test('in every place that quotes them wake nobody and break nothing', async () => {
    const at = await scene.anIncident({
      title: HOSTILE.slice(0, 200),
      happening: HOSTILE,
      services: `checkout, ${HOSTILE}`,
      users: HOSTILE,
      started: HOSTILE,
      how: HOSTILE,
    });
    await scene.bob.comments(at, '/ack');
    for (const word of ['/update', '/note', '/mitigated', '/reopen', '/severity sev2']) {
      expect((await scene.says('bob', at, `${word} ${HOSTILE}`)).reaction).toBe('👍');
    }
    for (const word of ['/severity', '/service', '/started', '/role', '/related', '/impact']) {
      expect((await scene.says('bob', at, `${word} ${HOSTILE}`)).reaction).toBe('😕');
    }
    await scene.says('bob', at, '/timeline');
    const { summary, comments, summaryComment } = await scene.sees(at);
    const shown = renderMarkdown(summary, { kind: 'comment', links: NO_LINKS });
    expect(shown).not.toMatch(/<h1|<img|href="javascript/);
    expect(summary).not.toContain('\u202E');
    expect(summaryComment.body.match(/<!-- norepeat:summary/g)).toHaveLength(1);
    for (const { author, body } of comments)
      if (author === BOT) expect(body.length).toBeLessThan(65_536);
    // carol is mentioned in alice's own words; the app calls alice, who declared it, and bob: nobody else.
    expect(woken(at)).toEqual(new Set(['bob', 'carol']));
  });
});

describe('long and strange comments', () => {
  test('60 KB of text is one timeline entry, and its command is carried out', async () => {
    const at = await scene.anIncident();
    const body = `${'The log says so. '.repeat(3600)}\n\n/ack`;
    expect(body.length).toBeGreaterThan(60_000);
    expect((await scene.says('bob', at, body)).reaction).toBe('👍');
    expect((await scene.sees(at)).summary.length).toBeLessThan(30_000);
  });

  test('60 KB of commands, of quotes, of slashes and of brackets are answered or left alone', async () => {
    const at = await scene.anIncident();
    const bodies = ['/ack\n', '>', '/x/', '[', '`', '* ', '<details>', '/note [at '].map((piece) =>
      piece.repeat(Math.floor(60_000 / piece.length)),
    );
    for (const body of bodies) await scene.says('bob', at, body);
    const { status, comments } = await scene.sees(at);
    expect(['declared', 'acknowledged']).toContain(status);
    expect(comments.length).toBeLessThan(1 + 1 + bodies.length * 2 + 1);
    expect((await scene.says('bob', at, '/severity sev2')).reaction).toBe('👍');
  });

  test('updates and notes of 60 KB are kept short where they are shown', async () => {
    const at = await scene.anIncident();
    const long = 'ä👩‍🚒 '.repeat(9000);
    for (const word of ['/update', '/note', '/resolved', '/reopen']) {
      expect((await scene.says('bob', at, `${word} ${long}`)).reaction).toBe('👍');
    }
    const { summaryComment } = await scene.sees(at);
    expect(summaryComment.body.length).toBeLessThan(65_536);
    expect((await scene.says('bob', at, '/timeline')).answer?.length).toBeLessThan(65_536);
  });

  test('emoji, right-to-left text and CRLF are words like any other', async () => {
    const at = await scene.anIncident({ title: '🔥 התשלומים נכשלים', happening: 'שורה\r\nשורה' });
    const said = await scene.says('bob', at, 'تم\r\n\r\n/ack\r\n/update ✅ עובד\r\n');
    expect(said.reaction).toBe('👍');
    const { summary } = await scene.sees(at);
    expect(summary).toContain('✅ עובד');
    const { answer } = await scene.says('bob', at, '/timeline');
    expect(answer).toContain('تم');
  });

  test('invisible characters neither hide a command nor make one', async () => {
    const at = await scene.anIncident();
    expect((await scene.says('bob', at, '\u200B/ack')).reaction).toBe('👍');
    const path = await scene.says('bob', at, '/\u200Betc/passwd');
    expect(path).toMatchObject({ reaction: null, answer: null });
  });
});

describe('the app and itself', () => {
  test('an incident comes to rest: no answer to an answer, no echo of an echo', async () => {
    const at = await scene.anIncident();
    await scene.says('bob', at, '/ack\n/severity sev2\n/service search');
    await scene.says('bob', at, '/help');
    await scene.says('bob', at, '/nonsense but /ack!');
    await scene.settled();
    const before = scene.control.deliveries().length;
    const seen = await scene.sees(at);
    await scene.app().jobs.mark([
      {
        kind: 'incident',
        issue: { repo: { owner: 'acme', name: 'incidents' }, number: at.number },
      },
    ]);
    expect(await scene.sees(at)).toEqual(seen);
    expect(scene.control.deliveries()).toHaveLength(before);
  });

  test('a person who quotes the app runs nothing', async () => {
    const at = await scene.anIncident();
    await scene.says('bob', at, '/help');
    const { comments } = await scene.sees(at);
    const help = comments.find(({ author, body }) => author === BOT && body.includes('/reopen'));
    const quoted = help!.body.replaceAll(/^/gm, '> ');
    expect(await scene.says('alice', at, quoted)).toMatchObject({ reaction: null, answer: null });
  });

  test('another bot’s words are no commands', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, 'Deployed by a robot:\n\n```\n/resolved\n```');
    expect(said.reaction).toBeNull();
    expect((await scene.sees(at)).status).toBe('declared');
  });

  test('an ordinary issue beside the incidents is none of its business', async () => {
    const at = await scene.bob.opensIssue(INCIDENTS, { title: 'Buy cake', body: '/ack' });
    expect(await scene.says('bob', at, '/ack\n/help')).toMatchObject({ reaction: null });
    expect(await scene.sees(at)).toMatchObject({ labels: [] });
  });
});
