import type { Effect } from '../effects.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import { noDocumentCheck, type CheckWords } from '../messages/postmortem/no-document.ts';
import { POSTMORTEM_CHECK } from './check-name.ts';
import type { PullFacts } from './facts.ts';
import type { PostmortemInput } from './plan.ts';

/** What is left, on the head of the pull request; nothing where it says so already. */
export function checkEffects(input: PostmortemInput, pull: PullFacts): readonly Effect[] {
  if (input.facts.document !== null) return [];
  const words = noDocumentCheck(input.telling.incident.ref);
  const externalId = checkId(words);
  if (pull.reported === externalId) return [];
  return [
    {
      kind: 'report-check',
      repo: input.facts.repo,
      headSha: pull.headOid,
      name: POSTMORTEM_CHECK,
      externalId,
      ...words,
    },
  ];
}

/** The same words have the same id. */
function checkId(words: CheckWords): string {
  return `postmortem ${fingerprint(JSON.stringify(words))}`;
}
