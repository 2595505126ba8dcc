import { z } from 'zod';
import { issueKey, type RepoRef } from '../../core/ids.ts';
import type { Permission, PersonFacts } from '../../core/incident/facts.ts';
import type { TeamRef } from '../../core/policy/policy.ts';
import type { LinkableIssue, PeopleReader } from '../../flow/ports/authority.ts';
import type { GitHub } from '../client/github.ts';
import { Names, Place } from './incident-answer.ts';
import { peopleQuery, type PeopleAsked } from './people-query.ts';
import { placeOf, present, repoOf } from './translate.ts';

const Collaborators = z.object({
  edges: z
    .array(z.object({ permission: z.string(), node: z.object({ login: z.string() }) }).nullable())
    .nullable(),
});
const Repository = z
  .object({ visibility: z.string() })
  .catchall(Collaborators.nullable().or(z.string()));
const Members = z.object({
  nodes: z.array(z.object({ login: z.string() }).nullable()).nullable(),
});
const Organization = z.object({ team: z.record(z.string(), Members).nullable() });
const User = z.object({ login: z.string() }).nullable();
const WithIssue = z.object({ issueOrPullRequest: z.unknown() }).nullable();
const WithLinkable = z.object({
  nameWithOwner: z.string(),
  issueOrPullRequest: z.object({
    __typename: z.literal('Issue'),
    id: z.string(),
    number: z.int(),
    labels: Names.nullable(),
    parent: Place.nullable(),
  }),
});
const PeopleAnswer = z.object({ repository: Repository.nullable() }).catchall(z.unknown());
type PeopleAnswer = z.infer<typeof PeopleAnswer>;

/** So many people, teams and issues fit into one query of moderate size; nobody has seen more at once. */
const MOST_AT_ONCE = 20;

/**
 * Authority as GitHub has it now: one aliased query for everybody. Whoever GitHub does not list as a
 * collaborator may read where everybody may, and has no rights elsewhere.
 */
export function createPeopleReader(github: Pick<GitHub, 'session'>): PeopleReader {
  const authority: PeopleReader['authority'] = async (repo, { teams, ...asked }) => {
    const logins = [...new Set(asked.logins.map((login) => login.toLowerCase()))];
    const people: PersonFacts[] = [];
    const issues: (readonly [string, boolean])[] = [];
    const linkable: (readonly [string, LinkableIssue])[] = [];
    const most = Math.max(logins.length, asked.issues.length);
    for (let from = 0; from < most; from += MOST_AT_ONCE) {
      const some = {
        logins: logins.slice(from, from + MOST_AT_ONCE),
        issues: asked.issues.slice(from, from + MOST_AT_ONCE),
        teams,
      };
      const answer = await read(github, repo, some);
      people.push(...some.logins.map((login, p) => personIn(answer, login, { place: p, teams })));
      issues.push(...some.issues.map((issue, i) => [issueKey(issue), isThere(answer, i)] as const));
      for (const [i, issue] of some.issues.entries()) {
        const found = linkableIn(answer, i);
        if (found !== undefined) linkable.push([issueKey(issue), found]);
      }
    }
    return {
      people: new Map(people.map((person) => [person.login.toLowerCase(), person])),
      issues: new Map(issues),
      linkable: new Map(linkable),
    };
  };
  return {
    authority,
    people: async (repo, logins, teams) =>
      (await authority(repo, { logins, teams, issues: [] })).people,
  };
}

/** `null` when the app is no longer installed there: then nobody may anything. */
async function read(
  github: Pick<GitHub, 'session'>,
  repo: RepoRef,
  asked: PeopleAsked,
): Promise<PeopleAnswer | null> {
  const session = await github.session(repo);
  if (session === null) return null;
  const { document, variables } = peopleQuery(repo, asked);
  return session.query(document, variables, PeopleAnswer, isNamedIssue);
}

/** Somebody names an issue that the app may not see: no reason to give up the whole question. */
function isNamedIssue([alias]: readonly unknown[]): boolean {
  return typeof alias === 'string' && /^i\d+$/.test(alias);
}

function isThere(answer: PeopleAnswer | null, place: number): boolean {
  const { data } = WithIssue.safeParse(answer?.[`i${place}`]);
  return data?.issueOrPullRequest != null;
}

function linkableIn(answer: PeopleAnswer | null, place: number): LinkableIssue | undefined {
  const { data } = WithLinkable.safeParse(answer?.[`i${place}`]);
  const repo = repoOf(data);
  if (data === undefined || repo === undefined) return undefined;
  const { id: nodeId, number, labels, parent } = data.issueOrPullRequest;
  return {
    ref: { repo, number },
    nodeId,
    labels: present(labels?.nodes).map(({ name }) => name),
    parent: parent === null ? null : (placeOf(parent) ?? null),
  };
}

function personIn(
  answer: PeopleAnswer | null,
  login: string,
  { place, teams }: { readonly place: number; readonly teams: readonly TeamRef[] },
): PersonFacts {
  if (answer === null) return { login, exists: true, permission: 'none', teams: [] };
  return {
    login,
    exists: User.parse(answer[`u${place}`]) !== null,
    permission: permissionOf(answer.repository, login, place),
    teams: teams.flatMap(({ org, slug }, t) =>
      isMember(answer[`t${t}`], login, place) ? [`${org}/${slug}`.toLowerCase()] : [],
    ),
  };
}

const PERMISSIONS: Readonly<Record<string, Permission>> = {
  READ: 'read',
  TRIAGE: 'triage',
  WRITE: 'write',
  MAINTAIN: 'maintain',
  ADMIN: 'admin',
};

function permissionOf(
  repository: z.infer<typeof Repository> | null,
  login: string,
  place: number,
): Permission {
  if (repository === null) return 'none';
  const collaborators = repository[`p${place}`];
  const edges =
    collaborators === null || typeof collaborators === 'string' ? [] : collaborators?.edges;
  const own = present(edges).find(({ node }) => node.login.toLowerCase() === login);
  if (own !== undefined) return PERMISSIONS[own.permission] ?? 'read';
  return repository.visibility === 'PUBLIC' ? 'read' : 'none';
}

/** GitHub's `members(query:)` also matches parts and names, hence the comparison. */
function isMember(organization: unknown, login: string, place: number): boolean {
  const team = Organization.safeParse(organization).data?.team;
  const members = present(team?.[`m${place}`]?.nodes);
  return members.some((member) => member.login.toLowerCase() === login);
}
