/** Every way to declare an incident, who may, and what happens in the first seconds. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRepository } from '../../sandbox/model/world.ts';
import { INCIDENTS } from './support/organisation.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

/** The newest issue of the incident repository. */
function newest(): Thread {
  const { issues } = findRepository(scene.world, 'acme', 'incidents')!;
  return { repository: INCIDENTS, number: Math.max(0, ...issues.keys()) };
}

describe('by the form', () => {
  test('the incident is labelled, summarised, its responders called and assigned', async () => {
    const at = await scene.alice.opensIncident({
      title: 'Payments fail for half of Europe',
      services: 'checkout, search',
      users: '15',
      customers: '3 %',
      cost: '0',
      severity: 'Not sure',
      started: '11:40',
      detected: '11:55',
      how: 'A customer called',
      sla: 'Yes',
    });
    const seen = await scene.sees(at);
    expect(seen.labels).toEqual([
      'incident',
      'service:checkout',
      'service:search',
      'severity:sev2',
      'sla-breach',
      'status:declared',
    ]);
    expect(seen.assignees).toEqual(['alice', 'bob', 'carol']);
    expect(seen.calls.map(({ body }) => body).join()).toMatch(/@alice @bob @carol/);
    expect(seen.summary).toContain('15 % of users: **SEV-2** begins at 10 %');
    expect(seen.summary).toContain('| Started | 2026-03-02 11:40 UTC |');
    expect(seen.summary).toContain('A customer called');
    expect(seen.summary).toContain('https://runbooks.example/checkout');
    expect(seen.summary).toContain('https://dashboards.example/checkout');
  });

  test('a chosen severity stands, and what the figures say is shown beside it', async () => {
    const at = await scene.anIncident({
      severity: 'SEV-4',
      users: '50',
      customers: '0',
      cost: '0',
    });
    const seen = await scene.sees(at);
    expect(seen.severity).toBe('sev4');
    expect(seen.summary).toContain('figures say SEV-1');
  });

  test('nothing but a title is an incident as bad as it could be, and says so', async () => {
    const at = await scene.alice.opensIncident({ title: 'Something is odd', services: '' });
    const seen = await scene.sees(at);
    expect(seen.severity).toBe('sev1');
    expect(seen.summary).toContain('SEV-1, assumed');
    expect(seen.summary).toContain('taken as the worst it could be');
    expect(seen.calls).toEqual([]);
  });

  test('what cannot be read is asked for, nothing is dropped in silence', async () => {
    const at = await scene.anIncident({
      services: 'checkout, chekcout',
      users: 'a lot',
      started: 'lunch time',
      detected: '2031-01-01 10:00',
    });
    const { summary, services, state } = await scene.sees(at);
    expect(state).toBe('open');
    expect(services).toEqual(['checkout']);
    expect(summary).toContain('**Not understood:**');
    for (const words of ['“a lot”', '“lunch time”', '“2031-01-01 10:00”', '“chekcout”']) {
      expect(summary).toContain(words);
    }
  });

  test('headings in a person’s own text do not split the form', async () => {
    const at = await scene.anIncident({
      happening: '### Seen\n\nPayments fail.\n\n### Users affected\n\n99',
      users: '4',
      customers: '4',
      cost: '4',
    });
    const seen = await scene.sees(at);
    expect(seen.severity).not.toBe('sev1');
    expect(seen.summary).toContain('4 % of users');
  });

  test('edited fields are read again', async () => {
    const at = await scene.anIncident({ users: '3', customers: '3', cost: '3' });
    const { body, severity } = await scene.sees(at);
    expect(severity).not.toBe('sev1');
    const heading = '### Users affected (%)\n\n';
    await scene.alice.rewrites(at, { body: body.replace(`${heading}3`, `${heading}30`) });
    expect((await scene.sees(at)).severity).toBe('sev1');
  });

  test('it is an incident also when GitHub does not know the label yet', async () => {
    await scene.erin.call('DELETE', `/repos/${INCIDENTS}/labels/incident`);
    const at = await scene.alice.opensIncident({ services: 'checkout' });
    expect((await scene.sees(at)).labels).toContain('incident');
  });

  test('the same title twice is two incidents', async () => {
    const [one, two] = [await scene.anIncident(), await scene.anIncident()];
    expect(one.number).not.toBe(two.number);
    expect((await scene.sees(two)).status).toBe('declared');
  });
});

describe('a drill', () => {
  test('is marked wherever somebody looks, and in the call', async () => {
    const at = await scene.anIncident({ drill: true });
    const seen = await scene.sees(at);
    expect(seen.labels).toContain('drill');
    expect(seen.summary).toContain('**Drill.** An exercise');
    expect(seen.summary).toMatch(/^\*\*Drill[\s\S]*DRILL SEV-1/);
    expect(seen.calls[0]?.body).toContain('Drill, nothing is really broken.');
  });

  test('can turn out to be none: the label is a control', async () => {
    const at = await scene.anIncident({ drill: true });
    await scene.bob.unlabels(at, 'drill');
    const seen = await scene.sees(at);
    expect(seen.labels).not.toContain('drill');
    expect(seen.summary).not.toContain('DRILL');
  });
});

describe('by the label', () => {
  test('an ordinary issue of the incident repository becomes one', async () => {
    const at = await scene.bob.opensIssue(INCIDENTS, { title: 'Slow', body: 'Since noon.' });
    expect((await scene.sees(at)).comments).toEqual([]);
    await scene.bob.labels(at, 'incident', 'service:search');
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ status: 'declared', severity: 'sev1', services: ['search'] });
    expect(seen.assignees).toEqual(['carol']);
  });

  test('an issue elsewhere does not', async () => {
    const at = await scene.alice.opensIssue('acme/checkout', { title: 'Slow' });
    await scene.alice.call('POST', '/repos/acme/checkout/labels', {
      name: 'incident',
      color: 'ff0000',
    });
    await scene.alice.labels(at, 'incident');
    expect(await scene.sees(at)).toMatchObject({ labels: ['incident'], comments: [] });
  });

  test('commands said before that were said to an ordinary issue', async () => {
    const at = await scene.bob.opensIssue(INCIDENTS, { title: 'Slow' });
    await scene.bob.comments(at, '/severity sev5\n/ack');
    await scene.bob.labels(at, 'incident');
    expect(await scene.sees(at)).toMatchObject({ severity: 'sev1', status: 'declared' });
  });

  test('taken off by a person, it is no incident any more and is left alone', async () => {
    const at = await scene.anIncident();
    await scene.bob.unlabels(at, 'incident');
    await scene.settled();
    expect(await scene.says('bob', at, '/ack')).toMatchObject({ reaction: null, answer: null });
  });
});

describe('by /incident declare', () => {
  test('on an issue: one incident, linked both ways, however often it is looked at', async () => {
    const from = await scene.carol.opensIssue('acme/search', { title: 'Suggestions are empty' });
    const said = await scene.says('carol', from, '/incident declare\n\nSince the last build.');
    const at = newest();
    expect(said.reaction).toBe('👍');
    expect(said.answer).toContain(`/acme/incidents/issues/${String(at.number)}`);
    const seen = await scene.sees(at);
    expect(seen.title).toBe('Suggestions are empty');
    expect(seen.body).toContain(`/acme/search/issues/${String(from.number)}`);
    expect(seen.summary).toContain('Declared from acme/search');
    expect(seen.summary).not.toContain('Unconfirmed');
    await scene.carol.comments(from, 'Any news?');
    await scene.carol.edits(said.comment, '/incident declare another title');
    await scene.settled();
    expect(newest()).toEqual(at);
  });

  test('on a pull request, with a title of its own', async () => {
    const file = { path: 'pool.ts', text: 'export {};\n', branch: 'pool' };
    await scene.alice.commits('acme/checkout', file);
    const pull = await scene.alice.opensPull('acme/checkout', { title: 'Pool', head: 'pool' });
    const said = await scene.says('alice', pull, '/incident declare The pool runs dry');
    expect(said.reaction).toBe('👍');
    expect((await scene.sees(newest())).title).toBe('The pool runs dry');
  });

  test('by somebody who may not: one answer, no incident', async () => {
    const before = newest();
    const from = await scene.mallory.opensIssue('acme/checkout', { title: 'Broken!' });
    const said = await scene.says('mallory', from, '/incident declare');
    expect(said.reaction).toBe('😕');
    expect(said.answer).toContain('mallory cannot declare incidents from here');
    expect(newest()).toEqual(before);
  });

  test('mistyped: an answer that says how', async () => {
    const from = await scene.alice.opensIssue('acme/checkout', { title: 'Broken' });
    const said = await scene.says('alice', from, '/incident delcare');
    expect(said.reaction).toBe('😕');
    expect(said.answer).toContain('/incident declare');
    await scene.alice.edits(said.comment, '/incident declare');
    expect(await scene.answered(said.comment)).toMatchObject({ reaction: '👍' });
  });

  test.each(['`/incident declare`', '> /incident declare', 'see /incident declare', '/ack'])(
    '%s elsewhere is no declaration',
    async (body) => {
      const before = newest();
      const from = await scene.alice.opensIssue('acme/checkout', { title: 'Talk' });
      expect(await scene.says('alice', from, body)).toMatchObject({ reaction: null, answer: null });
      expect(newest()).toEqual(before);
    },
  );
});

describe('by an alarm', () => {
  test('repository_dispatch opens an incident with all it says', async () => {
    await scene.alice.dispatches({
      title: 'Search index is 40 minutes old',
      description: 'Index age over threshold for 10 min',
      services: ['search'],
      severity: 'sev3',
      users: 3,
      customers: '2%',
      started_at: '2026-03-02T11:50:00Z',
      detected_at: '2026-03-02T11:58:00Z',
    });
    await scene.settled();
    const seen = await scene.sees(newest());
    expect(seen).toMatchObject({
      title: 'Search index is 40 minutes old',
      severity: 'sev3',
      services: ['search'],
      assignees: ['carol'],
    });
    expect(seen.summary).toContain('3 % of users');
    expect(seen.summary).toContain('| Started | 2026-03-02 11:50 UTC |');
    expect(seen.body).toContain('Index age over threshold');
  });

  test('with the same dedup_key it becomes a comment while the incident is open', async () => {
    const alarm = { title: 'Checkout is slow', services: ['checkout'], dedup_key: 'slow' };
    await scene.alice.dispatches(alarm);
    await scene.settled();
    const first = newest();
    await scene.alice.dispatches({ ...alarm, description: 'p99 is 9 s' });
    const seen = await scene.sees(first);
    expect(newest()).toEqual(first);
    expect(seen.comments.at(-1)?.body).toMatch(/The same alarm again: Checkout is slow[\s\S]*9 s/);
    await scene.alice.comments(first, '/false-alarm the probe');
    await scene.settled();
    await scene.alice.dispatches(alarm);
    await scene.settled();
    expect(newest().number).toBeGreaterThan(first.number);
  });

  test('two at the same moment with one key are one incident', async () => {
    const before = newest().number;
    const alarm = { title: 'Twice at once', dedup_key: 'twice' };
    await Promise.all([scene.alice.dispatches(alarm), scene.alice.dispatches(alarm)]);
    const seen = await scene.sees({ repository: INCIDENTS, number: before + 1 });
    expect(newest().number).toBe(before + 1);
    expect(seen.comments.filter(({ body }) => body.includes('alarm again'))).toHaveLength(1);
  });

  test('odd values are left out, not the alarm', async () => {
    await scene.alice.dispatches({
      title: 'Odd alarm',
      services: { checkout: true },
      users: 'many',
      severity: 42,
      started_at: 'soon',
      dedup_key: '',
    });
    await scene.settled();
    const seen = await scene.sees(newest());
    expect(seen.title).toBe('Odd alarm');
    expect(seen.severity).toBe('sev1');
  });

  test.each([
    ['no title', {}],
    ['an empty title', { title: '  ' }],
    ['a title that is none', { title: ['x'] }],
  ])('%s declares nothing, and the log says so', async (_, payload) => {
    const before = newest();
    await scene.alice.dispatches(payload);
    await scene.settled();
    expect(newest()).toEqual(before);
    expect(scene.logged.at(-1)).toMatchObject({ reason: 'client_payload.title is missing' });
  });

  test('another event, or the wrong repository, declares nothing', async () => {
    const before = newest();
    await scene.alice.dispatches({ title: 'Deployed' }, { event: 'deployed' });
    await scene.alice.dispatches({ title: 'Wrong door' }, { repository: 'acme/checkout' });
    await scene.settled();
    expect(newest()).toEqual(before);
    expect(scene.logged.some(({ reason }) => String(reason).includes('send the event there'))).toBe(
      true,
    );
  });

  test('what an alarm says is dead text: no mention, no marker, no heading of the form', async () => {
    await scene.alice.dispatches({
      title: '@alice <!-- norepeat:summary --> #1',
      description: '### Severity\n\nSEV-5\n\n@bob <!-- norepeat:delivery x -->',
    });
    await scene.settled();
    const seen = await scene.sees(newest());
    expect(seen.title).toContain('norepeat:summary');
    expect(seen.severity).toBe('sev1');
    expect(seen.assignees).toEqual([]);
  });
});

describe('suspects', () => {
  test('what was merged and deployed there in the day before is listed, with links', async () => {
    const file = { path: 'limit.ts', text: 'export const LIMIT = 1;\n', branch: 'limit' };
    await scene.alice.commits('acme/checkout', file);
    const pull = await scene.alice.opensPull('acme/checkout', { title: 'Lower it', head: 'limit' });
    await scene.alice.merges(pull);
    await scene.alice.call('POST', '/repos/acme/checkout/deployments', {
      ref: 'main',
      environment: 'production',
      auto_merge: false,
      required_contexts: [],
    });
    await scene.passes(5);
    const at = await scene.anIncident();
    const seen = await scene.sees(at);
    expect(seen.summary).toContain('Suspects: 2 changes in the 24 hours before');
    expect(seen.summary).toContain(`[Lower it](${scene.url}/acme/checkout/pull/`);
    expect(seen.summary).toMatch(/deployed \[.*production/);
    const other = await scene.anIncident({ services: 'search' });
    expect((await scene.sees(other)).summary).not.toContain('Suspects');
  });
});
