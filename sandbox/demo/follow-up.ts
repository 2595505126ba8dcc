/** What happens after the fire is out: nobody forgets, the app reminds, and closes when all is done. */
import type { Pull } from './change-file.ts';
import { gate } from './gate.ts';
import type { Issue } from './person.ts';
import { writtenAndMerged } from './postmortem.ts';
import type { At, Stage } from './stage.ts';
import { until } from './until.ts';

const CHECKOUT = 'acme/checkout';

/** Something that merges wait for and that is let through for a while. */
export interface Waived {
  readonly incident: At;
  readonly pull: Pull;
}

/** From the second action item over the postmortem to the closing comment, over eight days. */
export async function followedUp(stage: Stage, incident: At, waived: Waived): Promise<void> {
  const item = await agreed(stage, incident);
  await closedTooEarly(stage, incident);
  await dueSoon(stage, item, incident);
  const row = await writtenAndMerged(stage, incident);
  await overdue(stage, item, waived);
  await escalated(stage, item, waived);
  await closedAlone(stage, item);
  await closesItself(stage, row, incident);
}

async function agreed(stage: Stage, at: At): Promise<At> {
  const { tell, people, date } = stage;
  tell.step('One more thing is to be done: it holds no merge, and has an owner and a day');
  const title = 'Alert on the wait for a connection';
  await stage.says('erin', at, `/action detect ${title} @alice due ${date(3)} in ${CHECKOUT}`);
  const { number, html_url } = await until('the item below the incident', async () => {
    const path = `/repos/${at.repository}/issues/${String(at.number)}/sub_issues`;
    const items = await people.erin.call<readonly Issue[]>('GET', path);
    return items.find((each) => each.title.includes(title));
  });
  tell.seen('alice’s issue, with where it comes from and when it is due', html_url);
  return { repository: CHECKOUT, number };
}

async function closedTooEarly(stage: Stage, at: At): Promise<void> {
  const { tell, people } = stage;
  tell.step('alice closes the incident: it works again, after all');
  await people.alice.call('PATCH', pathOf(at), { state: 'closed' });
  const list = await stage.answer(at.repository, at.number, 'Opened again', 'postmortem');
  await stage.becomes('open', at);
  tell.seen('open again, with the list of what is missing', list.html_url);
}

async function dueSoon(stage: Stage, item: At, incident: At): Promise<void> {
  const { tell, goTo } = stage;
  await goTo(2, '09:30');
  tell.step('Thursday morning, two days later on the sandbox’s clock');
  const soon = await reminder(stage, item, '@alice', 'due on');
  tell.seen('the app reminds alice on her item, the day before it is due', soon.html_url);
  const postmortem = await reminder(stage, incident, '@erin', 'postmortem');
  tell.seen(
    'and erin, who led the incident, of its postmortem, with the address of its pull request',
    postmortem.html_url,
  );
}

async function overdue(stage: Stage, item: At, { incident }: Waived): Promise<void> {
  const { tell, goTo } = stage;
  await goTo(6, '09:30');
  tell.step('Monday morning: nobody was woken over the weekend');
  const first = await reminder(stage, item, '@alice', 'overdue');
  tell.seen('alice’s item is overdue', first.html_url);
  const waiver = await reminder(stage, incident, '@carol', 'waiver');
  tell.seen(
    'carol’s waiver ends tonight: she is told while she can still do something',
    waiver.html_url,
  );
}

async function escalated(stage: Stage, item: At, { pull }: Waived): Promise<void> {
  const { tell, goTo } = stage;
  await goTo(8, '10:30');
  tell.step('Wednesday: still nothing');
  const second = await reminder(stage, item, '@acme/payments', 'overdue');
  tell.seen('now alice’s team is told, too; next time it is the commander', second.html_url);
  const run = await gate(stage, pull, 'failure');
  tell.seen('carol’s waiver has ended by itself: her change is held again', run.html_url);
}

async function closedAlone(stage: Stage, item: At): Promise<void> {
  const { tell, people } = stage;
  tell.step('alice closes her item: done, she says');
  await people.alice.call('PATCH', pathOf(item), { state: 'closed', state_reason: 'completed' });
  const why = await stage.answer(item.repository, item.number, 'Open again.', '/confirm');
  await stage.becomes('open', item);
  tell.seen('open again, and one explanation: somebody else has to see it', why.html_url);
  await stage.says('bob', item, '/confirm');
  const done = await stage.becomes('closed', item);
  tell.seen('bob has looked: the app closes it, and it counts', done.html_url);
}

async function closesItself(stage: Stage, row: At, incident: At): Promise<void> {
  const { tell, people } = stage;
  tell.step(
    'The last thing open is what the postmortem asked for: bob wrote the rule, erin closes it',
  );
  await people.erin.call('PATCH', pathOf(row), { state: 'closed', state_reason: 'completed' });
  const { repository, number } = incident;
  const closing = await stage.answer(repository, number, 'Closed:', 'after it was declared');
  await stage.becomes('closed', incident);
  tell.seen('all is done, so the app closes the incident, with its figures', closing.html_url);
}

function reminder(stage: Stage, at: At, ...texts: readonly string[]): ReturnType<Stage['answer']> {
  return stage.answer(at.repository, at.number, '<!-- norepeat:reminder ', ...texts);
}

function pathOf({ repository, number }: At): string {
  return `/repos/${repository}/issues/${String(number)}`;
}
