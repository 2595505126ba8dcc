/** Every command of the grammar as a person uses it: accepted, refused, impossible, mistyped. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/core/command/grammar.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

/** Says it and expects 👍, with nothing in reply. */
async function accepted(at: Thread, body: string, who: 'alice' | 'bob' | 'erin' = 'alice') {
  const said = await scene.says(who, at, body);
  expect({ body, ...said }).toMatchObject({ reaction: '👍', answer: null });
  return scene.sees(at);
}

/** Says it and expects 😕 and a reply that contains every one of these texts. */
async function refused(at: Thread, body: string, ...texts: readonly string[]) {
  const said = await scene.says('alice', at, body);
  expect({ body, reaction: said.reaction }).toEqual({ body, reaction: '😕' });
  for (const text of texts) expect(said.answer).toContain(text);
  return scene.sees(at);
}

describe('somebody takes it', () => {
  test('/ack acknowledges now, and says who', async () => {
    const at = await scene.anIncident();
    expect((await scene.sees(at)).status).toBe('declared');
    const seen = await accepted(at, '/ack', 'bob');
    expect(seen.status).toBe('acknowledged');
    expect(seen.summary).toContain(`Acknowledged ${scene.clock()} UTC by bob`);
  });

  test('a second /ack changes nothing, and is no mistake', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/ack', 'bob');
    expect((await accepted(at, '/ack', 'alice')).summary).toContain('by bob');
  });

  test('/ack with a time is answered: it is always now', async () => {
    const at = await scene.anIncident();
    const seen = await refused(at, '/ack at 11:50', 'always as of now', '`/ack`');
    expect(seen.status).toBe('declared');
  });

  test('a closed incident is not acknowledged but reopened', async () => {
    const at = await scene.anIncident({ severity: 'SEV-5' });
    await accepted(at, '/resolved', 'bob');
    await scene.alice.closes(at);
    await refused(at, '/ack', 'the incident is closed', '/reopen');
  });
});

describe('how bad it is', () => {
  test('/severity sets it, with the reason on the timeline', async () => {
    const at = await scene.anIncident();
    const seen = await accepted(at, '/severity sev3 only a few carts');
    expect(seen.severity).toBe('sev3');
    expect(seen.summary).toContain('Chosen by alice');
    const { answer } = await scene.says('alice', at, '/timeline');
    expect(answer).toContain('only a few carts');
  });

  test.each(['/severity SEV-2', '/severity sev 2', '/sev 2nd', '/severity'])(
    '%s is understood or answered with what to write',
    async (body) => {
      const at = await scene.anIncident();
      const { reaction, answer } = await scene.says('alice', at, body);
      const { severity } = await scene.sees(at);
      if (reaction === '👍') expect(severity).toBe('sev2');
      else expect(answer).toMatch(/`\/severity sev\d`/);
    },
  );

  test('/sev2 is how people say it in chat: the answer says how here', async () => {
    const at = await scene.anIncident();
    await refused(at, '/sev2', '/severity sev2');
  });

  test('/impact recomputes what nobody chose', async () => {
    const at = await scene.anIncident();
    expect((await scene.sees(at)).severity).toBe('sev1');
    const seen = await accepted(at, '/impact users=12% customers=3% cost=0%');
    expect(seen.severity).toBe('sev2');
    expect(seen.summary).toContain('12 % of users');
    expect((await accepted(at, '/impact users=40%')).severity).toBe('sev1');
  });

  test('/impact leaves a severity that a person chose, and shows the other beside it', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/severity sev3');
    const seen = await accepted(at, '/impact users=60% customers=0% cost=0%');
    expect(seen.severity).toBe('sev3');
    expect(seen.summary).toContain('figures say SEV-1');
  });

  test('an impact that is no figure is answered', async () => {
    const at = await scene.anIncident();
    await refused(at, '/impact users=many', '/impact users=');
    await refused(at, '/impact', '/impact users=');
  });
});

describe('who does what', () => {
  test('roles are given, taken and handed over', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/commander @erin\n/role tech-lead @bob');
    expect((await scene.sees(at)).summary).toMatch(/Commander erin/);
    const seen = await accepted(at, '/commander me', 'bob');
    expect(seen.summary).toMatch(/Commander bob/);
    const { answer } = await scene.says('alice', at, '/timeline');
    expect(answer).toMatch(/Commander.*erin.*\n.*Commander.*(bob|erin)/s);
  });

  test('a role nobody has, a team, or nobody at all is answered', async () => {
    const at = await scene.anIncident();
    await refused(at, '/role captain @bob', '“captain”', 'commander');
    await refused(at, '/commander @acme/payments', 'not by a team');
    await refused(at, '/role', 'which role');
  });

  test('who holds a role may steer, though they only read', async () => {
    const at = await scene.anIncident();
    expect((await scene.says('dave', at, '/update all is well')).reaction).toBe('😕');
    await accepted(at, '/role communications @dave');
    const said = await scene.says('dave', at, '/update We are on it.');
    expect(said.reaction).toBe('👍');
    expect((await scene.sees(at)).summary).toContain('We are on it.');
  });
});

describe('what is affected', () => {
  test('a service comes and goes, with its label, owners and responders', async () => {
    const at = await scene.anIncident();
    const seen = await accepted(at, '/service search');
    expect(seen.services).toEqual(['checkout', 'search']);
    expect(seen.assignees).toEqual(['alice', 'bob', 'carol']);
    expect(seen.calls.at(-1)?.body).toContain('@carol');
    const after = await accepted(at, '/service -checkout');
    expect(after.services).toEqual(['search']);
    expect(after.calls).toHaveLength(2);
  });

  test('a service the policy does not know is answered with those it knows', async () => {
    const at = await scene.anIncident();
    const seen = await refused(at, '/service chekout', 'checkout, search', '/service checkout');
    expect(seen.services).toEqual(['checkout']);
  });
});

describe('what is told', () => {
  test('/update is the latest word, and restarts its clock', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/ack');
    await scene.passes(10);
    const seen = await accepted(at, '/update Rolling back.\nOrders work again soon.');
    expect(seen.summary).toContain(`**Update** | ${scene.clock()} UTC by alice, next one due by`);
    expect(seen.summary).toContain(`${scene.clock(-30)} UTC: Rolling back.`);
  });

  test('/note is a line of the timeline, at the time it gives', async () => {
    const at = await scene.anIncident();
    await scene.passes(20);
    const [then, now] = [scene.clock(15), scene.clock()];
    await accepted(at, `/note somebody called\n/note at ${then} error rate climbs`);
    const { answer } = await scene.says('alice', at, '/timeline');
    const lines = answer?.split('\n') ?? [];
    const line = (text: string): number => lines.findIndex((each) => each.includes(text));
    expect(lines[line('error rate climbs')]).toContain(`${then} UTC`);
    expect(lines[line('somebody called')]).toContain(`${now} UTC`);
    expect(line('error rate climbs')).toBeLessThan(line('somebody called'));
  });

  test('without a text neither says anything, and that is answered', async () => {
    const at = await scene.anIncident();
    await refused(at, '/update', 'needs a text');
    await refused(at, '/note', 'needs a text');
  });
});

describe('how it ends', () => {
  test('/mitigated, /resolved and /reopen move the status', async () => {
    const at = await scene.anIncident();
    expect((await accepted(at, '/mitigated rolled back')).status).toBe('mitigated');
    expect((await accepted(at, '/resolved the index is fixed')).status).toBe('resolved');
    const reopened = await accepted(at, '/reopen errors are back');
    expect(reopened.status).toBe('acknowledged');
    expect(reopened.state).toBe('open');
  });

  test('/reopen needs a reason, and something that is over', async () => {
    const at = await scene.anIncident();
    await refused(at, '/reopen errors', 'nothing to reopen');
    await accepted(at, '/resolved');
    await refused(at, '/reopen', 'needs a reason');
  });

  test('/resolved does not take back what is resolved: /mitigated then needs a time', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/resolved');
    await refused(at, '/mitigated', 'it is resolved since');
  });

  test('/started and /detected correct the clocks', async () => {
    const at = await scene.anIncident();
    const seen = await accepted(at, '/started 11:40\n/detected 11:50');
    expect(seen.summary).toContain('| Started | 2026-03-02 11:40 UTC |');
    expect(seen.summary).toMatch(/\| Detected \| 2026-03-02 11:50 UTC \| 10 min after the start/);
  });

  test('nothing ends tomorrow', async () => {
    const at = await scene.anIncident();
    await refused(at, '/mitigated at 11:00 tomorrow', 'in the future');
  });

  test('a clock without a readable time is answered', async () => {
    const at = await scene.anIncident();
    await refused(at, '/started', 'does not say when');
    await refused(at, '/detected noonish', 'time I can read');
    await refused(at, '/started 11:40 or so', 'I understand the time, but not');
  });
});

describe('what it has to do with others', () => {
  test('/related links both', async () => {
    const [one, other] = [await scene.anIncident(), await scene.anIncident({ title: 'Other' })];
    const seen = await accepted(one, `/related #${String(other.number)}`);
    const link = (to: Thread): string =>
      `](${scene.url}/${to.repository}/issues/${String(to.number)})`;
    expect(seen.summary).toContain('Relations: 1');
    expect(seen.summary).toMatch(/related to \[#.\d+\]/);
    expect(seen.summary).toContain(link(other));
    const there = await scene.sees(other);
    expect(there.summary).toContain('Relations: 1');
    expect(there.summary).toContain(link(one));
    await refused(one, `/related #${String(one.number)}`, 'cannot refer to itself');
    await refused(one, '/related to nothing', 'which issue');
  });

  test('/duplicate closes this one as the duplicate', async () => {
    const [one, other] = [await scene.anIncident(), await scene.anIncident()];
    const seen = await accepted(other, `/duplicate #${String(one.number)}`);
    expect(seen).toMatchObject({ state: 'closed', reason: 'duplicate' });
    const link = `](${scene.url}/${one.repository}/issues/${String(one.number)})`;
    const [headline] = seen.summary.split('| :-');
    expect(headline).toMatch(/duplicate of \[#.\d+\]/);
    expect(headline).toContain(link);
  });

  test('/false-alarm closes it as not planned, with its label; it needs a reason', async () => {
    const at = await scene.anIncident();
    await refused(at, '/false-alarm', 'needs a reason');
    const seen = await accepted(at, '/false-alarm the probe was broken');
    expect(seen).toMatchObject({ state: 'closed', reason: 'not_planned' });
    expect(seen.labels).toContain('false-alarm');
    expect(seen.summary).toContain('the probe was broken');
    const again = await accepted(at, '/reopen it was real');
    expect(again.state).toBe('open');
    expect(again.labels).not.toContain('false-alarm');
  });

  test('/incident declare on an incident is answered: it is one already', async () => {
    const at = await scene.anIncident();
    await refused(at, '/incident declare', 'an incident already');
  });
});

describe('asking the app', () => {
  test('/help lists every command to anybody', async () => {
    const at = await scene.anIncident();
    const { reaction, answer } = await scene.says('dave', at, '/help');
    expect(reaction).toBe('👍');
    for (const { usage } of COMMANDS) {
      expect(answer?.replaceAll('\\|', '|')).toContain(usage.split(' ')[0]);
    }
  });

  test('/timeline shows everything to anybody, once', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/ack');
    const first = await scene.says('dave', at, '/timeline');
    expect(first.answer).toMatch(/Declared[\s\S]*Acknowledged/);
    await accepted(at, '/mitigated');
    expect((await scene.answered(first.comment)).answer).toBe(first.answer);
  });
});

describe('all or nothing', () => {
  test('one wrong line and nothing of the comment is carried out', async () => {
    const at = await scene.anIncident();
    const seen = await refused(at, '/ack\n/severity sev9\n/mitigated', 'sev9');
    expect(seen.status).toBe('declared');
  });

  test('one impossible line likewise', async () => {
    const at = await scene.anIncident();
    const seen = await refused(
      at,
      '/severity sev4\n/mitigated at 2026-03-09 23:59',
      'in the future',
    );
    expect(seen.severity).toBe('sev1');
  });

  test('a refused comment that its author mends is tried again; the reply goes', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, 'It is over.\n\n/mitgated rolled back');
    expect(said.reaction).toBe('😕');
    expect(said.answer).toContain('/mitigated');
    await scene.bob.edits(said.comment, 'It is over.\n\n/mitigated rolled back');
    expect(await scene.answered(said.comment)).toMatchObject({ reaction: '👍', answer: null });
    expect((await scene.sees(at)).status).toBe('mitigated');
  });

  test('a refused comment mended into another mistake gets another answer in the same place', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, '/severty sev2');
    await scene.bob.edits(said.comment, '/severity sev7');
    const again = await scene.answered(said.comment);
    expect(again.reaction).toBe('😕');
    expect(again.answer).toContain('sev7');
    await scene.bob.edits(said.comment, 'never mind');
    expect(await scene.answered(said.comment)).toMatchObject({ reaction: null, answer: null });
  });

  test('an accepted comment is never run again, whatever it says later', async () => {
    const at = await scene.anIncident();
    const said = await scene.says('bob', at, '/severity sev2');
    await scene.bob.edits(said.comment, '/severity sev5\n/resolved');
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ severity: 'sev2', status: 'declared' });
    expect(await scene.answered(said.comment)).toMatchObject({ reaction: '👍', answer: null });
  });
});

describe('the right to steer', () => {
  const asking = ['help', 'timeline', 'similar'];
  const commands = COMMANDS.filter(({ kind }) => ![...asking, 'declare'].includes(kind));

  let read: Thread;
  beforeAll(async () => {
    read = await scene.anIncident();
  });

  test.each(commands.map(({ example }) => [example]))('%s by a reader is refused', async (line) => {
    const before = await scene.sees(read);
    const said = await scene.says('dave', read, line);
    expect(said.reaction).toBe('😕');
    expect(said.answer).toContain('dave has no right to steer this incident');
    const after = await scene.sees(read);
    expect(after.labels).toEqual(before.labels);
    expect(after.state).toBe('open');
  });

  test.each(asking)('/%s is for everybody who can read', async (word) => {
    const before = await scene.sees(read);
    const said = await scene.says('dave', read, `/${word}`);
    expect(said.reaction).toBe('👍');
    expect(said.answer).not.toBeNull();
    expect((await scene.sees(read)).labels).toEqual(before.labels);
  });

  test('a member of the team that owns an affected service may, though they only read', async () => {
    const at = await scene.anIncident({ services: 'search' });
    expect((await scene.says('carol', at, '/ack')).reaction).toBe('👍');
  });

  test('a member of a team that owns none of them may not', async () => {
    const at = await scene.anIncident({ services: 'checkout' });
    expect((await scene.says('carol', at, '/ack')).reaction).toBe('😕');
  });
});

describe('what is no command', () => {
  let at: Thread;
  beforeAll(async () => {
    at = await scene.anIncident();
  });

  test.each([
    ['code', '```sh\n/resolved\n```'],
    ['indented code', 'See:\n\n    /resolved'],
    ['a code span', '`/resolved`'],
    ['a quote', '> /resolved'],
    ['an HTML comment', '<!--\n/resolved\n-->\nhello'],
    ['a folded part', '<details>\n\n/resolved\n\n</details>'],
    ['a list', '- /resolved'],
    ['a path', '/etc/passwd was changed\n/tmp is full\n/usr/bin/node'],
    ['another app’s command', '/rebase'],
    ['the middle of a line', 'we are /resolved'],
  ])('%s gets neither effect nor answer', async (_, body) => {
    expect(await scene.says('alice', at, body)).toMatchObject({ reaction: null, answer: null });
    expect((await scene.sees(at)).status).toBe('declared');
  });
});
