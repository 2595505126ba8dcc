/** People and the app write in one document: nothing that people wrote is lost, and nobody is nagged. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contributor, type Contributor } from '../support/contributor.ts';
import { issueOf } from '../support/look.ts';
import { aScene, type Scene } from '../support/scene.ts';
import type { Thread } from '../support/person.ts';
import {
  aResolvedIncident,
  anHourPasses,
  branchOf,
  instead,
  postmortemOf,
  regionOf,
  seesPostmortem,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let scene: Scene;
let carol: Contributor;
beforeAll(async () => {
  scene = await aScene();
  carol = contributor(scene.carol, scene);
});
afterAll(() => scene.close());

const OPENED = 'Open the postmortem';
const FOLLOWED = 'Bring the postmortem up to what the incident says';

test('what people wrote stays, what they left alone follows, and what they touched is offered once', async () => {
  const incident = await aResolvedIncident(scene);
  const mine = 'A customer called us _four_ times before we looked.';
  await writes(scene, scene.bob, incident, (text) => {
    const detection = regionOf(text, 'detection');
    return instead(
      detection,
      `${detection}\n\n${mine}`,
    )(instead(/_What worked, and should stay as it is\?_/, 'The runbook was right.')(text));
  });
  await anHourPasses(scene);
  const detected = scene.clock(90);
  expect((await scene.says('bob', incident, `/detected ${detected}`)).reaction).toBe('👍');
  await scene.says('bob', incident, '/note the vendor agrees');
  await anHourPasses(scene);

  const followed = await seesPostmortem(scene, incident);
  expect(regionOf(followed.text, 'timeline')).toContain('the vendor agrees');
  expect(regionOf(followed.text, 'timeline')).toContain('It was detected');
  expect(followed.text).toContain('The runbook was right.');
  expect(regionOf(followed.text, 'detection')).toContain(mine);
  expect(regionOf(followed.text, 'detection')).not.toContain(detected);

  expect(followed.offers).toHaveLength(1);
  const { words, over } = followed.offers[0]!;
  expect(words).toContain('How it was detected changed in the incident.');
  expect(words).toContain('```suggestion');
  expect(words).toContain(`It was noticed at ${detected}`);
  expect(over).toContain(mine);

  // Whatever happens: not a second time, also by an app that knows nothing any more.
  await scene.says('bob', incident, '/note and the bank');
  await anHourPasses(scene);
  await scene.restart({ loseStore: true });
  await anHourPasses(scene);
  const later = await seesPostmortem(scene, incident);
  expect(regionOf(later.text, 'timeline')).toContain('and the bank');
  expect(later.offers).toHaveLength(1);
  expect(regionOf(later.text, 'detection')).toContain(mine);

  // Nor when somebody deletes it, and the app knows no more than what GitHub shows.
  for (const { comments } of issueOf(scene.world, later.pull).pull?.reviews ?? []) {
    comments.splice(0);
  }
  await scene.restart({ loseStore: true });
  await scene.says('bob', incident, '/note and the auditors');
  await anHourPasses(scene);
  expect((await seesPostmortem(scene, incident)).offers).toEqual([]);

  // Other words are another offer.
  const other = scene.clock(430);
  expect((await scene.says('bob', incident, `/detected ${other}`)).reaction).toBe('👍');
  await anHourPasses(scene);
  const offers = (await seesPostmortem(scene, incident)).offers.map((one) => one.words);
  expect(offers).toEqual([expect.stringContaining(`It was noticed at ${other}`)]);
});

describe('how often it commits', () => {
  test('once an hour at most, also when it lost its store, and everything is there after it', async () => {
    const incident = await aResolvedIncident(scene);
    for (const note of ['one', 'two', 'three']) {
      await scene.says('bob', incident, `/note number ${note}`);
      await scene.passes(5);
    }
    expect((await seesPostmortem(scene, incident)).commits).toEqual([OPENED]);
    await scene.restart({ loseStore: true });
    await scene.passes(5);
    expect((await seesPostmortem(scene, incident)).commits).toEqual([OPENED]);
    await scene.passes(45);
    const later = await seesPostmortem(scene, incident);
    expect(later.commits).toEqual([OPENED, FOLLOWED]);
    expect(regionOf(later.text, 'timeline')).toContain('number one');
    expect(regionOf(later.text, 'timeline')).toContain('number three');
    await scene.passes(300);
    expect((await seesPostmortem(scene, incident)).headSha).toBe(later.headSha);
  });

  test('never again once somebody approved, also when it lost its store', async () => {
    const incident = await aResolvedIncident(scene);
    const { pull, headSha } = await seesPostmortem(scene, incident);
    await carol.approves(pull);
    await scene.says('bob', incident, '/note too late for the document');
    await scene.passes(120);
    expect((await seesPostmortem(scene, incident)).headSha).toBe(headSha);
    await scene.restart({ loseStore: true });
    await scene.passes(120);
    const left = await seesPostmortem(scene, incident);
    expect(left.headSha).toBe(headSha);
    expect(left.offers).toEqual([]);
  });
});

describe('somebody pushes between the app’s look and its write', () => {
  test('while it is followed: nothing is lost, nothing is forced, and it follows on', async () => {
    const incident = await aResolvedIncident(scene);
    const before = await seesPostmortem(scene, incident);
    await anHourPasses(scene);
    const pushed = between(() =>
      scene.alice.commits(incident.repository, {
        path: before.path,
        text: instead('## Summary', '## Summary\n\nIn short: the pool.')(before.text),
        branch: branchOf(incident),
        message: 'In short',
      }),
    );
    await scene.says('bob', incident, '/note the vendor agrees');
    await anHourPasses(scene);
    expect(pushed.happened()).toBe(1);
    const after = await seesPostmortem(scene, incident);
    expect(after.text).toContain('In short: the pool.');
    expect(regionOf(after.text, 'timeline')).toContain('the vendor agrees');
    expect(after.commits).toEqual([OPENED, FOLLOWED]);
  });

  test('while it is opened: what is on the branch is taken as it is', async () => {
    const incident = await scene.anIncident({ severity: 'SEV-1' });
    const path = `postmortems/2026/${String(incident.number)}-ours.md`;
    const text = `---\nincident: ${name(incident)}\n---\n\n# Ours\n\nNo markers at all.\n`;
    const pushed = between(() =>
      scene.alice.commits(incident.repository, { path, text, branch: branchOf(incident) }),
    );
    await scene.says('bob', incident, '/ack\n/resolved the pool');
    expect(pushed.happened()).toBe(1);
    const opened = await seesPostmortem(scene, incident);
    expect(opened).toMatchObject({ state: 'open', path, text });
    expect(opened.commits).toEqual([]);
    await scene.says('bob', incident, '/note not for a document without markers');
    await scene.passes(120);
    expect(postmortemOf(scene.world, incident)).toMatchObject({ text, commits: [] });
  });
});

function name({ repository, number }: Thread): string {
  return `${repository}#${String(number)}`;
}

/**
 * Does something just before the app's next commit reaches GitHub: whatever the app knows of the branch is
 * from before. The request waits until it is done.
 */
function between(act: () => Promise<unknown>): { readonly happened: () => number } {
  const START = 'http.server.request.start';
  let acts = 0;
  const isCommit = (body: string): boolean => body.includes('createCommitOnBranch');
  const onStart = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    if (request.url !== '/api/graphql' || acts > 0) return;
    const emit = request.emit.bind(request);
    const held: Parameters<typeof emit>[] = [];
    let isHolding = false;
    request.emit = ((...event: Parameters<typeof emit>): boolean => {
      const given: readonly unknown[] = event;
      const [what, chunk] = given;
      if (!isHolding && what === 'data' && acts === 0 && isCommit(String(chunk))) {
        acts += 1;
        isHolding = true;
        unsubscribe(START, onStart);
        void act().finally(() => {
          isHolding = false;
          for (const one of held) emit(...one);
        });
      }
      if (!isHolding) return emit(...event);
      held.push(event);
      return true;
    }) as typeof request.emit;
  };
  subscribe(START, onStart);
  return { happened: () => acts };
}
