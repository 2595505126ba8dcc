/** What is planned of a postmortem, as tests of its moments ask for it. */
import { planPostmortem, type PostmortemInput } from '../../../../src/core/postmortem/plan/plan.ts';
import type { Effect } from '../../../../src/core/effects.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { aPostmortem, aPull, postmortemFacts } from '../../../builders/a-postmortem.ts';
import { minute } from '../../../builders/facts.ts';

export type Of<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>;

export function effectOf<K extends Effect['kind']>(
  input: PostmortemInput,
  kind: K,
): Of<K> | undefined {
  return planPostmortem(input).effects.find((effect): effect is Of<K> => effect.kind === kind);
}

export const kinds = (input: PostmortemInput): string[] =>
  planPostmortem(input).effects.map(({ kind }) => kind);

/** The facts once the document is on the branch and its pull request open. */
export function opened(overrides: Partial<PostmortemFacts> = {}): PostmortemFacts {
  const commit = effectOf(aPostmortem(), 'write-branch');
  const [document, index] = commit?.files ?? [];
  if (document === undefined) throw new Error('nothing was opened');
  return postmortemFacts({
    branch: { oid: 'branch-1', ownCommitAt: minute(61) },
    pull: aPull({ files: commit?.files.map(({ path }) => path) ?? [] }),
    document,
    index: { onMain: null, onBranch: index?.text ?? null, atParting: null },
    ...overrides,
  });
}
