/** What the gate does once an incident is over: it holds one team's merges until the lasting fix is in. */
import { changeFile, type Pull } from './change-file.ts';
import { gate, isRefused, merges } from './gate.ts';
import type { Issue } from './person.ts';
import type { At, Stage } from './stage.ts';
import { until } from './until.ts';

const CHECKOUT = 'acme/checkout';
const SEARCH = 'acme/search';

/** From the first refused merge to the one that goes through. */
export async function heldUntilFixed(stage: Stage, incident: At): Promise<void> {
  const receipts = await held(stage);
  await unaffected(stage);
  const item = await agreed(stage, incident);
  await fixed(stage, item);
  await lifted(stage, item, receipts);
}

async function held(stage: Stage): Promise<Pull> {
  const { tell, people } = stage;
  tell.step('The fire is out, nothing keeps it from coming back: payments merges nothing else now');
  const pull = await changeFile(people.alice, {
    repository: CHECKOUT,
    branch: 'receipt-logo',
    path: 'src/receipt.ts',
    content: "export const logo = 'acme.svg';\n",
    title: 'Put the logo on receipts',
    body: 'Nothing to do with the incident.',
  });
  tell.said('alice', 'Merge pull request');
  const run = await gate(stage, pull, 'failure');
  const refusal = await isRefused(stage, 'alice', pull);
  tell.seen(`GitHub refuses: ${refusal}`, pull.html_url);
  tell.seen(`the check says why, and every way out: “${run.output.title}”`, run.html_url);
  return pull;
}

async function unaffected(stage: Stage): Promise<void> {
  const { tell, people } = stage;
  tell.step('carol’s team owes nothing: discovery merges as always');
  const pull = await changeFile(people.carol, {
    repository: SEARCH,
    branch: 'more-shards',
    path: 'src/index.ts',
    content: 'export const shards = 12;\n',
    title: 'Use twelve shards',
    body: 'Faster on Mondays.',
  });
  await merges(stage, 'carol', pull);
  tell.seen('merged', pull.html_url);
}

async function agreed(stage: Stage, at: At): Promise<Issue> {
  const { tell, people } = stage;
  await stage.pass(30);
  tell.step('erin has it agreed what keeps the incident from happening again');
  await stage.says(
    'erin',
    at,
    '/action prevent Refuse pools below ten connections @bob in acme/checkout',
  );
  const item = await until('the item below the incident', async () => {
    const path = `/repos/${at.repository}/issues/${String(at.number)}/sub_issues`;
    const items = await people.erin.call<readonly Issue[]>('GET', path);
    return items.find(({ title }) => title.includes('Refuse pools below ten'));
  });
  tell.seen('an issue of bob’s, linked below the incident', item.html_url);
  return item;
}

async function fixed(stage: Stage, item: Issue): Promise<void> {
  const { tell, people } = stage;
  await stage.pass(90);
  tell.step('bob opens the fix: it gets through where nothing else does, once a teammate vouches');
  const pull = await changeFile(people.bob, {
    repository: CHECKOUT,
    branch: 'smallest-pool',
    path: 'src/pool.ts',
    content:
      "const size = 40;\nif (size < 10) throw new Error('The pool is too small.');\nexport const POOL = { size, waitMs: 2000 };\n",
    title: 'Refuse pools below ten connections',
    body: `Fixes #${String(item.number)}`,
  });
  const before = await gate(stage, pull, 'failure');
  tell.seen(`linked, but nobody else has looked yet: “${before.output.title}”`, before.html_url);
  tell.said('alice', 'Approve');
  const path = `/repos/${CHECKOUT}/pulls/${String(pull.number)}/reviews`;
  await people.alice.call('POST', path, { event: 'APPROVE', body: 'That is the one.' });
  await merges(stage, 'bob', pull);
  tell.seen('approved by alice, so the check lets it through; bob merges', pull.html_url);
}

async function lifted(stage: Stage, item: Issue, receipts: Pull): Promise<void> {
  const { tell } = stage;
  tell.step('The merge closed the item: that is the evidence, and the block lifts by itself');
  await until('the item to be closed', async () =>
    (await stage.issue(CHECKOUT, item.number)).state === 'closed' ? true : undefined,
  );
  tell.seen('done, by a merged pull request', item.html_url);
  await merges(stage, 'alice', receipts);
  tell.seen(
    'the receipts are judged again without anybody asking; alice merges',
    receipts.html_url,
  );
}

/** A second incident whose merges are held, and a waiver that lets them through for some days. */
export async function heldAndWaived(stage: Stage, at: At): Promise<Pull> {
  const { tell, people, date } = stage;
  tell.step(
    'carol’s incident is over as well, but what keeps it from happening again is not agreed',
  );
  const seen = await stage.clock(6);
  await stage.says('carol', at, `/ack\n/service search\n/severity sev2\n/detected ${seen}`);
  await stage.pass(21);
  await stage.says(
    'carol',
    at,
    '/mitigated the index is built again, without the vendor’s builder',
  );
  await stage.pass(12);
  await stage.says('carol', at, '/resolved suggestions are back everywhere\n/cause dependency');
  const pull = await changeFile(people.carol, {
    repository: SEARCH,
    branch: 'fresh-first',
    path: 'src/rank.ts',
    content: "export const order = 'freshest first';\n",
    title: 'Show what is fresh first',
    body: 'Customers asked for it.',
  });
  const run = await gate(stage, pull, 'failure');
  tell.seen(`held: “${run.output.title}”`, run.html_url);
  await stage.says('carol', at, `/waive until ${date(6)} the vendor repairs its index builder`);
  await stage.says('erin', at, '/approve-waiver');
  const free = await gate(stage, pull, 'success');
  tell.seen(`a commander grants some days: “${free.output.title}”`, free.html_url);
  return pull;
}
