/** Every way to slip out by changing the incident: nothing for a member, at once for an approver. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { aGatedScene, FAILING } from '../support/gated-scene.ts';
import type { Engineer, GatedScene } from '../support/gated-scene.ts';
import { BOT, lookAt } from '../support/look.ts';
import type { FormFields, Thread } from '../support/person.ts';

interface WayOut {
  readonly fields?: FormFields;
  readonly by: (who: Engineer, incident: Thread) => Promise<unknown>;
  /** What is on the incident again after a member tried. */
  readonly back?: readonly string[];
  /** What is not on it then. */
  readonly gone?: readonly string[];
}

let scene: GatedScene;
let other: Thread;
beforeAll(async () => {
  scene = await aGatedScene();
  other = await scene.anIncident({ severity: 'SEV-5', title: 'An older one' });
});
afterAll(() => scene.close());

const SLA: FormFields = { severity: 'SEV-4', sla: 'Yes' };
const say =
  (text: string): WayOut['by'] =>
  (who, incident) =>
    who.comments(incident, text);

const WAYS: readonly (readonly [string, WayOut])[] = [
  ['/severity', { by: say('/severity sev4 not so bad'), back: ['severity:sev1'] }],
  [
    'the severity label',
    { by: (who, at) => who.labels(at, 'severity:sev4'), back: ['severity:sev1'] },
  ],
  [
    'taking sla-breach off',
    { fields: SLA, by: (who, at) => who.unlabels(at, 'sla-breach'), back: ['sla-breach'] },
  ],
  [
    'taking the label incident off',
    { by: (who, at) => who.unlabels(at, 'incident'), back: ['incident'] },
  ],
  [
    'taking the service off',
    { by: (who, at) => who.unlabels(at, 'service:checkout'), back: ['service:checkout'] },
  ],
  ['/service with a minus', { by: say('/service -checkout'), back: ['service:checkout'] }],
  ['calling it a drill', { by: (who, at) => who.labels(at, 'drill'), gone: ['drill'] }],
  ['/false-alarm', { by: say('/false-alarm the probe was broken') }],
  ['/duplicate', { by: (who, at) => who.comments(at, `/duplicate #${String(other.number)}`) }],
];

describe.each(WAYS)('%s', (_, { fields = {}, by, back = [], gone = [] }) => {
  let incident: Thread;
  let change: Pull;
  beforeEach(async () => {
    incident = await scene.aViolation(fields);
    change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
  });
  afterEach(async () => {
    if (lookAt(scene.world, incident).labels.includes('incident')) await scene.isOver(incident);
  });

  test('by a member changes nothing, and one answer says who can', async () => {
    const before = lookAt(scene.world, incident).comments.length;
    await by(scene.bob, incident);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    const seen = lookAt(scene.world, incident);
    expect(seen.labels).toEqual(expect.arrayContaining([...back]));
    for (const label of gone) expect(seen.labels).not.toContain(label);
    const answers = seen.comments.slice(before).filter(({ author }) => author === BOT);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.body).toContain('incident-commanders');
  });

  test('by an approver frees at once', async () => {
    await by(scene.erin, incident);
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

describe('what is no way out at all', () => {
  test.each<readonly [string, (incident: Thread) => Promise<unknown>]>([
    ['closing it as done', (at) => scene.bob.closes(at)],
    ['closing it as not planned', (at) => scene.bob.closes(at, 'not_planned')],
    ['closing it as a duplicate', (at) => scene.bob.closes(at, 'duplicate')],
    ['/resolved', (at) => scene.bob.comments(at, '/resolved')],
    [
      '/reopen: a later mitigation does not begin anew',
      (at) => scene.bob.comments(at, '/reopen x'),
    ],
    ['an earlier status label', (at) => scene.bob.labels(at, 'status:acknowledged')],
    ['taking the status label off', (at) => scene.bob.unlabels(at, 'status:mitigated')],
    ['taking the severity label off', (at) => scene.bob.unlabels(at, 'severity:sev1')],
    [
      'rewriting the form',
      (at) =>
        scene.bob.rewrites(at, { body: '### Severity\n\nSEV-5\n\n### Services affected\n\n-' }),
    ],
    ['deleting what the app said', (at) => deleteWhatTheAppSaid(at)],
    ['a reading member’s word', (at) => scene.dave.comments(at, '/false-alarm it was nothing')],
  ])('%s', async (_, act) => {
    const incident = await scene.aViolation();
    const change = await scene.aChange();
    await act(incident);
    await scene.settled();
    await scene.app().sweep();
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect((await scene.sees(incident)).state).toBe('open');
    await scene.isOver(incident);
  });
});

describe('tightening', () => {
  test('takes effect at once by anybody with the right, and cannot be taken back by them', async () => {
    const incident = await scene.aViolation({ severity: 'SEV-4' });
    const change = await scene.aChange();
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'success' });
    await scene.alice.comments(incident, '/severity sev2 more than we thought');
    expect(await scene.verdictOf(change)).toMatchObject({ conclusion: 'failure' });
    const said = await scene.says('alice', incident, '/severity sev4 or maybe not');
    expect(said.reaction).toBe('😕');
    expect(said.answer).toContain('incident-commanders');
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    await scene.isOver(incident);
  });

  test('what was a drill or a false alarm before it bound anybody binds nobody', async () => {
    const drill = await scene.aViolation({ drill: true });
    const alarm = await scene.anIncident({ severity: 'SEV-1' });
    await scene.bob.comments(alarm, '/false-alarm the probe was broken');
    const change = await scene.aChange();
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
    await scene.erin.comments(drill, '/false-alarm over');
  });

  test('an unconfirmed declaration binds nobody', async () => {
    const incident = await scene.dave.opensIncident({ severity: 'SEV-1', services: 'checkout' });
    await scene.dave.comments(incident, '/mitigated');
    const change = await scene.aChange();
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });
});

async function deleteWhatTheAppSaid(at: Thread): Promise<void> {
  for (const comment of lookAt(scene.world, at).comments) {
    if (comment.author === BOT) await scene.bob.deletes(comment);
  }
}
