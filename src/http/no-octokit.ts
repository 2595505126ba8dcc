/**
 * The Octokit Probot hands to webhook handlers. Ours need none: whatever the app asks of GitHub goes
 * through the client in `github/` and its request budget, so a request through this one is a bug.
 */
import { Octokit } from '@octokit/core';
import type { ProbotOctokit } from 'probot';

interface AuthOptions {
  readonly octokit: Octokit;
}

/** Answers Probot's question for an event's Octokit with itself, without a token and without a request. */
function createNoAuth({ octokit }: AuthOptions): object {
  const auth = (): Promise<Octokit> => Promise.resolve(octokit);
  const hook = (): Promise<never> =>
    Promise.reject(new Error('requests to GitHub go through the client in github/'));
  return Object.assign(auth, { hook });
}

const Bare: unknown = Octokit.defaults({ authStrategy: createNoAuth, userAgent: 'norepeat' });

/** Typed as Probot wants it; it has none of the plugins, and nobody calls it. */
export const NoOctokit = Bare as typeof ProbotOctokit;
