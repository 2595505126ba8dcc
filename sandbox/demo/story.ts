/**
 * The story the demo plays: one incident from the form to its last action item, with several people, what
 * is held until it cannot happen again, two more ways to declare, and how it comes back. Every step waits
 * until its effect is to be seen on the sandbox.
 */
import { changeFile, type Pull } from './change-file.ts';
import { declareByForm } from './declare-by-form.ts';
import { cameBack } from './come-back.ts';
import { heldAndWaived, heldUntilFixed } from './dont-repeat.ts';
import { followedUp } from './follow-up.ts';
import { merges, requireGate } from './gate.ts';
import type { Comment, Issue } from './person.ts';
import { leftToTheVisitor, postmortemOf, type Unwritten } from './postmortem.ts';
import type { At, Stage } from './stage.ts';
import { until } from './until.ts';

const INCIDENTS = 'acme/incidents';

export interface Played {
  readonly incident: At;
  /** Open when the story ends: the same trouble, once more. */
  readonly again: Issue;
  /** Still held when the story ends. */
  readonly held: Pull;
  /** Open as well, and nearly written. */
  readonly unwritten: Unwritten;
}

export async function play(stage: Stage): Promise<Played> {
  await required(stage);
  await yesterday(stage);
  const incident = await declared(stage);
  await acknowledged(stage, incident);
  await severity(stage, incident);
  await investigated(stage, incident);
  await mistyped(stage, incident);
  await mitigated(stage, incident);
  await tampered(stage, incident);
  await resolved(stage, incident);
  await heldUntilFixed(stage, incident);
  const other = await otherDoors(stage);
  const held = await heldAndWaived(stage, other);
  await followedUp(stage, incident, { incident: other, pull: held });
  const unwritten = await leftToTheVisitor(stage, other);
  return { incident, again: await cameBack(stage, incident), held, unwritten };
}

async function required(stage: Stage): Promise<void> {
  const { tell, url } = stage;
  tell.step('Once, by an administrator: main takes no merge without the check norepeat/gate');
  for (const repository of ['acme/checkout', 'acme/search']) await requireGate(stage, repository);
  tell.seen('required in two repositories, and pinned to the app', `${url}/acme/checkout`);
}

/** A change is merged and deployed shortly before the trouble: the app will list it as a suspect. */
async function yesterday(stage: Stage): Promise<void> {
  const { people, tell, pass } = stage;
  const { alice, bob } = people;
  tell.step('An ordinary Tuesday: alice changes the connection pool, bob merges, it is deployed');
  const repo = '/repos/acme/checkout';
  const pull = await changeFile(alice, {
    repository: 'acme/checkout',
    branch: 'smaller-pool',
    path: 'src/pool.ts',
    content: 'export const POOL = { size: 4, waitMs: 2000 };\n',
    title: 'Use a smaller connection pool',
    body: 'The database is short of connections, and checkout has four in use on average.',
  });
  await merges(stage, 'bob', pull);
  await pass(1);
  const deployment = await bob.call<{ id: number }>('POST', `${repo}/deployments`, {
    ref: 'main',
    environment: 'production',
    required_contexts: [],
    auto_merge: false,
  });
  await bob.call('POST', `${repo}/deployments/${String(deployment.id)}/statuses`, {
    state: 'success',
  });
  tell.seen('merged and deployed', pull.html_url);
  await pass(12);
}

async function declared(stage: Stage): Promise<At> {
  const { tell, clock } = stage;
  tell.step('dave from customer support declares an incident with the form');
  const issue = await declareByForm(stage, 'dave', {
    title: 'Payments fail at checkout',
    fields: {
      happening: 'Customers write that paying ends in "please try again". I can see it, too.',
      services: 'checkout',
      users: '15',
      severity: 'Not sure',
      detected: await clock(4),
      how: 'Customer reports',
    },
  });
  const at = { repository: INCIDENTS, number: issue.number };
  const summary = await stage.answer(INCIDENTS, issue.number, 'norepeat:summary');
  await stage.labelled(INCIDENTS, issue.number, 'incident', 'status:declared', 'service:checkout');
  tell.seen('the app posts the incident summary and sets the labels', summary.html_url);
  tell.seen('dave may read but not write, so it is marked unconfirmed and wakes nobody yet');
  await stage.pass(2);
  return at;
}

async function acknowledged(stage: Stage, at: At): Promise<void> {
  const { tell } = stage;
  tell.step('alice, on call for payments, takes it');
  await stage.says('alice', at, '/ack\n/commander @erin');
  await stage.labelled(at.repository, at.number, 'status:acknowledged');
  const call = await stage.answer(at.repository, at.number, '@alice', 'runbook');
  tell.seen('confirmed: responders are called, with runbook and dashboard', call.html_url);
  await until('alice and bob to be assigned', async () => {
    const { assignees } = await stage.issue(at.repository, at.number);
    const logins = assignees.map(({ login }) => login);
    return logins.includes('alice') && logins.includes('bob') ? true : undefined;
  });
  await stage.pass(3);
}

async function severity(stage: Stage, at: At): Promise<void> {
  const { tell, people } = stage;
  const path = `/repos/${at.repository}/issues/${String(at.number)}/labels`;
  tell.step('erin clicks the label severity:sev2; a label is a command like any other');
  await people.erin.call('POST', path, { labels: ['severity:sev2'] });
  await until('severity:sev2 to be the only severity', async () => {
    const { labels } = await stage.issue(at.repository, at.number);
    const severities = labels.filter(({ name }) => name.startsWith('severity:'));
    return severities.length === 1 && severities[0]?.name === 'severity:sev2' ? true : undefined;
  });
  tell.seen('one severity at a time: the latest click stands');
  await stage.pass(2);

  tell.step(
    'The figures are worse than it looked: bob gives them, erin raises the severity by command',
  );
  await stage.says('bob', at, '/impact users=35% customers=28%');
  await stage.says('erin', at, '/severity sev1 a third of all payments fail');
  await stage.labelled(at.repository, at.number, 'severity:sev1');
  tell.seen('severity:sev1, with the reason on the timeline');
  await stage.says('erin', at, '/role tech-lead @bob\n/role communications @dave');
  tell.seen('who leads is in the summary; every handover is on the timeline');
  await stage.pass(4);
}

async function investigated(stage: Stage, at: At): Promise<void> {
  const { tell, clock } = stage;
  tell.step('Notes are written when there is time, and say when it happened');
  await stage.says('bob', at, `/started ${await clock(22)}`);
  await stage.says('bob', at, `/note at ${await clock(21)} connection wait time climbs past 2 s`);
  await stage.people.bob.comment(
    `${at.repository}/issues/${String(at.number)}`,
    'The pool has 4 connections since the last deployment. It had 40.\n\n```sh\n/resolved by hand?\n```\n\n> /severity sev5',
  );
  tell.said('bob', 'The pool has 4 connections … (with /resolved in code, /severity in a quote)');
  tell.seen('a comment is a timeline entry; what stands in code or quotes is not a command');
  await stage.says(
    'dave',
    at,
    '/update About a third of payments fail. We know why and are putting it back. Retrying helps.',
  );
  tell.seen('the summary shows the update and when the next one is due');
  await stage.pass(5);
}

async function mistyped(stage: Stage, at: At): Promise<void> {
  const { tell, people } = stage;
  tell.step('bob mistypes a command, as one does in a hurry');
  const comment = await stage.says('bob', at, '/mitgated the old pool size is back', 'confused');
  const marker = `norepeat:answer ${String(comment.id)} `;
  const reply = await stage.answer(at.repository, at.number, marker, '/mitigated');
  tell.seen('😕 and one reply that says how to write it', reply.html_url);

  tell.step('Meanwhile bob puts the pool back, and alice merges');
  await fixesThePool(stage, at);
  tell.step('bob corrects his comment');
  const text = `/mitigated at ${await stage.clock(1)} the old pool size is back`;
  await people.bob.call('PATCH', `/repos/${at.repository}/issues/comments/${String(comment.id)}`, {
    body: text,
  });
  tell.said('bob', text);
}

async function fixesThePool(stage: Stage, at: At): Promise<void> {
  const { people, tell, pass } = stage;
  const pull = await changeFile(people.bob, {
    repository: 'acme/checkout',
    branch: 'pool-back',
    path: 'src/pool.ts',
    content: 'export const POOL = { size: 40, waitMs: 2000 };\n',
    title: 'Give the pool its 40 connections back',
    body: `See ${at.repository}#${String(at.number)}.`,
  });
  await merges(stage, 'alice', pull);
  tell.seen('the fix is merged; its mention appears on the timeline', pull.html_url);
  await pass(6);
}

async function mitigated(stage: Stage, at: At): Promise<void> {
  await stage.labelled(at.repository, at.number, 'status:mitigated');
  stage.tell.seen('accepted now: status mitigated, at the time bob gave');
  await stage.pass(8);
}

async function tampered(stage: Stage, at: At): Promise<void> {
  const { tell, people } = stage;
  tell.step('Somebody with write access rewrites history: the summary, and what alice said');
  const path = `/repos/${at.repository}/issues`;
  const summary = await stage.answer(at.repository, at.number, 'norepeat:summary');
  const comments = await people.bob.call<readonly Comment[]>(
    'GET',
    `${path}/${String(at.number)}/comments?per_page=100`,
  );
  const ack = comments.find(({ body, user }) => user.login === 'alice' && body.includes('/ack'));
  if (ack === undefined) throw new Error('The acknowledgement is gone.');
  const edit = (id: number, body: string): Promise<Comment> =>
    people.bob.call('PATCH', `${path}/comments/${String(id)}`, { body });
  await edit(summary.id, 'Nothing to see here.');
  await edit(ack.id, '/resolved\n/false-alarm never happened');
  await stage.answer(at.repository, at.number, 'norepeat:summary', 'SEV-1');
  await stage.labelled(at.repository, at.number, 'status:mitigated', 'severity:sev1');
  tell.seen('the summary is restored; the ledger knows what was said, the edit changes nothing');
  await stage.pass(10);
}

async function resolved(stage: Stage, at: At): Promise<void> {
  const { tell } = stage;
  tell.step('bob has tested the lasting fix');
  await stage.says('bob', at, '/resolved the pool size is now checked in review');
  await stage.labelled(at.repository, at.number, 'status:resolved');
  const asked = await stage.answer(at.repository, at.number, 'What broke?');
  tell.seen(
    'resolved; the app asks what broke, so that the next one like it is found',
    asked.html_url,
  );
  await stage.says('bob', at, '/cause change\n/component database');
  await stage.labelled(at.repository, at.number, 'cause:change', 'component:database');
  tell.seen('kept as labels, which do as well as the commands');
  const { html_url: postmortem } = await postmortemOf(stage, at);
  tell.seen('its postmortem is open already, as a pull request that fills itself', postmortem);
  await stage.pass(20);
}

/** The incident that carol declares from an issue is the answer. */
async function otherDoors(stage: Stage): Promise<At> {
  const { tell, people } = stage;
  tell.step('A monitor declares through GitHub’s API, twice, with the same dedup key');
  const alarm = {
    event_type: 'incident',
    client_payload: {
      title: 'Search index is 40 minutes old',
      services: ['search'],
      users: 3,
      dedup_key: 'search-index-age',
    },
  };
  await people.alice.call('POST', `/repos/${INCIDENTS}/dispatches`, alarm);
  const monitored = await until('an incident made from the alarm', async () => {
    const issues = await people.erin.call<readonly Issue[]>(
      'GET',
      `/repos/${INCIDENTS}/issues?state=all&labels=incident`,
    );
    return issues.find(({ title }) => title.includes('Search index'));
  });
  await people.alice.call('POST', `/repos/${INCIDENTS}/dispatches`, alarm);
  // An alarm that is heard once the first is over is an incident of its own, so nobody ends it before.
  const again = await stage.answer(INCIDENTS, monitored.number, 'The same alarm again');
  tell.seen('one incident; the second alarm becomes a comment', again.html_url);
  const alarmed = { repository: INCIDENTS, number: monitored.number };
  await stage.says('carol', alarmed, '/false-alarm the probe asked the old index');
  await stage.becomes('closed', alarmed);
  tell.seen('no incident after all: closed at once, nothing asks for it again');

  tell.step('carol turns an ordinary issue into an incident');
  const issue = await people.carol.call<Issue>('POST', '/repos/acme/search/issues', {
    title: 'Suggestions are empty for everybody',
    body: 'Since the last index build.',
  });
  const at = { repository: 'acme/search', number: issue.number };
  await stage.says('carol', at, '/incident declare Search suggestions are empty');
  const reply = await stage.answer('acme/search', issue.number, INCIDENTS);
  tell.seen('opened in the incident repository, linked both ways', reply.html_url);
  return declaredBy(stage, 'suggestions are empty');
}

/** The incident of that title, or a part of it. */
async function declaredBy({ people }: Stage, title: string): Promise<At> {
  const issues = await people.erin.call<readonly Issue[]>(
    'GET',
    `/repos/${INCIDENTS}/issues?state=all&labels=incident`,
  );
  const found = issues.find((issue) => issue.title.includes(title));
  if (found === undefined) throw new Error(`No incident is called ${title}.`);
  return { repository: INCIDENTS, number: found.number };
}
