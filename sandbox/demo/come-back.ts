/** The same trouble once more: the app knows the earlier incident, and asks again what was to prevent it. */
import { declareByForm } from './declare-by-form.ts';
import type { Issue } from './person.ts';
import type { At, Stage } from './stage.ts';

/** Declares a similar incident and says which one it repeats; it is left open. */
export async function cameBack(stage: Stage, earlier: At): Promise<Issue> {
  const { tell, goTo, clock } = stage;
  await goTo(13, '10:00');
  tell.step('The Monday after: dave declares again, and it sounds familiar');
  const { number } = await declareByForm(stage, 'dave', {
    title: 'Payments time out at checkout',
    fields: {
      happening: 'Customers write that paying ends in "please try again", like two weeks ago.',
      services: 'checkout',
      users: '8',
      severity: 'Not sure',
      detected: await clock(3),
      how: 'Customer reports',
    },
  });
  const at = { repository: earlier.repository, number };
  const similar = await summary(stage, at, 'Similar incidents', 'Postmortem');
  tell.seen('the summary names what was like it, its postmortem and what helped', similar.html_url);
  await stage.says('bob', at, `/ack\n/severity sev3\n/repeat-of #${String(earlier.number)}`);
  const second = await summary(stage, at, 'The second time.', 'follow-up is that of a **SEV-2**');
  tell.seen('counted, with what was to prevent it; followed up one level higher', second.html_url);
  const before = await summary(stage, earlier, 'It came back:');
  tell.seen('the earlier incident says so, too', before.html_url);
  return stage.issue(at.repository, number);
}

function summary(stage: Stage, at: At, ...texts: readonly string[]): ReturnType<Stage['answer']> {
  return stage.answer(at.repository, at.number, 'norepeat:summary', ...texts);
}
