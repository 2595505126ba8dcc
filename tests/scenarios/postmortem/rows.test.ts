/** Rows of the action table become issues, each exactly once, and the table and the issues say the same. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contributor } from '../support/contributor.ts';
import { INCIDENTS } from '../support/organisation.ts';
import { issueOf, lookAt } from '../support/look.ts';
import { itemCalled } from '../followup/support.ts';
import type { Thread } from '../support/person.ts';
import { aScene, type Scene } from '../support/scene.ts';
import {
  aResolvedIncident,
  anHourPasses,
  branchOf,
  checkOf,
  regionOf,
  seesPostmortem,
  withRow,
  writes,
} from './support.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let scene: Scene;
beforeAll(async () => {
  scene = await aScene();
});
afterAll(() => scene.close());

function itemsOf(incident: Thread): readonly string[] {
  return issueOf(scene.world, incident).subIssues.map(({ title }) => title);
}

/** Issues with that title, wherever and whether or not they belong to anything. */
function issuesCalled(title: string): number {
  return [...scene.world.state.repositories.values()]
    .flatMap(({ issues }) => [...issues.values()])
    .filter((one) => one.title === title && one.pull === null).length;
}

function rowsIn(text: string): readonly (readonly string[])[] {
  return regionOf(text, 'action-items')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('/create-items', () => {
  test.each(['incident', 'pull'] as const)(
    'said on the %s: those that are there',
    async (where) => {
      const incident = await aResolvedIncident(scene);
      await writes(
        scene,
        scene.bob,
        incident,
        withRow('detect: See it sooner', 'alice', '2026-04-01', ''),
      );
      await writes(scene, scene.bob, incident, withRow('Cap the `pool`', '', '', ''));
      const { pull } = await seesPostmortem(scene, incident);
      const at = where === 'pull' ? pull : incident;
      const { comment } = await scene.says('bob', at, '/create-items');
      await scene.passes(1);
      expect((await scene.answered(comment)).reaction).toBe('👍');
      expect(itemsOf(incident)).toEqual(['See it sooner', 'Cap the pool']);
      expect(lookAt(scene.world, itemCalled(scene.world, incident, 'See it sooner'))).toMatchObject(
        {
          assignees: ['alice'],
          state: 'open',
        },
      );

      // Their issues are named behind the words, and the rows follow them from then on.
      await anHourPasses(scene);
      const linked = rowsIn((await seesPostmortem(scene, incident)).text);
      expect(linked.map(([action]) => action)).toEqual([
        expect.stringMatching(/^detect: See it sooner \(\[acme\/checkout#\d+\]\(.*\)\)$/),
        expect.stringMatching(/^Cap the `pool` \(\[acme\/checkout#\d+\]\(.*\)\)$/),
      ]);
      const sooner = itemCalled(scene.world, incident, 'See it sooner');
      await scene.bob.unassigns(sooner, 'alice');
      await scene.bob.assigns(sooner, 'bob');
      expect((await scene.says('bob', sooner, '/due 2026-05-01')).reaction).toBe('👍');
      await anHourPasses(scene);
      const [first] = rowsIn((await seesPostmortem(scene, incident)).text);
      expect(first?.slice(1)).toEqual(['@bob', '2026-05-01', 'open']);

      // Saying it again makes nothing again, and merging neither.
      await scene.says('bob', at, '/create-items');
      await scene.bob.merges(pull);
      await scene.passes(2);
      expect(itemsOf(incident)).toHaveLength(2);
    },
  );

  test('not by somebody who has no right on the incident', async () => {
    const incident = await aResolvedIncident(scene);
    await writes(scene, scene.bob, incident, withRow('Never by dave', '', '', ''));
    const { pull } = await seesPostmortem(scene, incident);
    expect((await scene.says('dave', pull, '/create-items')).reaction).toBe('😕');
    expect(itemsOf(incident)).toEqual([]);
  });
});

test('a row that names an issue that is there links it, and makes none', async () => {
  const incident = await aResolvedIncident(scene);
  const issue = await scene.bob.opensIssue(INCIDENTS, { title: 'Already known' });
  const number = `(#${String(issue.number)})`;
  await writes(scene, scene.bob, incident, withRow(`Already known ${number}`, '', '', ''));
  await scene.bob.merges((await seesPostmortem(scene, incident)).pull);
  await scene.passes(2);
  expect(itemsOf(incident)).toEqual(['Already known']);
  expect(issuesCalled('Already known')).toBe(1);
});

test('what cannot be read is said at its line, and the row is made without it', async () => {
  const incident = await aResolvedIncident(scene);
  const row = withRow('Ask the vendor', 'somebody nice', 'when it is warmer', '');
  await writes(scene, scene.bob, incident, row);
  const { text, ...of } = await seesPostmortem(scene, incident);
  const line = text.split('\n').findIndex((one) => one.includes('Ask the vendor')) + 1;
  const check = checkOf(scene, { ...of, text });
  expect(check?.conclusion).toBe('failure');
  const said = check?.annotations.filter(({ startLine }) => startLine === line);
  expect(said?.map(({ message }) => message).join('\n')).toContain('somebody nice');
  expect(said?.map(({ message }) => message).join('\n')).toContain('when it is warmer');
  await scene.bob.merges(of.pull);
  await scene.passes(2);
  expect(itemsOf(incident)).toEqual(['Ask the vendor']);
  const item = lookAt(scene.world, itemCalled(scene.world, incident, 'Ask the vendor'));
  expect(item.assignees).toEqual([]);
});

test('an item made elsewhere stands in the table while it is open, and goes when it is none any more', async () => {
  const incident = await aResolvedIncident(scene);
  await scene.says('alice', incident, '/action prevent Alert on pool size @bob due 2026-04-02');
  await anHourPasses(scene);
  const [row] = rowsIn((await seesPostmortem(scene, incident)).text);
  expect(row?.[0]).toContain('Alert on pool size');
  expect(row?.slice(1)).toEqual(['@bob', '2026-04-02', 'open']);
  const item = itemCalled(scene.world, incident, 'Alert on pool size');
  await scene.alice.closes(item);
  await anHourPasses(scene);
  expect(rowsIn((await seesPostmortem(scene, incident)).text)[0]?.[3]).toBe('done');
});

test('rows of a postmortem that is merged, taken back and merged again become issues, too', async () => {
  const incident = await aResolvedIncident(scene);
  await writes(scene, scene.bob, incident, withRow('Known from the first', '', '', ''));
  const { pull, path, text } = await seesPostmortem(scene, incident);
  await scene.bob.merges(pull);
  await scene.passes(2);
  expect(itemsOf(incident)).toEqual(['Known from the first']);

  const branch = branchOf(incident);
  await scene.erin.commits(INCIDENTS, { path, text: null });
  await scene.erin.call('DELETE', `/repos/${INCIDENTS}/git/refs/heads/${branch}`);
  const files = { [path]: withRow('Found out later', '', '', '')(text) };
  await scene.bob.merges(
    await contributor(scene.erin, scene).proposes(INCIDENTS, { branch, files }),
  );
  await scene.passes(2);
  const both = ['Known from the first', 'Found out later'];
  expect(itemsOf(incident)).toEqual(both);
  await scene.rebuild({ loseStore: true });
  await scene.passes(5);
  expect(itemsOf(incident)).toEqual(both);
  expect(both.map(issuesCalled)).toEqual([1, 1]);
});

describe('exactly once', () => {
  test.each(['reset', 'lost-answer'] as const)(
    'at the merge, when every request fails once (%s) and the store is lost in between',
    async (kind) => {
      const incident = await aResolvedIncident(scene);
      const titles = [`First of ${kind}`, `Second of ${kind}`];
      for (const title of titles)
        await writes(scene, scene.bob, incident, withRow(title, '', '', ''));
      const { pull } = await seesPostmortem(scene, incident);
      const mends = ['POST', 'PATCH', 'PUT'].flatMap((method) =>
        [0, 2, 5].map((skip) =>
          scene.control.inject({ method, path: '/issues', skip, times: 1, effect: { kind } }),
        ),
      );
      mends.push(scene.control.inject({ path: '/graphql', skip: 3, times: 1, effect: { kind } }));
      await scene.bob.merges(pull);
      await scene.settled();
      for (const mend of mends) mend();
      await scene.restart({ loseStore: true });
      await scene.passes(5);
      await scene.rebuild({ loseStore: true });
      await scene.passes(5);
      expect(itemsOf(incident)).toEqual(titles);
      expect(titles.map(issuesCalled)).toEqual([1, 1]);
    },
  );

  test('when the app is stopped right at the merge', async () => {
    const incident = await aResolvedIncident(scene);
    await writes(scene, scene.bob, incident, withRow('Made after a rest', '', '', ''));
    const { pull } = await seesPostmortem(scene, incident);
    await scene.stopApp();
    await scene.bob.merges(pull);
    await scene.startApp();
    await scene.passes(5);
    expect(issuesCalled('Made after a rest')).toBe(1);
    expect(itemsOf(incident)).toEqual(['Made after a rest']);
  });
});
