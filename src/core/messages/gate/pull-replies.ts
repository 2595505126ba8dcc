/** Why a command on a pull request was not carried out: each function is one sentence, without its full stop. */
import { formatIssue, type IssueRef } from '../../ids.ts';
import type { Policy } from '../../policy/policy.ts';
import { whoCan } from '../followup-refusals.ts';

/** Of an issue of which nobody may know whether there is one, the same is said. */
export function noIncidentToFix(issue: IssueRef): string {
  return `${formatIssue(issue)} is no incident and no open item of one that holds merges here; \`/fixes\` names the incident, as the check page shows it`;
}

export function mayNotLink(login: string): string {
  return `${login} may not link this: that takes write access here, a right on the incident, or to be the author of the pull request`;
}

export function notAPostmortem(): string {
  return 'this pull request is no postmortem of an incident, so it has no rows to make items of';
}

export function mayNotCreateItems(login: string): string {
  return `${login} may not make items here: that takes a right on the incident whose postmortem this is`;
}

export function mayNotOverride(login: string, policy: Policy): string {
  return `${login} is no waiver approver. ${whoCan(policy)}`;
}

export function ownOverride(login: string, policy: Policy): string {
  return `${login} wrote this change, and nobody lets their own change through. ${whoCan(policy)}, other than whoever wrote it`;
}

export function otherHead(sha: string, headSha: string): string {
  return `${sha} is not the head of this pull request. If you mean what is there now, write \`/override ${headSha.slice(0, 12)} reason\``;
}

export function nothingToOverride(headSha: string): string {
  return `nothing holds ${headSha.slice(0, 12)} now, so there is nothing to override`;
}

export function notGated(): string {
  return 'this pull request is closed, or its branch is not gated, so nothing holds it';
}
