/** Which incidents get a postmortem, where it lies, and what becomes of one that nobody writes. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { becomes, ownComments, reminders } from '../followup/support.ts';
import { lookAt } from '../support/look.ts';
import { INCIDENTS, POLICY } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  checkOf,
  fileAt,
  pathsAt,
  postmortemOf,
  seesPostmortem,
  withRow,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const VAULT = 'acme/vault';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene({
    policy: POLICY.replace(
      'repository: acme/incidents\n',
      `repository: acme/incidents\n  private_repository: ${VAULT}\n`,
    ),
    visibility: 'public',
    more: [{ name: VAULT, visibility: 'private', files: { 'README.md': '# Vault\n' } }],
    grants: { payments: { [VAULT]: 'write' }, 'incident-commanders': { [VAULT]: 'maintain' } },
  });
});
afterAll(() => scene.close());

async function hasNone(incident: Thread): Promise<void> {
  await scene.passes(120);
  expect(postmortemOf(scene.world, incident)).toBeNull();
}

// First in the file: while no other postmortem is open, the index is in the pull request.
describe('a restricted incident', () => {
  test('has its postmortem in the private repository, and names nothing elsewhere', async () => {
    const incident = await scene.alice.opensIssue(VAULT, {
      title: 'Keys of the till leaked',
      labels: ['incident', 'severity:sev1', 'service:checkout'],
    });
    await scene.settled();
    const before = pathsAt(scene.world, INCIDENTS);
    await scene.says('bob', incident, '/ack\n/mitigated keys changed\n/resolved all are new');
    const row = withRow('Rotate the keys weekly', '@bob', '2026-04-01', '');
    await writes(scene, scene.bob, incident, row);
    const opened = await seesPostmortem(scene, incident);
    expect(opened.pull.repository).toBe(VAULT);
    await scene.bob.merges(opened.pull);
    await scene.passes(2);
    expect((await seesPostmortem(scene, incident)).state).toBe('merged');
    expect(fileAt(scene.world, VAULT, 'postmortems/README.md')).toContain('Keys of the till');

    // The next one of everybody's says nothing of it, nor does anything else that a stranger can see.
    const open = await aResolvedIncident(scene, { title: 'Refunds hang' });
    await scene.bob.merges((await seesPostmortem(scene, open)).pull);
    await scene.passes(2);
    expect(fileAt(scene.world, INCIDENTS, 'postmortems/README.md')).toContain('Refunds hang');
    expect(pathsAt(scene.world, INCIDENTS).length).toBeGreaterThan(before.length);
    expect(everythingSaidIn(INCIDENTS)).not.toMatch(/vault|Keys of the till/i);
    expect(everythingSaidIn('acme/checkout')).not.toMatch(/vault|Keys of the till/i);
  });
});

describe('no postmortem is opened', () => {
  test('for a drill, unless somebody wants one', async () => {
    const drill = await scene.anIncident({ severity: 'SEV-1', drill: true });
    await scene.says('bob', drill, '/ack\n/mitigated done\n/resolved we know the way now');
    await hasNone(drill);
    expect((await scene.says('bob', drill, '/postmortem')).reaction).toBe('👍');
    expect(await seesPostmortem(scene, drill)).toMatchObject({ state: 'open' });
  });

  test('for a false alarm', async () => {
    const alarm = await scene.anIncident({ severity: 'SEV-1' });
    await scene.says('bob', alarm, '/ack\n/false-alarm the probe was wrong');
    await hasNone(alarm);
  });

  test('for a false alarm that is known late: what the app opened it closes, and what people wrote stays', async () => {
    const begun = async (title: string): Promise<Thread> => {
      const incident = await aResolvedIncident(scene, { title, severity: 'SEV-4' });
      expect((await scene.says('bob', incident, '/postmortem')).reaction).toBe('👍');
      return incident;
    };
    const alarm = await begun('The probe was wrong');
    const late = await begun('It was the probe again');
    await writes(scene, scene.bob, late, (text) => `${text}\nThe probe is too eager.\n`);
    for (const each of [alarm, late]) {
      await seesPostmortem(scene, each);
      expect((await scene.says('bob', each, '/false-alarm it was the probe')).reaction).toBe('👍');
      await scene.passes(2);
    }
    const closed = await seesPostmortem(scene, alarm);
    expect(closed.state).toBe('closed');
    const kept = await seesPostmortem(scene, late);
    expect(kept.state).toBe('open');
    expect(checkOf(scene, kept)).toMatchObject({ conclusion: 'neutral' });
    await scene.passes(120);
    for (const { pull } of [closed, kept]) {
      const said = ownComments(scene.world, pull).filter((one) => /Nobody owes/.test(one));
      expect(said).toHaveLength(1);
    }
    expect((await scene.says('bob', late, '/postmortem')).reaction).toBe('👍');
    await scene.passes(2);
    const wanted = await seesPostmortem(scene, late);
    expect(checkOf(scene, wanted)?.title).toMatch(/left/);
    expect(ownComments(scene.world, wanted.pull).join('')).not.toContain('Nobody owes');
    // The app's closing takes no word of a person back.
    await scene.says('bob', alarm, '/reopen it was real after all');
    await scene.says('bob', alarm, '/resolved for good');
    await scene.passes(2);
    expect((await seesPostmortem(scene, alarm)).state).toBe('open');
  });

  test('where it turned out less severe: closed with nobody’s words in it, and opened again when it is worse', async () => {
    const fields = { severity: 'SEV-3', services: '_No response_' };
    const incident = await scene.anIncident({ title: 'Less than it seems', ...fields });
    const says = async (words: string) => {
      expect((await scene.says('bob', incident, words)).reaction).toBe('👍');
    };
    await says('/severity sev2');
    await says('/ack\n/resolved rolled back');
    expect((await seesPostmortem(scene, incident)).state).toBe('open');
    await says('/severity sev4 nobody saw it');
    await scene.passes(2);
    expect((await seesPostmortem(scene, incident)).state).toBe('closed');
    await says('/severity sev2 half of Europe saw it');
    await scene.passes(2);
    const { state, pull } = await seesPostmortem(scene, incident);
    expect(state).toBe('open');
    expect(ownComments(scene.world, pull).join('')).not.toContain('Nobody owes');
  });

  test('where it turned out less severe, until a person opens again what the app closed', async () => {
    const fields = { severity: 'SEV-3', services: '_No response_' };
    const incident = await scene.anIncident({ title: 'Worth writing all the same', ...fields });
    for (const words of ['/severity sev2', '/resolved rolled back', '/severity sev4 unseen']) {
      expect((await scene.says('bob', incident, words)).reaction).toBe('👍');
    }
    await scene.passes(2);
    const { state, pull } = await seesPostmortem(scene, incident);
    expect(state).toBe('closed');
    await scene.bob.reopens(pull);
    await scene.passes(2);
    await scene.bob.comments(incident, 'I go on writing it.');
    await scene.passes(120);
    // A commit of that hour is a new head, which is looked at after it.
    await scene.passes(2);
    const seen = await seesPostmortem(scene, incident);
    expect(seen.state).toBe('open');
    expect(checkOf(scene, seen)?.title).toMatch(/left/);
    expect(ownComments(scene.world, pull).join('')).not.toContain('Nobody owes');
    // What was a false alarm after all is left to them.
    expect((await scene.says('bob', incident, '/false-alarm the probe')).reaction).toBe('👍');
    await scene.passes(2);
    expect((await seesPostmortem(scene, incident)).state).toBe('open');
  });

  test('while the severity asks for none; when it is raised after the end, there is one', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-4' });
    await scene.says('bob', incident, '/ack\n/resolved rolled back');
    await hasNone(incident);
    expect((await scene.says('bob', incident, '/severity sev1 half of Europe')).reaction).toBe(
      '👍',
    );
    expect(await seesPostmortem(scene, incident)).toMatchObject({ state: 'open' });
    expect((await scene.sees(incident)).labels).toContain('postmortem:open');
  });
});

const DAY = 24 * 60 * 60_000;

/** Nobody is reminded of a postmortem at night or on a weekend. */
function wednesdayNoonAfter(ms: number): string {
  const noon = new Date(Math.ceil(ms / DAY) * DAY + DAY / 2);
  return new Date(noon.getTime() + ((10 - noon.getUTCDay()) % 7) * DAY).toISOString();
}

test('one that nobody writes is reminded of, with the way to it and what is left', async () => {
  const incident = await aResolvedIncident(scene, { title: 'Nobody has time' });
  const { pull } = await seesPostmortem(scene, incident);
  await becomes(scene, wednesdayNoonAfter(scene.world.clock.now() + 35 * DAY));
  const said = reminders(scene.world, incident, 'postmortem');
  expect(said.length).toBeGreaterThan(0);
  expect(said.at(-1)).toContain(`/pull/${String(pull.number)})`);
  expect(said.at(-1)).toMatch(/\*\*\d+ things left: /);
});

/** Texts of issues, pull requests and comments, and of every file of every branch. */
function everythingSaidIn(name: string): string {
  const repository = [...scene.world.state.repositories.values()].find(
    (one) => `${one.owner.login}/${one.name}` === name,
  )!;
  const threads = [...repository.issues.keys()].map((number) => {
    const { title, body, comments } = lookAt(scene.world, { repository: name, number });
    return [title, body, ...comments.map((comment) => comment.body)].join('\n');
  });
  const files = [...repository.branches.values()].flatMap((sha) =>
    pathsAt(scene.world, name, sha).map(
      (path) => `${path}\n${fileAt(scene.world, name, path, sha) ?? ''}`,
    ),
  );
  const checks = [...repository.checkRuns.values()].map(
    ({ title, summary, text }) => `${title ?? ''}\n${summary ?? ''}\n${text ?? ''}`,
  );
  return [...threads, ...files, ...checks].join('\n');
}
