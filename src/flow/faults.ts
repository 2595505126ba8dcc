/** What a thrown error means for a verdict. Errors are known by name: flow imports no adapter. */
import { causesOf } from '../core/causes.ts';
import type { Undecided } from '../core/gate/decision.ts';

/** Only told to wait (GitHub's limits, or the program stops): nothing is known to be wrong. */
export function isPutOff(error: unknown): boolean {
  return causesOf(error).some((cause) => 'retryAt' in cause && typeof cause.retryAt === 'number');
}

/** A permission of the app that was revoked, or not accepted yet. */
export function isPermissionMissing(error: unknown): boolean {
  return causesOf(error).some(({ name }) => name === 'PermissionMissing');
}

/** What only a person can change: a missing permission, a rule of the place. In GitHub's words. */
export function refusalOf(
  error: unknown,
): { readonly is: 'permission' | 'refused'; readonly said: string } | null {
  for (const { name, message } of causesOf(error)) {
    // Before the colon stands what was asked for, and then, from GraphQL, the type of the error.
    const said = message.slice(message.indexOf(': ') + 1).replace(/^\s*(?:[A-Z][A-Z_]{3,} )?/, '');
    if (name === 'PermissionMissing') return { is: 'permission', said };
    if (name === 'Refused') return { is: 'refused', said };
  }
  return null;
}

export function undecidedBecause(error: unknown): Undecided {
  const isGitHub = causesOf(error).some(
    (cause) => FAULTS_OF_GITHUB.has(cause.name) || 'status' in cause,
  );
  return isGitHub ? 'github' : 'internal';
}

const FAULTS_OF_GITHUB = new Set(['Unavailable', 'PermissionMissing', 'QueryFailed']);
