import { describe, expect, it } from 'vitest';
import {
  requestCheckAction,
  rerequestCheckRun,
} from '../../../sandbox/model/actions/check-requests.ts';
import { createCheckRun, updateCheckRun } from '../../../sandbox/model/actions/checks.ts';
import { passTime } from '../../../sandbox/model/actions/time.ts';
import { suiteState } from '../../../sandbox/model/queries/checks.ts';
import { aCheck, aCommit } from './changes.ts';
import { as, aSetting, during, eventsDuring, refusal, value } from './setting.ts';
import { otherApp } from './gates.ts';

describe('check runs', () => {
  it('are written by Apps only and changed by the App that made them', () => {
    const setting = aSetting();
    const { world, repository, writer, bot } = setting;
    const headSha = repository.branches.get('main')!;
    const byPerson = createCheckRun(world, as(writer), { repository, name: 'x', headSha });
    expect(refusal(byPerson)).toMatchObject({ status: 403, message: /GitHub App/ });
    const checkRun = aCheck(world, repository, { by: bot, headSha });
    const foreign = updateCheckRun(world, otherApp(setting), { checkRun, conclusion: 'success' });
    expect(refusal(foreign).status).toBe(403);
  });

  it('send created, completed and, when all of the suite are done, check_suite.completed', () => {
    const { world, repository, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    let checkRun = aCheck(world, repository, { by: bot, headSha, name: 'a' });
    const sent = eventsDuring(
      world,
      () => (checkRun = value(updateCheckRun(world, bot, { checkRun, conclusion: 'success' }))),
    );
    expect(sent).toEqual(['check_run.completed', 'check_suite.completed']);
    expect(suiteState(checkRun.suite)).toEqual({ status: 'completed', conclusion: 'success' });
  });

  it('hold 65,535 characters, 50 annotations a request, three actions', () => {
    const { world, repository, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    const annotation = {
      ...{ path: 'a', startLine: 1, endLine: 1, startColumn: null, endColumn: null },
      ...{ level: 'notice' as const, message: 'x', title: null, rawDetails: null },
    };
    const action = {
      label: 'x'.repeat(21),
      description: 'x'.repeat(41),
      identifier: 'x'.repeat(21),
    };
    const result = createCheckRun(world, bot, {
      ...{ repository, name: 'x', headSha },
      output: { title: 'x', summary: 'x'.repeat(65_536), annotations: Array(51).fill(annotation) },
      actions: [action, action, action, action],
    });
    expect(refusal(result).errors).toHaveLength(1 + 1 + 1 + 4 * 3);
  });

  it('are asked for again by people with write access; the suite is queued, the run stays', () => {
    const { world, repository, writer, triager, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    const checkRun = aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    expect(refusal(rerequestCheckRun(world, as(triager), { checkRun })).status).toBe(403);
    const sent = eventsDuring(world, () =>
      value(rerequestCheckRun(world, as(writer), { checkRun })),
    );
    expect(sent).toEqual(['check_run.rerequested']);
    expect(checkRun.conclusion).toBe('failure');
    expect(suiteState(checkRun.suite).status).toBe('queued');
  });

  it('offer buttons that send requested_action with their identifier', () => {
    const { world, repository, writer, bot } = aSetting();
    const actions = [{ label: 'Again', description: 'Check again', identifier: 'again' }];
    const checkRun = value(
      createCheckRun(world, bot, {
        ...{ repository, name: 'x', headSha: repository.branches.get('main')!, actions },
      }),
    );
    const [event] = during(world, () =>
      value(requestCheckAction(world, as(writer), { checkRun, identifier: 'again' })),
    );
    expect(event).toMatchObject({ action: 'requested_action', identifier: 'again' });
    const unknown = requestCheckAction(world, as(writer), { checkRun, identifier: 'other' });
    expect(refusal(unknown).status).toBe(422);
  });

  it('become stale after 14 days', () => {
    const { world, repository, bot } = aSetting();
    const run = aCheck(world, repository, { by: bot, headSha: repository.branches.get('main')! });
    world.clock.advance(14 * 86_400_000);
    passTime(world);
    expect(run).toMatchObject({ status: 'completed', conclusion: 'stale' });
  });

  it('are expected by a suite for every pushed commit (check_suite.requested)', () => {
    const { world, repository, writer } = aSetting();
    const sent = eventsDuring(world, () => aCommit(world, repository, { by: as(writer) }));
    expect(sent).toEqual(['create', 'push', 'check_suite.requested']);
  });
});
