import type { z } from 'zod';
import type { RepoRef } from '../../core/ids.ts';
import type { Candidate } from '../../core/postmortem/reviewers/reviewers.ts';
import type { CandidatesAsked } from '../../flow/ports/postmortem.ts';
import type { Session } from '../client/session.ts';
import { CandidatesAnswer, TeamAnswer } from './postmortem-answer.ts';
import { candidatesQuery } from './postmortem-queries.ts';
import { present } from './translate.ts';

/** So many pages of people with access are read: a thousand. */
const MOST_PAGES = 10;

/** GitHub takes requests for reviews of those whom it lists with access, and of nobody else. */
export async function candidatesIn(
  session: Session,
  { owner, name }: RepoRef,
  { logins, teams, writers }: CandidatesAsked,
): Promise<readonly Candidate[]> {
  const ofTeams = Object.fromEntries(
    teams.flatMap(({ org, slug }, i) => [
      [`o${String(i)}`, org],
      [`s${String(i)}`, slug],
    ]),
  );
  const access = new Map<string, string>();
  const named: string[] = [...logins];
  let isPublic = false;
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = page === 0 ? teams.length : 0;
    const variables = { owner, name, after, ...(page === 0 ? ofTeams : {}) };
    const answer: Answer = await session.query(
      candidatesQuery(asked),
      variables,
      CandidatesAnswer,
      isOfTeam,
    );
    if (answer.repository === null) return [];
    isPublic = answer.repository.visibility === 'PUBLIC';
    named.push(...teams.slice(0, asked).flatMap((_, i) => membersIn(answer, i)));
    const { collaborators } = answer.repository;
    for (const { permission, node } of present(collaborators?.edges)) {
      access.set(node.login, permission);
    }
    after = collaborators?.pageInfo.endCursor ?? null;
    const known = new Set([...access.keys()].map((login) => login.toLowerCase()));
    const isDone = !writers && named.every((login) => known.has(login.toLowerCase()));
    if (isDone || collaborators?.pageInfo.hasNextPage !== true) break;
  }
  const wanted = writers ? [...named, ...writersAmong(access)] : named;
  return toCandidates(wanted, access, isPublic);
}

type Answer = z.infer<typeof CandidatesAnswer>;

/** A team that is gone, or that the installation may not see, has no members. */
function isOfTeam([alias]: readonly unknown[]): boolean {
  return typeof alias === 'string' && /^t\d+$/.test(alias);
}

function membersIn(answer: Answer, place: number): readonly string[] {
  const { data } = TeamAnswer.safeParse(answer[`t${String(place)}`]);
  return present(data?.team?.members.nodes).map(({ login }) => login);
}

const WRITERS: ReadonlySet<string> = new Set(['WRITE', 'MAINTAIN', 'ADMIN']);

function writersAmong(access: ReadonlyMap<string, string>): readonly string[] {
  return [...access].flatMap(([login, permission]) => (WRITERS.has(permission) ? login : []));
}

/** Each once, in the order in which they were named. */
function toCandidates(
  logins: readonly string[],
  access: ReadonlyMap<string, string>,
  isPublic: boolean,
): readonly Candidate[] {
  const known = new Set([...access.keys()].map((login) => login.toLowerCase()));
  const each = new Map(logins.map((login) => [login.toLowerCase(), login]));
  return [...each].map(([key, login]) => ({
    login,
    kind: key.endsWith('[bot]') ? 'bot' : 'person',
    mayRead: isPublic || known.has(key),
    reviewable: known.has(key),
  }));
}
