import { describe, expect, test } from 'vitest';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import type { Found } from '../../../src/flow/ports/found.ts';
import type { PullPage } from '../../../src/flow/ports/pulls.ts';
import { onEachStage } from '../../flow/support/each-stage.ts';
import type { Stage } from '../../flow/support/stage.ts';
import {
  alice,
  aPull,
  aRun,
  CHECKOUT,
  checkout,
  done,
  onlyPull,
  push,
  read,
  readerOf,
  refOf,
  there,
} from '../support/changes.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

describe('a shared head', () => {
  test('every open pull request on it is read, in one request more', async () => {
    const first = aPull(stage, { head: 'a' });
    push(stage, { head: 'release', files: { r: 'r' } });
    const { world } = stage.sandbox;
    const input = { repository: checkout(stage), title: 'again', base: 'release', head: 'a' };
    const second = done(openPull(world, alice, input));
    let facts: Awaited<ReturnType<typeof read>> | undefined;
    const wire = await stage.during(async () => {
      facts = await read(stage, first);
    });
    expect(wire.reads).toEqual(['query Pull', 'query Pulls']);
    expect(facts?.facts.pulls.map(({ ref, baseRef }) => [ref.number, baseRef])).toEqual([
      [first.number, 'main'],
      [second.number, 'release'],
    ]);
    const numbers = (await readerOf(stage).withHead(CHECKOUT, first.pull!.headSha)).map(
      ({ number }) => number,
    );
    expect(numbers.sort()).toEqual([first.number, second.number]);
  });

  test('a pull request that holds the commit below its head does not share it', async () => {
    const first = aPull(stage, { head: 'a' });
    const { data: ref } = await stage.as('alice').git.getRef({ ...there, ref: 'heads/a' });
    await stage.as('alice').git.createRef({ ...there, ref: 'refs/heads/b', sha: ref.object.sha });
    aPull(stage, { head: 'b', files: { more: 'x' } });
    expect((await read(stage, first)).facts.pulls).toHaveLength(1);
    expect(await readerOf(stage).withHead(CHECKOUT, first.pull!.headSha)).toEqual([refOf(first)]);
  });

  test('nobody’s head is no pull request’s', async () => {
    expect(await readerOf(stage).withHead(CHECKOUT, 'f'.repeat(40))).toEqual([]);
  });
});

describe('a page', () => {
  test('a hundred with their own runs cost one request, newest update first', async () => {
    const pulls = Array.from({ length: 101 }, (_, i) => aPull(stage, { head: `h${String(i)}` }));
    const run = aRun(pulls[100]!.pull!.headSha, { externalId: 'abc' });
    await stage.performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs: [run] });
    stage.sandbox.control.moveClock(60_000);
    await stage
      .as('bob')
      .issues.createComment({ ...there, issue_number: pulls[100]!.number, body: 'hm' });
    const pages: string[][] = [];
    const wire = await stage.during(async () => {
      for (let after: string | null = null; ;) {
        const found = await readerOf(stage).page(CHECKOUT, after);
        if (found.kind === 'gone') throw new Error(found.why);
        pages.push(
          found.value.pulls.map(
            ({ facts, run: own }) => `${String(facts.ref.number)}:${own?.externalId ?? ''}`,
          ),
        );
        after = found.value.next;
        if (after === null) break;
      }
    });
    expect(wire.reads).toEqual(['query PullPage', 'query PullPage']);
    expect(pages.map((page) => page.length)).toEqual([100, 1]);
    expect(pages[0]![0]).toBe(`${String(pulls[100]!.number)}:abc`);
    expect(new Set(pages.flat()).size).toBe(101);
  }, 60_000);

  test('one of many with more commits than are shown is read like one alone', async () => {
    const pull = aPull(stage, { head: 'long' });
    aPull(stage, { head: 'short' });
    for (let i = 0; i < 30; i += 1)
      push(stage, { head: 'long', files: { [`f${String(i)}`]: 'x' } });
    const alone = await onlyPull(stage, pull);
    expect(alone.commitAuthors.complete).toBe(true);
    let page: Found<PullPage> | undefined;
    const wire = await stage.during(async () => {
      page = await readerOf(stage).page(CHECKOUT, null);
    });
    expect(wire.reads).toEqual(['query PullPage', 'query PullCommits']);
    const found = page?.kind === 'found' ? page.value.pulls.map(({ facts }) => facts) : [];
    expect(found.find(({ ref }) => ref.number === pull.number)).toEqual(alone);
  });

  test('one that GitHub finds too costly is asked for in halves', async () => {
    for (let i = 0; i < 3; i += 1) aPull(stage, { head: `h${String(i)}` });
    stage.sandbox.control.inject({
      body: '"count":100',
      effect: { kind: 'status', status: 502 },
    });
    const found = await readerOf(stage).page(CHECKOUT, null);
    expect(found.kind === 'found' && found.value.pulls.length).toBe(3);
    stage.sandbox.control.clearFaults();
  });

  test('a repository out of sight is gone', async () => {
    expect((await readerOf(stage).page({ owner: 'umbrella', name: 'hive' }, null)).kind).toBe(
      'gone',
    );
  });
});
