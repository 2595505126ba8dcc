import type { Code } from 'mdast';
import { formatIssue, type IssueRef } from '../../ids.ts';
import type { TeamRef } from '../../policy/policy.ts';

/** Lines to copy, with GitHub's button for it. Names of GitHub's and our own words only. */
export function commandBlock(lines: string): Code {
  return { type: 'code', lang: null, meta: null, value: lines };
}

export function fixesLine(incident: IssueRef): string {
  return `/fixes ${formatIssue(incident)}`;
}

/** @param until `2026-12-15`, or what to put there */
export function waiveLine(team: TeamRef, until: string): string {
  return `/waive ${team.slug} until ${until} reason`;
}

export function overrideLine(headSha: string): string {
  return `/override ${headSha.slice(0, 12)} reason`;
}

export function approveLine(teams: readonly TeamRef[]): string {
  const [only, ...others] = teams;
  return only === undefined || others.length > 0
    ? '/approve-waiver team'
    : `/approve-waiver ${only.slug}`;
}
