/** `norepeat validate FILE`: a policy file looked at on somebody's own machine. */
import { parseRepo } from '../../core/ids.ts';
import {
  policyNoteLine,
  policyPlace,
  policyProblemLine,
  policySummaryLine,
} from '../../core/messages/policy.ts';
import { parsePolicy } from './parse-policy.ts';
import { valueAt } from './problems.ts';
import { readPolicyFile } from './read-file.ts';

/**
 * `lines` are what the command prints, a problem a line, each beginning with `file:line:column` so that
 * editors and terminals can open the place. The file is taken for the policy of the organisation that
 * it names under `incidents.repository`.
 */
export function validatePolicy(
  text: string,
  file: string,
): { readonly isValid: boolean; readonly lines: readonly string[] } {
  const repo = { owner: ownerNamedIn(text, file) ?? 'acme', name: '.github' };
  const parsed = parsePolicy(text, { repo, path: file, organisationWide: true });
  if (parsed.kind === 'invalid') {
    const lines = parsed.problems.map((one) => `${policyPlace(one)} ${policyProblemLine(one)}`);
    return { isValid: false, lines };
  }
  const notes = parsed.notes.map((note) => `${policyPlace(note)} note: ${policyNoteLine(note)}`);
  return { isValid: true, lines: [...notes, policySummaryLine(file, parsed.policy)] };
}

function ownerNamedIn(text: string, file: string): string | undefined {
  const reading = readPolicyFile(text, file);
  if (reading.kind === 'invalid') return undefined;
  const named = valueAt(reading.read.value, ['incidents', 'repository']);
  return typeof named === 'string' ? parseRepo(named)?.owner : undefined;
}
