/** What bob writes into the postmortem of the payments: what the incident itself does not know. */
import { addedBefore, answered, replaced, withRow, type Answer } from './answer.ts';

const CONFIDENTIALITY: readonly Answer[] = [
  [
    'Did anybody see',
    'Nobody saw what is not theirs: a payment that failed showed one general sentence.',
  ],
  ['Whose data', 'None.'],
];

const INTEGRITY: readonly Answer[] = [
  [
    'Was anything lost',
    'Nothing. Every payment was made or refused as a whole, and none was charged twice: all orders of that half hour were compared with what the bank has.',
  ],
  ['Which records', 'None have to be put right.'],
];

const AVAILABILITY: readonly Answer[] = [
  [
    'What could people not do',
    'About every third attempt to pay ended in “please try again”. Trying again often helped. Carts and search worked.',
  ],
  [
    'Which products',
    'Whoever paid in the shop or in its app, everywhere: there is one pool for all.',
  ],
];

const COURSE: readonly Answer[] = [
  [
    'What would have shown it sooner',
    'An alarm on how long a request waits for a connection. The wait passed two seconds some minutes before dave read what customers wrote; the figure is kept, but nobody is told of it.',
  ],
  [
    'What was tried',
    'Nothing was tried in vain. It took nine minutes from the acknowledgement to find the pool, for the dashboard shows requests and errors, but not what they wait for. Putting it back took ten more: it went the way of every change, as there is no shorter one.',
  ],
];

const WHYS: readonly Answer[] = [
  [
    'Why did people notice',
    '**Why did payments fail?** A request to pay waits two seconds for a connection to the database and then gives up. A third of them got none in that time.',
  ],
  [
    'Why did that fail',
    '**Why did they get none?** The pool had four connections. Around nine in the morning checkout needs about twenty-five at once.',
  ],
  [
    'Why was that possible',
    '**Why did it have four?** The database was short of connections, and the chart of checkout says that four are in use. That is an average of the whole day; what the busiest minutes need is not to be seen in it.',
  ],
  [
    'Why did nothing catch it earlier',
    '**Why did nothing catch it earlier?** In review one number became another, with nothing to compare it with. The tests pay one at a time, so four are plenty there. All machines got the change at once, and no alarm watches the wait.',
  ],
  [
    'Why do we work',
    '**Why is a number like this changed so easily?** We treat sizes and time limits like any other line of code. Nowhere does it say what load they have to carry, and the program takes whatever it is given.',
  ],
];

const LESSONS: readonly Answer[] = [
  [
    'What made it likelier',
    'The change was deployed at nine, when the busiest hour begins. An hour later the same pool would have looked sound until the next morning.',
  ],
  [
    'What worked',
    'dave declared at once, without being sure, and the form was enough. Eleven minutes later customers could read what was going on. The change stood among those of the day before, so that nobody had to search for it.',
  ],
];

/** As one writes before one has slept over it: the check hints at it. */
const HINDSIGHT =
  'Customers noticed before we did. We should have seen in review that four is too few.';

const SUMMARY =
  'A change made the pool of database connections of checkout ten times smaller. It looked safe, because the chart it was based on shows an average of the day. When the busiest hour began, a third of all payments waited too long for a connection and failed, until the old size was back. Since then the program refuses a pool that small; an alarm, and a rule for such changes, are to follow.';

const ACTION = 'process: Say in a change of a size or time limit what load it has to carry';

/** All but one question, and a row that says neither who does it nor until when. */
export function bobWrites(text: string): string {
  const written = answered(text, [
    ...CONFIDENTIALITY,
    ...INTEGRITY,
    ...AVAILABILITY,
    ...COURSE,
    ...WHYS,
    ...LESSONS,
    ['What did not work', HINDSIGHT],
  ]);
  return withRow(addedBefore(written, '## Impact', SUMMARY), `| ${ACTION} | | | |`);
}

/** What is left: the last question, an owner, and a day. */
export function erinCompletes(text: string, due: string): string {
  const lucky =
    'It was an ordinary Tuesday. On the first evening of a sale three times as many people pay, and nearly every payment would have failed.';
  const row = replaced(text, `| ${ACTION} | | | |`, `| ${ACTION} | @bob | ${due} | |`);
  return answered(row, [['What could have made it much worse', lucky]]);
}

/** The same, said of the work instead of the people. */
export function bobRewords(text: string): string {
  return replaced(
    text,
    HINDSIGHT,
    'Customers noticed before we did. The review showed one number, and nothing to compare it with.',
  );
}
