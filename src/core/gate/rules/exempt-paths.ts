import { sameRepo, type RepoRef } from '../../ids.ts';
import type { Policy } from '../../policy/policy.ts';
import type { ExemptionFinding } from '../decision.ts';
import type { PullFacts } from '../facts.ts';

export const ISSUE_FORM = '.github/ISSUE_TEMPLATE/incident.yml';

/**
 * Changes that people need to get out of an incident pass: postmortems and the issue form where the
 * incidents are, the policy file where the policy is. Only when there is nothing else in the change, and
 * when all of it is known: of a renamed file both names count.
 */
export function exemptPaths(
  { files: { paths, complete } }: PullFacts,
  { repo, policy }: { readonly repo: RepoRef; readonly policy: Policy },
): ExemptionFinding {
  const otherwise = paths.find((path) => !isExempt(path, repo, policy)) ?? null;
  const known = complete && paths.length > 0;
  return {
    rule: 'exempt-paths',
    outcome: known && otherwise === null ? 'passes' : 'no',
    otherwise,
  };
}

function isExempt(path: string, repo: RepoRef, policy: Policy): boolean {
  if (path === policy.source.path && sameRepo(repo, policy.source.repo)) return true;
  const homes = [policy.incidentRepository, policy.privateRepository];
  if (!homes.some((home) => home !== null && sameRepo(home, repo))) return false;
  const folder = `${policy.postmortems.directory.replace(/\/+$/, '')}/`;
  return path === ISSUE_FORM || (folder !== '/' && path.startsWith(folder));
}
