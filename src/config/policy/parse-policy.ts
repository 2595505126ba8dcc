/**
 * Policy: `.github/norepeat.yml` to the core's Policy, or to every problem in it with its exact place.
 *
 * The way of a file: `read-file.ts` (YAML, bounded, with places from `yaml-tree.ts`), `schema/` (which
 * keys, which kinds of text from `words.ts`), `checks.ts` (what must hold between keys), `policy-of.ts`
 * and `severities.ts` (defaults and scales). `problems.ts` says what is wrong, where, and what was meant.
 */
import type { Policy } from '../../core/policy/policy.ts';
import type { PolicyNote, PolicyProblem } from '../../core/policy/problem.ts';
import { findContradictions, findRemarks } from './checks.ts';
import { policyOf } from './policy-of.ts';
import type { Source } from './policy-of.ts';
import { findingsOfIssue, locateFindings, locateRemarks } from './problems.ts';
import type { ReadFile } from './problems.ts';
import { readPolicyFile } from './read-file.ts';
import { policyFile } from './schema/policy-file.ts';

export type ParsedPolicy =
  | { readonly kind: 'valid'; readonly policy: Policy; readonly notes: readonly PolicyNote[] }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] };

/** What a reader can take in; a file with more mistakes than this shows them once these are mended. */
const MOST_PROBLEMS = 50;

/**
 * Never throws for what the text says. `source.path` is the file name in every problem. At most 50
 * problems, in the order of the file; contradictions between keys are looked for once every key is right.
 */
export function parsePolicy(text: string, source: Source): ParsedPolicy {
  const reading = readPolicyFile(text, source.path);
  if (reading.kind === 'invalid') return { ...reading, problems: capped(reading.problems) };
  const { read } = reading;
  const checked = policyFile.safeParse(read.value, { reportInput: false });
  if (!checked.success) {
    const issues = checked.error.issues;
    return invalid(
      read,
      issues.flatMap((issue) => findingsOfIssue(issue, read.value)),
    );
  }
  const contradictions = findContradictions(checked.data, source);
  if (contradictions.length > 0) return invalid(read, contradictions);
  return {
    kind: 'valid',
    policy: policyOf(checked.data, source),
    notes: locateRemarks(read, findRemarks(checked.data, source)),
  };
}

function invalid(read: ReadFile, findings: Parameters<typeof locateFindings>[1]): ParsedPolicy {
  return { kind: 'invalid', problems: capped(locateFindings(read, findings)) };
}

function capped<T>(problems: readonly T[]): readonly T[] {
  return problems.slice(0, MOST_PROBLEMS);
}
