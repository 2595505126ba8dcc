/** The postmortem as people meet it: a pull request that the app opens, and that they write, read and merge. */
import type { Pull } from './change-file.ts';
import { documentOf, edits, textOf, type Document } from './document.ts';
import { checkRun } from './gate.ts';
import type { Issue } from './person.ts';
import type { At, Stage } from './stage.ts';
import { until } from './until.ts';
import { bobRewords, bobWrites, erinCompletes } from './what-bob-writes.ts';
import { carolWrites } from './what-carol-writes.ts';

const CHECK = 'norepeat/postmortem';

/** Waits until the app has opened it. */
export function postmortemOf({ people }: Stage, { repository, number }: At): Promise<Pull> {
  const [owner] = repository.split('/');
  const head = `${String(owner)}:norepeat/postmortem-${String(number)}`;
  return until(`the postmortem of #${String(number)}`, async () => {
    const path = `/repos/${repository}/pulls?head=${encodeURIComponent(head)}`;
    const [pull] = await people.erin.call<readonly Omit<Pull, 'repository'>[]>('GET', path);
    return pull === undefined ? undefined : { ...pull, repository };
  });
}

/** From the reminder to what the merge changes; the answer is the action item that a row of it became. */
export async function writtenAndMerged(stage: Stage, incident: At): Promise<At> {
  const pull = await postmortemOf(stage, incident);
  const document = await kept(stage, pull);
  await written(stage, pull, document);
  await completed(stage, pull, document);
  await reviewed(stage, pull);
  return merged(stage, pull, { incident, document });
}

/** What the app wrote is current before anybody begins. */
async function kept(stage: Stage, pull: Pull): Promise<Document> {
  const { tell, people } = stage;
  tell.step(
    'The reminder leads bob, who was there, to the pull request that the app keeps current',
  );
  const document = await documentOf(people.bob, pull);
  await until('the items in the document', async () =>
    (await textOf(people.bob, document)).includes('Alert on the wait') ? true : undefined,
  );
  tell.seen('times, impact, timeline and action items are there; the rest is asked', pull.html_url);
  const left = await checkRun(stage, pull, CHECK, 'failure');
  tell.seen(`its check says what is left: “${left.output.title}”`, left.html_url);
  return document;
}

async function written(stage: Stage, pull: Pull, document: Document): Promise<void> {
  const { tell, people } = stage;
  tell.step('bob edits the document on its branch: what happened, the five whys, what to change');
  tell.said('bob', 'Write down why payments failed');
  await edits(people.bob, document, { message: 'Write down why payments failed', edit: bobWrites });
  const left = await checkRun(stage, pull, CHECK, 'failure', '3 things left');
  tell.seen(`nearly: “${left.output.title}”`, left.html_url);
}

async function completed(stage: Stage, pull: Pull, document: Document): Promise<void> {
  const { tell, people, date } = stage;
  tell.said('erin', 'Name who does it and until when');
  await edits(people.erin, document, {
    message: 'Name who does it and until when',
    edit: (text) => erinCompletes(text, date(10)),
  });
  const hint = await checkRun(stage, pull, CHECK, 'success', 'hint');
  tell.seen(
    'complete; “should have” in it may sound like blame, which is only a hint',
    hint.html_url,
  );
  tell.said('bob', 'Say what the review could show, and not who should have seen it');
  await edits(people.bob, document, {
    message: 'Say what the review could show, and not who should have seen it',
    edit: bobRewords,
  });
  await checkRun(stage, pull, CHECK, 'success', 'Complete');
  tell.seen('the document, as it will be published', blobUrl(stage, document));
}

async function reviewed(stage: Stage, pull: Pull): Promise<void> {
  const { tell, people } = stage;
  tell.step('carol had no part in it: that is why the app asked her to read it');
  const path = `/repos/${pull.repository}/pulls/${String(pull.number)}`;
  await until('carol to be asked for a review', async () => {
    const { requested_reviewers: asked } = await people.carol.call<{
      readonly requested_reviewers: readonly { readonly login: string }[];
    }>('GET', path);
    return asked.some(({ login }) => login === 'carol') ? true : undefined;
  });
  const body =
    'I understand what happened without having been there. Search has sizes like this, too: I take the rule along.';
  tell.said('carol', `Approve: ${body}`);
  await people.carol.call('POST', `${path}/reviews`, { event: 'APPROVE', body });
  tell.seen('approved: from now on the app changes nothing in it any more', pull.html_url);
}

async function merged(
  stage: Stage,
  pull: Pull,
  { incident, document }: { readonly incident: At; readonly document: Document },
): Promise<At> {
  const { tell, people, url } = stage;
  const { repository } = incident;
  tell.step('erin merges it: that is when it counts as published');
  await people.erin.call('PUT', `/repos/${repository}/pulls/${String(pull.number)}/merge`, {});
  await stage.labelled(repository, pull.number, 'postmortem:published');
  const row = await until('the row to be an issue', async () => {
    const path = `/repos/${repository}/issues/${String(incident.number)}/sub_issues`;
    const items = await people.erin.call<readonly Issue[]>('GET', path);
    return items.find(({ title }) => title.includes('what load it has to carry'));
  });
  tell.seen('the row has become an issue of bob’s, with its day', row.html_url);
  const told = await stage.answer(
    repository,
    incident.number,
    '<!-- norepeat:published ',
    'what load it has to carry',
  );
  tell.seen('the incident says where to read it', told.html_url);
  const index = { ...document, path: 'postmortems/README.md', branch: 'main' };
  tell.seen('and it stands in the index of all postmortems', blobUrl({ url }, index));
  // Where checkout's items lie, for it is the service of the incident.
  return { repository: 'acme/checkout', number: row.number };
}

/** carol writes most of hers; two things are left for whoever visits. The answer is its pull request. */
export async function leftToTheVisitor(stage: Stage, incident: At): Promise<Unwritten> {
  const { tell, people, url } = stage;
  tell.step('carol writes the postmortem of her incident, and does not get to its end');
  const pull = await postmortemOf(stage, incident);
  const document = await documentOf(people.carol, pull);
  const message = 'Write down why suggestions were empty';
  tell.said('carol', message);
  await edits(people.carol, document, { message, edit: carolWrites });
  const left = await checkRun(stage, pull, CHECK, 'failure', '2 things left');
  tell.seen(`“${left.output.title}”: that is up to you`, pull.html_url);
  return { pull, editor: `${url}/${document.repository}/edit/${document.branch}/${document.path}` };
}

/** Open when the story ends. */
export interface Unwritten {
  readonly pull: Pull;
  /** The page on which its document is edited. */
  readonly editor: string;
}

function blobUrl({ url }: Pick<Stage, 'url'>, { repository, branch, path }: Document): string {
  return `${url}/${repository}/blob/${branch}/${path}`;
}
