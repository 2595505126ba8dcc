/** What carol writes into the postmortem of the suggestions; the rest is for whoever visits the demo. */
import { addedBefore, answered, type Answer } from './answer.ts';

const IMPACT: readonly Answer[] = [
  ['Did anybody see', 'Nobody saw what is not theirs.'],
  ['Whose data', 'None.'],
  [
    'Was anything lost',
    'The index of suggestions was replaced by an empty one. Products and orders were not touched.',
  ],
  ['Which records', 'The index was built again from the products; nothing is missing.'],
  [
    'What could people not do',
    'No suggestions appeared while typing. Whoever typed a whole word and searched found everything.',
  ],
  ['Which products', 'The search box of the shop, in every country.'],
];

const COURSE: readonly Answer[] = [
  [
    'What would have shown it sooner',
    'A look at the new index before it takes the place of the old one: it had no entries at all.',
  ],
  [
    'What was tried',
    'The first new build was empty, too, and cost ten minutes. The second one left the vendor’s builder out.',
  ],
  [
    'What made it likelier',
    'The builder is updated by its vendor whenever there is something new, and not when we choose.',
  ],
  ['What worked', 'Building the index by hand was written down, step by step, and worked at once.'],
  ['What did not work', 'Nobody but people told us: an empty index is served like any other.'],
  [
    'What could have made it much worse',
    'The same builder makes the index of the search itself, which was to be built an hour later.',
  ],
];

/** The fifth why is not answered yet. */
const WHYS: readonly Answer[] = [
  [
    'Why did people notice',
    '**Why were there no suggestions?** The index they come from had no entries.',
  ],
  [
    'Why did that fail',
    '**Why was it empty?** The vendor’s index builder ended after its first step and said that all was well.',
  ],
  [
    'Why was that possible',
    '**Why did it end so early?** Its new version reads another format of the product list, and takes ours for an empty one.',
  ],
  [
    'Why did nothing catch it earlier',
    '**Why did nothing catch it?** Whatever the builder makes is put in place. Neither its size nor a single suggestion is looked at before.',
  ],
];

const SUMMARY =
  'After an update by its vendor the index builder made an empty index of suggestions, and said that all was well. It was put in place unseen. For half an hour nobody who typed into the search box was shown a suggestion; searching itself worked.';

/** All but the last why and what is to be done about it. */
export function carolWrites(text: string): string {
  const written = answered(text, [...IMPACT, ...COURSE, ...WHYS]);
  return addedBefore(written, '## Impact', SUMMARY);
}
