/** What belongs to an incident because somebody's text says so, and who is heard on an item. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatedPolicy } from '../support/gated-organisation.ts';
import { aGatedScene, type GatedScene } from '../support/gated-scene.ts';
import { issueOf, lookAt } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { becomes, itemCalled, ownComments, reminders } from './support.ts';

const VAULT = 'acme/vault';
const CHECKOUT = 'acme/checkout';
const SITE = 'acme/website';

let scene: GatedScene;
beforeAll(async () => {
  scene = await aGatedScene({
    policy: gatedPolicy().replace(
      'repository: acme/incidents\n',
      `repository: acme/incidents\n  private_repository: ${VAULT}\n`,
    ),
    also: ['acme/website'],
    more: [{ name: VAULT, visibility: 'private', files: { 'README.md': '# Vault\n' } }],
    grants: { payments: { [VAULT]: 'write', [SITE]: 'write', [INCIDENTS]: 'write' } },
    required: [],
  });
});
afterAll(() => scene.close());

function isBelow(incident: Thread, item: Thread): boolean {
  const { parent } = issueOf(scene.world, item);
  return parent?.number === incident.number && parent.repository.name === 'incidents';
}

describe('an issue is adopted', () => {
  test('when the incident’s own text lists it, and is not forced on whoever takes it off again', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-3' });
    const issue = await scene.bob.opensIssue(CHECKOUT, { title: 'Cap the pool' });
    const { body } = issueOf(scene.world, incident);
    const name = `${CHECKOUT}#${String(issue.number)}`;
    await scene.alice.rewrites(incident, { body: `${body ?? ''}\n\n- [ ] ${name}\n` });
    await scene.passes(1);
    expect(isBelow(incident, issue)).toBe(true);
    expect((await scene.sees(issue)).labels).toContain('action-item');
    await scene.bob.removesSubIssue(incident, issue);
    await scene.passes(20);
    expect(isBelow(incident, issue)).toBe(false);
    await scene.isOver(incident);
  });

  test('when it calls itself part of the incident, by somebody who may', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-3' });
    const body = `Part of ${INCIDENTS}#${String(incident.number)}`;
    const issue = await scene.bob.opensIssue(CHECKOUT, { title: 'Cap the pool', body });
    await scene.passes(1);
    expect(isBelow(incident, issue)).toBe(true);
    expect((await scene.sees(issue)).labels).toContain('action-item');
    await scene.isOver(incident);
  });

  test('not because a stranger says so', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-3' });
    const body = `Part of ${INCIDENTS}#${String(incident.number)}`;
    const issue = await scene.mallory.opensIssue(SITE, { title: 'Mine first', body });
    await scene.passes(1);
    expect(isBelow(incident, issue)).toBe(false);
    await scene.isOver(incident);
  });
});

describe('an item of a restricted incident in a repository that everybody reads', () => {
  test('is reminded of, and never names the incident', { timeout: 120_000 }, async () => {
    await becomes(scene, '2026-03-09T12:00Z');
    const secret = {
      title: 'Keys of the till leaked',
      labels: ['incident', 'severity:sev2', 'service:checkout'],
    };
    const incident = await scene.alice.opensIssue(VAULT, secret);
    await scene.settled();
    await scene.says('bob', incident, '/ack\n/mitigated keys changed');
    const asked = `/action detect Rotate keys weekly @bob due 2026-03-13 in ${SITE}`;
    expect((await scene.says('alice', incident, asked)).reaction).toBe('👍');
    const item = itemCalled(scene.world, incident, 'Rotate keys weekly');
    expect(item.repository).toBe(SITE);
    await becomes(scene, '2026-03-12T09:05Z');
    await becomes(scene, '2026-03-16T09:05Z');
    expect(reminders(scene.world, item, 'item').length).toBeGreaterThan(1);
    expect((await scene.says('bob', item, '/due in 5 days')).reaction).toBe('👍');
    await scene.bob.closes(item);
    await scene.settled();
    expect(ownComments(scene.world, item).join('\n')).toContain('/confirm');
    const { body, title } = lookAt(scene.world, item);
    const shown = [title, body, ...lookAt(scene.world, item).comments.map((one) => one.body)].join(
      '\n',
    );
    expect(shown).not.toMatch(/vault|Keys of the till/i);
    await scene.says('erin', incident, '/false-alarm the story is over');
  });
});

describe('on an action item', () => {
  test('a stranger is told no, once, and nothing changes', async () => {
    const incident = await scene.aViolation();
    const asked = `/action detect See it sooner @bob due 2026-06-05 in ${SITE}`;
    await scene.says('alice', incident, asked);
    const item = itemCalled(scene.world, incident, 'See it sooner');
    const before = lookAt(scene.world, item);
    for (const text of [
      '/due in 90 days',
      '/owner me',
      '/confirm',
      '/not-doing no',
      '/snooze 3d',
    ]) {
      const said = await scene.says('mallory', item, text);
      expect({ text, reaction: said.reaction }).toEqual({ text, reaction: '😕' });
    }
    const { assignees, body, state } = await scene.sees(item);
    expect({ assignees, body, state }).toEqual({
      ...{ assignees: before.assignees, body: before.body, state: 'open' },
    });
    await scene.isOver(incident);
  });

  test('its owner says when, hands it on, and cannot confirm it; a colleague can', async () => {
    const incident = await scene.aViolation();
    await scene.says('alice', incident, '/action prevent Alert on pool size @bob due 2026-06-05');
    const item = itemCalled(scene.world, incident, 'Alert on pool size');
    expect((await scene.says('bob', item, '/due 2026-06-12')).reaction).toBe('👍');
    expect(lookAt(scene.world, item).body).toContain('Due: 2026-06-12');
    expect((await scene.says('bob', item, '/confirm')).reaction).toBe('😕');
    await scene.bob.closes(item);
    expect(await scene.sees(item)).toMatchObject({ state: 'open' });
    const refused = await scene.says('alice', item, '/not-doing no time');
    expect(refused.reaction).toBe('😕');
    expect(refused.answer).toContain(`/accept ${CHECKOUT}#${String(item.number)} reason`);
    expect((await scene.says('alice', item, '/confirm')).reaction).toBe('👍');
    expect(await scene.sees(item)).toMatchObject({ state: 'closed', reason: 'completed' });
    await scene.isOver(incident);
  });
});

test('the day that somebody writes into an item counts until the next /due, and is left as it is', async () => {
  const incident = await scene.aViolation();
  await scene.says('alice', incident, '/action detect Alert on pool size @bob due 2026-06-05');
  const item = itemCalled(scene.world, incident, 'Alert on pool size');
  const text = () => lookAt(scene.world, item).body;
  const edited = text().replace(/^Due:.*$/m, 'Due: 2026-06-19');
  await scene.alice.rewrites(item, { body: edited });
  await scene.settled();
  await scene.passes(16);
  expect(text()).toBe(edited);
  expect((await scene.sees(incident)).summary).toContain('2026-06-19');
  expect((await scene.says('bob', item, '/due 2026-06-05')).reaction).toBe('👍');
  expect(text()).toMatch(/^Due: 2026-06-05$/m);
  expect((await scene.sees(incident)).summary).not.toContain('2026-06-19');
  await scene.isOver(incident);
});

describe('an incident that is an earlier one once more', () => {
  test('counts, shows what was to prevent it, and tells the earlier one', async () => {
    const first = await scene.aViolation({ title: 'The pool is empty' });
    await scene.says('alice', first, '/action prevent Alert on pool size @bob');
    const item = itemCalled(scene.world, first, 'Alert on pool size');
    await scene.alice.closes(item);
    const again = await scene.aViolation({ title: 'The pool is empty, again' });
    const text = `/repeat-of #${String(first.number)}`;
    expect((await scene.says('bob', again, text)).reaction).toBe('👍');
    await scene.passes(2);
    const { summary } = await scene.sees(again);
    expect(summary).toContain('The second time.');
    expect(summary).toContain('Alert on pool size');
    expect((await scene.sees(first)).summary).toContain('It came back:');
    expect((await scene.says('bob', first, `/repeat-of #${String(again.number)}`)).reaction).toBe(
      '😕',
    );
    expect((await scene.says('bob', again, `/repeat-of #${String(again.number)}`)).reaction).toBe(
      '😕',
    );
    await scene.isOver(again);
  });
});
