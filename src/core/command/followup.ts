import { formatIssue, formatRepo, sameRepo } from '../ids.ts';
import { formatTeam } from '../policy/services.ts';
import { teamNamed, teamsOfCatalog } from '../policy/teams.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { readDeadline, type ReadDeadline } from './deadline.ts';
import { grammarOf } from './grammar.ts';
import {
  after,
  issueOf,
  listed,
  LONGEST_REASON,
  quoted,
  read,
  sayingOf,
  sentence,
  wrong,
  type Arguments,
  type Read,
  type Surroundings,
} from './reading.ts';
import { nearestOf } from './words.ts';

/** `/waive [team] until 2026-12-15 reason`: without a team it is for the incident's only one. */
export function readWaive(args: Arguments, around: Surroundings): Read {
  const text = args.text.replace(/^for\s+(?!\d)/i, '');
  const [first = ''] = text.split(/\s+/, 1);
  const direct = readDeadline(text, sayingOf(around));
  if (direct.kind !== 'none') return waived(null, text, direct);
  const until = readDeadline(after(text, 1), sayingOf(around));
  const team = teamNamed(unpunctuated(first), around.policy);
  if (until.kind === 'none' || team !== undefined) {
    return waived(team ?? null, after(text, 1), until);
  }
  const line = [nearTeam(first, around.policy) ?? '', after(text, 1).slice(0, 160)];
  const reason = until.rest === '' ? WHY_WAIVE : '';
  return wrong(notATeam(first, around.policy), oneLine(['/waive', ...line, reason]));
}

const WHY_WAIVE = 'the vendor ships its part of the fix next week';

/** `text` begins with the time. */
function waived(team: TeamRef | null, text: string, until: ReadDeadline): Read {
  const name = team?.slug ?? '';
  if (until.kind === 'none') {
    return wrong('it does not say until when', oneLine(['/waive', name, 'in 5 days', WHY_WAIVE]));
  }
  const words = until.rest.slice(0, 160);
  if (until.kind === 'wrong') {
    const why = words === '' ? WHY_WAIVE : words;
    return wrong(until.problem, oneLine(['/waive', name, 'in 5 days', why]));
  }
  const reason = sentence(until.rest.replace(/^because\b/i, ''), LONGEST_REASON);
  if (reason === null) return wrong(NEEDS_REASON, oneLine(['/waive', name, text, WHY_WAIVE]));
  const forTeam = team === null ? null : formatTeam(team);
  return read({ kind: 'waive', team: forTeam, until: until.until, reason });
}

function oneLine(parts: readonly string[]): string {
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

/** `/approve-waiver [team]`; words after the team are for people. */
export function readWaiver(
  kind: 'approve-waiver' | 'revoke-waiver',
  { rest }: Arguments,
  { policy }: Surroundings,
): Read {
  const [first = ''] = rest.replace(/^for\s+/i, '').split(/\s+/, 1);
  if (first === '') return read({ kind, team: null });
  const team = teamNamed(unpunctuated(first), policy);
  if (team !== undefined) return read({ kind, team: formatTeam(team) });
  const near = nearTeam(first, policy);
  return wrong(notATeam(first, policy), near === undefined ? `/${kind}` : `/${kind} ${near}`);
}

/** `/accept [#item] reason`. A bare number is a part of the reason: `3 vendors refuse`. */
export function readAccept({ text }: Arguments, { home }: Surroundings): Read {
  const [first = ''] = text.split(/\s+/, 1);
  const item = /^\d+$/.test(first) ? undefined : issueOf(first, home);
  const reason = sentence(item === undefined ? text : after(text, 1), LONGEST_REASON);
  if (reason !== null) return read({ kind: 'accept', item: item ?? null, reason });
  const example = grammarOf('accept').example.replace(/^\S+ /, '');
  return wrong(NEEDS_REASON, `/accept ${item === undefined ? '' : `${first} `}${example}`);
}

/**
 * `/fixes acme/incidents#12` or the incident's address. `#12` is an issue of this repository, as
 * everywhere on GitHub: where that is not where incidents are, it would link something else.
 */
export function readFixes({ rest }: Arguments, { home, policy }: Surroundings): Read {
  const [first = '', second = ''] = rest.split(/[\s,;]+/);
  const issue = issueOf(first, home);
  const where = formatRepo(policy.incidentRepository);
  if (issue === undefined) return wrong('it does not say which incident', `/fixes ${where}#12`);
  const isShort = /^\(?#?\d/.test(first);
  if (isShort && !isIncidentRepository(home, policy)) {
    return wrong(
      `\`#${String(issue.number)}\` is an issue of this repository; incidents are in ${where}`,
      `/fixes ${where}#${String(issue.number)}`,
    );
  }
  if (second.includes('#')) {
    return wrong('it links one incident; write a line for each', `/fixes ${formatIssue(issue)}`);
  }
  return read({ kind: 'fixes', issue });
}

/** `/override <sha> reason`; a commit's address is understood too. */
export function readOverride({ text }: Arguments): Read {
  const [first = ''] = text.split(/\s+/, 1);
  const { example } = grammarOf('override');
  const bare = first.replace(/^[`<(]+|[`>).,:;]+$/g, '');
  const sha = (/\/commits?\/([0-9a-f]+)$/i.exec(bare)?.[1] ?? bare).toLowerCase();
  if (!/^[0-9a-f]+$/.test(sha)) {
    return wrong('it does not say which commit; the check prints the line to copy', example);
  }
  if (sha.length < 7) {
    return wrong(`${quoted(sha)} is too short for a commit: it takes seven digits`, example);
  }
  if (sha.length > 64) return wrong(`${quoted(sha)} is too long for a commit`, example);
  const reason = sentence(after(text, 1), LONGEST_REASON);
  return reason === null
    ? wrong(NEEDS_REASON, `/override ${sha} customers cannot pay until this is out`)
    : read({ kind: 'override', sha, reason });
}

const NEEDS_REASON = 'it needs a reason, so that everybody understands';

function isIncidentRepository(home: Surroundings['home'], policy: Policy): boolean {
  const { incidentRepository, privateRepository } = policy;
  return [incidentRepository, privateRepository].some(
    (repo) => repo !== null && sameRepo(repo, home),
  );
}

function notATeam(written: string, policy: Policy): string {
  const teams = teamsOfCatalog(policy).map(({ slug }) => slug);
  return teams.length === 0
    ? 'the policy names no team that owns a service'
    : `${quoted(written)} is no team that owns a service; there are ${listed(teams)}`;
}

function nearTeam(written: string, policy: Policy): string | undefined {
  const slug = unpunctuated(written).replace(/^@?(?:[^/]*\/)?/, '');
  return nearestOf(
    slug,
    teamsOfCatalog(policy).map((team) => team.slug),
  );
}

function unpunctuated(word: string): string {
  return word.replace(/[.,:;!)]+$/, '');
}
