/** What the contract says of the gate, in its own order, without the program's words. */

/** Every combination of these is judged, and compared with what `expected` says of it. */
export const DIMENSIONS = {
  owner: ['known', 'none', 'incomplete'],
  violation: ['none', 'grace', 'open', 'waived', 'waiver-expired'],
  evidence: [
    'none',
    'link',
    'said',
    'review-of-old-head',
    'review-of-lost-head',
    'review-by-author',
    'review-by-outsider',
    'review-by-unknown',
    'review-by-app',
    'changes-requested',
    'review-by-assignee',
    'review-by-role-holder',
    'review-by-member',
    'review-by-member-of-other-team',
    'review-by-approver',
    'said-and-review-by-member',
    'said-and-review-by-assignee-of-another-item',
    'review-without-link',
    'link-to-something-else',
    'label-by-member',
    'label-by-author',
    'label-by-app',
    'label-before-head',
    'label-with-unknown-head',
    'label-without-link',
    'app-opened-review-by-member',
    'app-opened-review-by-its-writer',
    'app-opened-by-unknown-writer',
    'app-opened-with-more-writers',
    'outsider-opened',
    'outsider-opened-and-said',
    'outsider-opened-with-own-label',
    'outsider-opened-review-by-member',
    'member-of-other-team-opened',
    'assignee-opened',
  ],
  mode: ['enforce', 'advise'],
  exemption: ['none', 'paths', 'paths-and-more', 'authors', 'authors-and-more', 'authors-unsigned'],
  override: ['none', 'this-head', 'other-head', 'other-pull', 'by-author'],
  unowned: ['pass', 'block'],
  vouch: ['other', 'author'],
  shape: ['alone', 'shared-head', 'group', 'group-with-free', 'group-with-held'],
} as const;

export type Row = { readonly [K in keyof typeof DIMENSIONS]: (typeof DIMENSIONS)[K][number] };

const LINKED: ReadonlySet<Row['evidence']> = new Set(
  DIMENSIONS.evidence.filter(
    (one) =>
      !['none', 'review-without-link', 'link-to-something-else', 'label-without-link'].includes(
        one,
      ),
  ),
);

const VOUCHED: ReadonlySet<Row['evidence']> = new Set<Row['evidence']>([
  'review-by-assignee',
  'review-by-role-holder',
  'review-by-member',
  'review-by-approver',
  'said-and-review-by-member',
  'label-by-member',
  'app-opened-review-by-member',
  'outsider-opened-review-by-member',
]);

/**
 * What suffices beside that where the policy takes an author's word: alice, who is in the team, opened
 * what nobody else is said to have opened. An author whose word would not count for another's change is
 * held, and an app is no author who could vouch.
 */
const VOUCHED_BY_ITS_AUTHOR: ReadonlySet<Row['evidence']> = new Set(
  DIMENSIONS.evidence.filter(
    (one) =>
      LINKED.has(one) &&
      ![
        'outsider-opened',
        'outsider-opened-and-said',
        'outsider-opened-with-own-label',
        'member-of-other-team-opened',
      ].includes(one),
  ),
);

export function expected(row: Row): 'success' | 'failure' | 'neutral' {
  const held = row.mode === 'enforce' ? 'failure' : 'neutral';
  if (row.violation !== 'open' && row.violation !== 'waiver-expired') return 'success';
  if (row.shape === 'group-with-held' && row.owner !== 'none') return held;
  if (row.shape === 'group-with-held' && row.unowned === 'block') return held;
  if (row.owner === 'none' && row.unowned === 'pass') return 'success';
  if (row.exemption === 'paths' && row.owner !== 'incomplete') return 'success';
  if (row.exemption === 'authors') return 'success';
  if (row.override === 'this-head') return 'success';
  if (row.vouch === 'author' && VOUCHED_BY_ITS_AUTHOR.has(row.evidence)) return 'success';
  return VOUCHED.has(row.evidence) ? 'success' : held;
}

export function rows(shape: Row['shape']): readonly Row[] {
  let all: readonly Partial<Row>[] = [{ shape }];
  for (const [name, values] of Object.entries(DIMENSIONS)) {
    if (name !== 'shape')
      all = all.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  }
  return all as readonly Row[];
}
