/** The life of an incident: status and clocks, labels as controls, native acts, unconfirmed declarations. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueOf } from './support/look.ts';
import { INCIDENTS } from './support/organisation.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene({ visibility: 'public' });
});
afterAll(() => scene.close());

async function accepted(at: Thread, body: string) {
  const said = await scene.says('bob', at, body);
  expect({ body, ...said }).toMatchObject({ reaction: '👍' });
  return scene.sees(at);
}

async function refused(at: Thread, body: string, why: string) {
  const said = await scene.says('bob', at, body);
  expect({ body, reaction: said.reaction }).toEqual({ body, reaction: '😕' });
  expect(said.answer).toContain(why);
  return scene.sees(at);
}

describe('clocks', () => {
  test('who mitigates without acknowledging has acknowledged; who resolves has mitigated', async () => {
    const at = await scene.anIncident();
    const { summary } = await accepted(at, '/resolved');
    for (const clock of ['Acknowledged', 'Mitigated', 'Resolved']) {
      expect(summary).toMatch(new RegExp(`\\| ${clock} \\| 2026-03-02`));
    }
  });

  test('times are backdated in one comment, in whatever order they are written', async () => {
    const at = await scene.anIncident();
    await scene.passes(30);
    const [started, detected, fixed] = [scene.clock(60), scene.clock(50), scene.clock(10)];
    const body = `/mitigated at ${fixed} rolled back\n/detected ${detected}\n/started ${started}`;
    const { summary, status } = await accepted(at, body);
    expect(status).toBe('mitigated');
    expect(summary).toContain(`Mitigated ${fixed} UTC by bob · 50 min after it started`);
    expect(summary).toContain(`| Detected | 2026-03-02 ${detected} UTC | 10 min after the start`);
  });

  test('a mitigation may be dated later again, and stays resolved', async () => {
    const at = await scene.anIncident();
    await scene.passes(30);
    await accepted(at, '/resolved');
    const { summary, status } = await accepted(at, `/mitigated at ${scene.clock(20)}`);
    expect(status).toBe('resolved');
    expect(summary).toContain(`| Mitigated | 2026-03-02 ${scene.clock(20)} UTC`);
  });

  test('impossible orders are refused with the reason and both times', async () => {
    const at = await scene.anIncident();
    await scene.passes(40);
    await accepted(at, `/started ${scene.clock(50)}`);
    await refused(at, `/mitigated at ${scene.clock(55)}`, 'before it started');
    await refused(at, `/detected ${scene.clock(55)}`, 'before it started');
    await refused(at, `/detected ${scene.clock(5)}`, 'it cannot have been declared');
    await accepted(at, `/mitigated at ${scene.clock(20)}`);
    const seen = await refused(at, `/resolved at ${scene.clock(30)}`, 'before it was mitigated');
    expect(seen.status).toBe('mitigated');
    await refused(at, `/started ${scene.clock(10)}`, 'it cannot have');
  });

  let absurd: Thread | undefined;
  test.each([
    ['/mitigated at 2027-01-01 10:00', 'future'],
    ['/mitigated at 2019-01-01 10:00', 'too long ago'],
    ['/resolved at 1969-12-31 10:00', 'more than ten years ago'],
    ['/started 9999-12-31 23:59', 'future'],
    ['/detected 2026-02-30 10:00', 'day of the calendar'],
    ['/mitigated at 25:61', 'time of day'],
    ['/note at 99:99 then it broke', 'time of day'],
  ])('%s is answered: %s', async (body, why) => {
    await refused((absurd ??= await scene.anIncident()), body, why);
  });

  test('reopening forgets that it was over, and another end is another time', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/resolved');
    const { summary } = await accepted(at, '/reopen it is back');
    expect(summary).not.toMatch(/\| (Mitigated|Resolved) \|/);
    await scene.passes(15);
    expect((await accepted(at, '/resolved')).summary).toContain(`Resolved ${scene.clock()} UTC`);
  });

  test('a missed deadline shows by itself, without anybody doing anything', async () => {
    const at = await scene.anIncident();
    await accepted(at, '/ack\n/commander me');
    expect((await scene.sees(at)).summary).not.toContain('overdue');
    await scene.passes(31);
    expect((await scene.sees(at)).summary).toMatch(/\*\*⏰ mitigation overdue since/);
    expect((await scene.sees(at)).summary).toContain('/update what is known, what happens next');
    const { summary } = await accepted(at, '/update Still looking.');
    expect(summary).toMatch(/next one due by/);
  });

  test('a changed severity changes every deadline', async () => {
    const at = await scene.anIncident();
    expect((await accepted(at, '/ack')).summary).toMatch(/\| Acknowledged .* target 5 min/);
    const { summary } = await accepted(at, '/severity sev3');
    expect(summary).not.toMatch(/target 5 min/);
  });
});

describe('labels are controls', () => {
  test('a click on a severity is a choice; the other label goes', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'severity:sev3');
    const seen = await scene.sees(at);
    expect(seen.severity).toBe('sev3');
    expect(seen.summary).toContain('Chosen by bob');
  });

  test('of contradictory ones the latest stands, click or command', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'severity:sev4');
    await scene.alice.labels(at, 'severity:sev2');
    expect((await scene.sees(at)).severity).toBe('sev2');
    await accepted(at, '/severity sev3');
    expect((await scene.sees(at)).severity).toBe('sev3');
    await scene.alice.labels(at, 'severity:sev5');
    expect((await scene.sees(at)).severity).toBe('sev5');
  });

  test('two set with one click: the more severe stands', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.bob.labels(at, 'severity:sev4', 'severity:sev2');
    expect((await scene.sees(at)).severity).toBe('sev2');
  });

  test('a removed or unknown severity is put right', async () => {
    const at = await scene.anIncident({ severity: 'SEV-2' });
    await scene.bob.unlabels(at, 'severity:sev2');
    expect((await scene.sees(at)).severity).toBe('sev2');
    await scene.bob.labels(at, 'severity:catastrophe');
    expect((await scene.sees(at)).severity).toBe('sev2');
  });

  test('status labels move the status, and back', async () => {
    const at = await scene.anIncident();
    for (const status of ['acknowledged', 'mitigated', 'resolved', 'mitigated', 'declared']) {
      await scene.bob.labels(at, `status:${status}`);
      expect((await scene.sees(at)).status).toBe(status);
    }
  });

  test('service labels name services, and take them off', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'service:search');
    expect(await scene.sees(at)).toMatchObject({
      services: ['checkout', 'search'],
      assignees: ['alice', 'bob', 'carol'],
    });
    await scene.bob.unlabels(at, 'service:checkout');
    expect((await scene.sees(at)).services).toEqual(['search']);
  });

  test('sla-breach and false-alarm mean what they say', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'sla-breach');
    expect((await scene.sees(at)).summary).toContain('SLA breached');
    await scene.bob.labels(at, 'false-alarm');
    expect(await scene.sees(at)).toMatchObject({ state: 'closed', reason: 'not_planned' });
  });

  test('a person’s own labels are left alone', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'bug', 'cause:deployment');
    await accepted(at, '/ack');
    expect((await scene.sees(at)).labels).toEqual(
      expect.arrayContaining(['bug', 'cause:deployment']),
    );
  });

  test('a renamed, recoloured or deleted label is made again, and incidents carry it', async () => {
    const at = await scene.anIncident({ severity: 'SEV-2' });
    const label = `/repos/${INCIDENTS}/labels`;
    await scene.erin.call('PATCH', `${label}/severity:sev2`, { new_name: 'sev-two' });
    expect((await scene.sees(at)).severity).toBe('sev2');
    await scene.erin.call('PATCH', `${label}/severity:sev2`, { color: '000000' });
    await scene.erin.call('DELETE', `${label}/status:declared`);
    expect((await scene.sees(at)).status).toBe('declared');
    const made = await scene.erin.call<{ color: string }>('GET', `${label}/severity:sev2`);
    expect(made.color).not.toBe('000000');
    await scene.erin.call('PATCH', `${label}/incident`, { new_name: 'an-incident' });
    expect((await scene.sees(at)).labels).toContain('incident');
    expect((await scene.says('bob', at, '/ack')).reaction).toBe('👍');
  });
});

describe('what people do in GitHub itself', () => {
  test('somebody taken off is not put on again', async () => {
    const at = await scene.anIncident();
    await scene.bob.unassigns(at, 'alice');
    await accepted(at, '/ack');
    await scene.bob.assigns(at, 'erin');
    expect((await scene.sees(at)).assignees).toEqual(['bob', 'erin']);
    const { answer } = await scene.says('bob', at, '/timeline');
    expect(answer).toMatch(/Assigned erin/);
  });

  test('closing what is over ends it, reopening goes back to work', async () => {
    const at = await scene.anIncident({ severity: 'SEV-5' });
    await accepted(at, '/resolved');
    await scene.bob.closes(at);
    const closed = await scene.sees(at);
    expect(closed.state).toBe('closed');
    expect(closed.summary).toMatch(/Closed .* by bob/);
    await scene.bob.reopens(at);
    expect(await scene.sees(at)).toMatchObject({ state: 'open', status: 'acknowledged' });
  });

  test('a new title is the incident’s title', async () => {
    const at = await scene.anIncident({ title: 'Broken' });
    await scene.bob.rewrites(at, { title: 'Card payments fail' });
    await scene.bob.comments(at, '/service search');
    expect((await scene.sees(at)).calls.at(-1)?.body).toContain('Card payments fail');
  });

  test('what mentions it is on its timeline', async () => {
    const at = await scene.anIncident();
    const file = { path: 'fix.ts', text: 'export {};\n', branch: 'fix' };
    await scene.alice.commits('acme/checkout', file);
    await scene.alice.opensPull('acme/checkout', {
      title: 'Give the pool its size back',
      body: `For ${INCIDENTS}#${String(at.number)}`,
      head: 'fix',
    });
    expect((await scene.sees(at)).summary).toContain('Give the pool its size back');
    const { answer } = await scene.says('bob', at, '/timeline');
    expect(answer).toContain('Give the pool its size back');
  });

  test('an action item is in the table, and done once somebody closed it whose work it was not', async () => {
    const at = await scene.anIncident();
    const item = await scene.alice.opensIssue(INCIDENTS, { title: 'Alarm on pool size' });
    const path = `/repos/${INCIDENTS}/issues/${String(item.number)}`;
    const { id } = await scene.alice.call<{ id: number }>('GET', path);
    const list = `/repos/${INCIDENTS}/issues/${String(at.number)}/sub_issues`;
    await scene.alice.call('POST', list, { sub_issue_id: id });
    expect((await scene.sees(at)).summary).toContain('Action items: 0 of 1 done');
    await scene.alice.closes(item);
    expect((await scene.sees(at)).summary).toContain('Action items: 0 of 1 done');
    await scene.bob.closes(item);
    expect((await scene.sees(at)).summary).toContain('Action items: 1 of 1 done');
  });

  test('a deleted incident is forgotten without an error', async () => {
    const at = await scene.anIncident();
    const query =
      'mutation($id: ID!) { deleteIssue(input: { issueId: $id }) { clientMutationId } }';
    const asked = { query, variables: { id: issueOf(scene.world, at).nodeId } };
    const answer = await scene.erin.call('POST', '/graphql', asked);
    expect(answer).toEqual({ data: { deleteIssue: { clientMutationId: null } } });
    await scene.settled();
    expect(scene.logged.filter(({ key }) => String(key).endsWith(`#${String(at.number)}`))).toEqual(
      [],
    );
  });

  test('one transferred away is no incident where it is now, and can be declared again from there', async () => {
    const at = await scene.anIncident();
    await scene.says('bob', at, '/ack');
    const to = await scene.erin.call<{ node_id: string }>('GET', '/repos/acme/checkout');
    const query = `mutation($id: ID!, $to: ID!) {
      transferIssue(input: { issueId: $id, repositoryId: $to }) { issue { number } }
    }`;
    const variables = { id: issueOf(scene.world, at).nodeId, to: to.node_id };
    const answer = await scene.erin.call<Transferred>('POST', '/graphql', { query, variables });
    const moved = { repository: 'acme/checkout', number: answer.data.transferIssue.issue.number };
    expect(await scene.says('bob', moved, '/resolved')).toMatchObject({ reaction: null });
    expect((await scene.says('bob', moved, '/incident declare')).reaction).toBe('👍');
  });
});

describe('several people at the same moment', () => {
  test('are all heard: one severity, one status, one summary, an answer for each', async () => {
    const at = await scene.anIncident();
    const said = await Promise.all([
      scene.bob.comments(at, '/severity sev2'),
      scene.alice.comments(at, '/ack'),
      scene.bob.comments(at, '/service search'),
      scene.alice.comments(at, '/mitgated'),
      scene.dave.comments(at, '/severity sev5'),
    ]);
    await scene.erin.labels(at, 'sla-breach');
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ severity: 'sev2', status: 'acknowledged' });
    expect(seen.labels).toContain('sla-breach');
    expect(seen.services).toEqual(['checkout', 'search']);
    expect(seen.summary).toContain('SEV-2');
    const reactions = [];
    for (const comment of said) reactions.push((await scene.answered(comment)).reaction);
    expect(reactions).toEqual(['👍', '👍', '👍', '😕', '😕']);
  });
});

interface Transferred {
  readonly data: { readonly transferIssue: { readonly issue: { readonly number: number } } };
}
