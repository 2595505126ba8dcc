import { describe, expect, test } from 'vitest';
import { createRepository, deleteRepository } from '../../sandbox/model/actions/repositories.ts';
import type { VerdictRun } from '../../src/core/effects.ts';
import { Unavailable } from '../../src/github/client/errors.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import type { Stage } from '../flow/support/stage.ts';
import { alice, aRun, checkout, CHECKOUT, done, push, self, there } from './support/changes.ts';

let stage: Stage;
let notes: string[];

onEachStage((set) => {
  stage = set;
  notes = [];
});

const aPerformer = () =>
  createPerformer({ github: stage.github, self, note: (what) => notes.push(what) });

const report = (runs: readonly VerdictRun[], performer = aPerformer()) =>
  performer.perform({ kind: 'report-verdicts', repo: CHECKOUT, runs });

/** All of them, older ones too. */
const runsOn = async (ref: string) =>
  (await stage.as('bob').checks.listForRef({ ...there, ref, filter: 'all' })).data.check_runs;

const commits = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => push(stage, { head: `h${String(i)}` }));

describe('one verdict', () => {
  test('is one REST request and a completed run with its buttons', async () => {
    const [sha] = commits(1);
    const wire = await stage.during(() => report([aRun(sha!)]));
    expect(wire).toEqual({ reads: [], writes: ['POST /repos/{owner}/{repo}/check-runs'] });
    const [run] = await runsOn(sha!);
    expect(run).toMatchObject({
      name: 'norepeat/gate',
      status: 'completed',
      conclusion: 'failure',
      external_id: `verdict of ${sha!}`,
      output: { summary: 'Why, and what to do.', text: 'What was examined.' },
    });
  });

  test('asked for again is written again: a re-run always gets a new run', async () => {
    const [sha] = commits(1);
    await report([aRun(sha!)]);
    stage.sandbox.control.moveClock(5_000);
    await report([aRun(sha!)]);
    expect(await runsOn(sha!)).toHaveLength(2);
  });

  test('whose answer was lost is not written twice', async () => {
    const [sha] = commits(1);
    const fault = { path: '/check-runs', times: 1, effect: { kind: 'lost-answer' } } as const;
    stage.sandbox.control.inject(fault);
    await report([aRun(sha!)]);
    expect(await runsOn(sha!)).toHaveLength(1);
  });

  test('whose answer was lost is told from an earlier one that said the same', async () => {
    const [sha] = commits(1);
    await report([aRun(sha!)]);
    stage.sandbox.control.moveClock(5_000);
    await stage.github.app.request('GET /app');
    const fault = {
      method: 'POST',
      path: '/check-runs',
      times: 1,
      effect: { kind: 'status', status: 502 },
    } as const;
    stage.sandbox.control.inject(fault);
    await report([aRun(sha!)]);
    expect(await runsOn(sha!)).toHaveLength(2);
  });

  test('on a commit that is gone is noted, and nothing else', async () => {
    await report([aRun('f'.repeat(40))]);
    expect(notes).toEqual(['a verdict found its commit gone']);
  });

  test('that GitHub refuses for another reason is a fault', async () => {
    const [sha] = commits(1);
    const actions = Array.from({ length: 4 }, (_, i) => ({
      ...{ label: `Button ${String(i)}`, description: 'x', identifier: String(i) },
    }));
    await expect(report([aRun(sha!, { actions })])).rejects.toThrow(/took no verdict/);
  });
});

describe('many verdicts', () => {
  test('go twenty to a request, all with the same words as one', async () => {
    const shas = commits(45);
    const wire = await stage.during(() => report(shas.map((sha) => aRun(sha))));
    expect(wire.writes).toEqual(Array(3).fill('mutation ReportVerdicts'));
    for (const sha of shas) {
      expect(await runsOn(sha)).toMatchObject([
        { conclusion: 'failure', status: 'completed', output: { text: 'What was examined.' } },
      ]);
    }
  }, 30_000);

  test('ask for the repository’s id once, not for every request', async () => {
    const shas = commits(41);
    const performer = aPerformer();
    const first = await stage.during(() =>
      report(
        shas.map((sha) => aRun(sha)),
        performer,
      ),
    );
    expect(first.reads).toEqual(['query RepositoryId']);
    const again = shas.slice(0, 3).map((sha) => aRun(sha, { externalId: 'another' }));
    expect((await stage.during(() => report(again, performer))).reads).toEqual([]);
  }, 30_000);

  test('reach the repository that has the name now, when the one before is gone', async () => {
    const performer = aPerformer();
    await report(
      commits(2).map((sha) => aRun(sha)),
      performer,
    );
    const { world } = stage.sandbox;
    const { owner } = checkout(stage);
    done(deleteRepository(world, alice, { repository: checkout(stage) }));
    const files = { 'README.md': '# Another checkout' };
    done(createRepository(world, alice, { owner, name: 'checkout', files }));
    const [a, b] = commits(2);
    await report([aRun(a!), aRun('f'.repeat(40)), aRun(b!)], performer);
    expect(notes).toEqual(['a verdict found its commit gone']);
    for (const sha of [a!, b!]) expect(await runsOn(sha)).toHaveLength(1);
  });

  test('long pages go fewer to a request, and what is too long for GitHub is cut', async () => {
    const shas = commits(4);
    const text = 'x'.repeat(200_000);
    const wire = await stage.during(() => report(shas.map((sha) => aRun(sha, { text }))));
    expect(wire.writes).toHaveLength(2);
    const [run] = await runsOn(shas[3]!);
    expect(run!.output.text).toHaveLength(65_535);
  });

  test('a commit that is gone fails none of the others', async () => {
    const [a, b] = commits(2);
    await report([aRun(a!), aRun('f'.repeat(40)), aRun(b!)]);
    expect(notes).toEqual(['a verdict found its commit gone']);
    for (const sha of [a!, b!]) expect(await runsOn(sha)).toHaveLength(1);
  });

  test('whose answer was lost are looked for, and none is written twice', async () => {
    const shas = commits(3);
    const body = 'mutation ReportVerdicts';
    stage.sandbox.control.inject({ body, times: 1, effect: { kind: 'lost-answer' } });
    const wire = await stage.during(() => report(shas.map((sha) => aRun(sha))));
    expect(wire.writes).toHaveLength(1);
    expect(wire.reads).toContain('query RunsOnCommits');
    for (const sha of shas) expect(await runsOn(sha)).toHaveLength(1);
  });

  test('that GitHub could not take are sent again, three times at most', async () => {
    const shas = commits(3);
    const body = 'mutation ReportVerdicts';
    const refuse = (times: number) =>
      stage.sandbox.control.inject({ body, times, effect: { kind: 'status', status: 502 } });
    refuse(2);
    await report(shas.map((sha) => aRun(sha)));
    for (const sha of shas) expect(await runsOn(sha)).toHaveLength(1);
    refuse(3);
    const again = shas.map((sha) => aRun(sha, { externalId: 'another' }));
    await expect(report(again)).rejects.toThrow(Unavailable);
  });
});
