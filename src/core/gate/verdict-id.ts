import { fingerprint } from '../ledger/fingerprint.ts';

/**
 * Names a verdict by everything that a reader sees of it: the same verdict on the same commit need not be
 * written again. The conclusion stands in it as it is, so that no two texts, whoever made them up, could
 * leave a pass standing where a failure belongs.
 */
export function verdictId(verdict: {
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string | null;
  readonly actions: readonly { readonly identifier: string }[];
}): string {
  const { conclusion, title, summary, text, actions } = verdict;
  const seen = JSON.stringify([title, summary, text, actions.map(({ identifier }) => identifier)]);
  const backwards = Array.from(seen).reverse().join('');
  return `${conclusion}-${fingerprint(seen)}${fingerprint(backwards)}`;
}
