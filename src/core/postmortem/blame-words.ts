/**
 * Words that often put on a person what the system let happen. A short list of English ones: they are a hint
 * to read the sentence again, never a verdict, and a policy brings its own or none.
 */
import type { Blame } from './finding.ts';

const WORDS: Readonly<Record<Exclude<Blame, 'own'>, readonly string[]>> = {
  /** They judge somebody. */
  judges: [
    'at fault',
    'to blame',
    'blamed',
    'blames',
    'my fault',
    'your fault',
    'his fault',
    'her fault',
    'their fault',
    'careless',
    'carelessly',
    'carelessness',
    'incompetence',
    'incompetent',
    'ignorant',
    'idiot',
    'inexcusable',
    'irresponsible',
    'lazy',
    'messed up',
    'negligence',
    'negligent',
    'reckless',
    'screwed up',
    'sloppy',
    'stupid',
  ],
  /** They know afterwards what nobody could know then. */
  hindsight: [
    'could have known',
    'could have prevented',
    "didn't bother",
    'did not bother',
    'failed to notice',
    'failed to realise',
    'failed to realize',
    'forgot to',
    'neglected to',
    'ought to have',
    'should have',
    "should've",
    "shouldn't have",
    'should not have',
  ],
  /** They end the search where it begins. */
  'human-error': ['human error', 'human mistake', 'operator error', 'pilot error', 'user error'],
};

export interface BlameWord {
  /** Lower case, one space between words. */
  readonly words: string;
  readonly because: Blame;
}

/** The words to look for. @param own those of the policy; null: the built-in list. */
export function blameWords(own: readonly string[] | null): readonly BlameWord[] {
  if (own === null) return BUILT_IN;
  return own
    .map((words) => normal(words).trim())
    .filter((words) => words !== '')
    .map((words) => BUILT_IN.find((one) => one.words === words) ?? { words, because: 'own' });
}

/** For comparing: lower case, straight apostrophes, one space for any. As long as `text` up to its spaces. */
export function normal(text: string): string {
  return text.replaceAll('’', "'").replace(/\s+/g, ' ').toLowerCase();
}

const BUILT_IN: readonly BlameWord[] = (['judges', 'hindsight', 'human-error'] as const).flatMap(
  (because) => WORDS[because].map((words) => ({ words, because })),
);
