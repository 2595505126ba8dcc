/** `npm run demo`: what a visitor sees first has to work, and to go away without a trace. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aDemo, isAnswered, NPM, processesOf, TSX, type Demo } from './support/a-demo.ts';

/** The steps of the story, in order, by words that nobody would change without thinking of the visitor. */
const TOLD = [
  'Norepeat: an incident, and what keeps it from happening again',
  'main takes no merge without the check norepeat/gate',
  'declares an incident with the form',
  'unconfirmed',
  'takes it',
  'a label is a command like any other',
  'raises',
  'Notes are written when there is time',
  'mistypes a command',
  'corrects his comment',
  'rewrites history',
  'resolved',
  'as a pull request that fills itself',
  'payments merges nothing else now',
  'Required status check "norepeat/gate" is failing',
  'Held: acme/payments owes',
  'discovery merges as always',
  '/action prevent',
  'linked below the incident',
  'bob opens the fix',
  'but nobody else has looked yet',
  'approved by alice',
  'done, by a merged pull request',
  'judged again without anybody asking; alice merges',
  'A monitor declares through GitHub’s API',
  'no incident after all',
  'turns an ordinary issue into an incident',
  'Held: acme/discovery owes',
  '/approve-waiver',
  'Nothing holds merges here',
  '/action detect',
  'alice closes the incident',
  'with the list of what is missing',
  'reminds alice on her item',
  'of its postmortem',
  'the pull request that the app keeps current',
  'its check says what is left',
  'bob edits the document on its branch',
  '3 things left: where we were lucky, an owner, a due date',
  'only a hint',
  'the document, as it will be published',
  'the app asked her to read it',
  'erin merges it',
  'the row has become an issue',
  'the incident says where to read it',
  'the index of all postmortems',
  'alice’s item is overdue',
  'carol’s waiver ends tonight',
  'alice’s team is told',
  'held again',
  'alice closes her item',
  'open again, and one explanation',
  '/confirm',
  'the app closes it, and it counts',
  'what the postmortem asked for',
  'the app closes the incident, with its figures',
  'carol writes the postmortem of her incident',
  '2 things left: a why, an action item',
  'dave declares again',
  'names what was like it',
  '/repeat-of #1',
  'what was to prevent it; followed up one level higher',
  'the earlier incident says so, too',
  'Played. Everything above is on the sandbox’s pages',
  'a pull request that is held',
  'a postmortem that lacks a why and an action item',
  'where to write them',
];

async function expectGone(demo: Demo): Promise<void> {
  const addresses = demo.addresses();
  expect(addresses.length).toBeGreaterThan(0);
  for (const url of addresses) expect(await isAnswered(url), url).toBe(false);
  if (existsSync('/proc/self/environ')) expect(processesOf(addresses)).toEqual([]);
}

describe('npm run demo', { timeout: 300_000 }, () => {
  test('with --exit plays the whole story, ends with status 0 and leaves no process behind', async () => {
    const demo = aDemo([...NPM, '--exit']);
    const code = await demo.ended;
    expect({ code, output: demo.output() }).toMatchObject({ code: 0 });
    let from = 0;
    for (const text of TOLD) {
      const at = demo.output().indexOf(text, from);
      expect(at, `${text} in ${demo.output().slice(from)}`).toBeGreaterThan(-1);
      from = at;
    }
    await expectGone(demo);
  });

  test('ended by Ctrl-C in the middle of the story ends with status 0 and leaves no process behind', async () => {
    const demo = aDemo(TSX);
    await demo.says('declares an incident with the form');
    expect(demo.addresses()).toHaveLength(2);
    for (const url of demo.addresses()) expect(await isAnswered(url), url).toBe(true);
    demo.ctrlC();
    expect(await demo.ended, demo.output()).toBe(0);
    await expectGone(demo);
  });

  test('ended by Ctrl-C through npm, pressed twice while it starts, leaves no process behind', async () => {
    const demo = aDemo(NPM);
    await demo.says('the sandbox, a strict GitHub on this machine');
    demo.ctrlC();
    demo.ctrlC();
    await demo.ended;
    await expectGone(demo);
  });
});
