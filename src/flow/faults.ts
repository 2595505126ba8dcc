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

export function undecidedBecause(error: unknown): Undecided {
  const isGitHub = causesOf(error).some(
    (cause) => FAULTS_OF_GITHUB.has(cause.name) || 'status' in cause,
  );
  return isGitHub ? 'github' : 'internal';
}

const FAULTS_OF_GITHUB = new Set(['Unavailable', 'PermissionMissing', 'QueryFailed']);
