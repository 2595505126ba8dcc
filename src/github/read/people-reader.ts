import { z } from 'zod';
import type { RepoRef } from '../../core/ids.ts';
import type { Permission, PersonFacts } from '../../core/incident/facts.ts';
import type { TeamRef } from '../../core/policy/policy.ts';
import type { PeopleReader } from '../../flow/ports.ts';
import type { GitHub } from '../client/github.ts';
import { peopleQuery } from './people-query.ts';
import { present } from './translate.ts';

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
const PeopleAnswer = z
  .object({ repository: Repository.nullable() })
  .catchall(Organization.nullable().or(Repository));

/** So many people and teams fit into one query of moderate size; nobody has seen more at once. */
const MOST_PEOPLE = 20;

/**
 * Authority as GitHub has it now: one aliased query for everybody. Whoever GitHub does not list as a
 * collaborator may read where everybody may, and has no rights elsewhere.
 */
export function createPeopleReader(github: Pick<GitHub, 'session'>): PeopleReader {
  return {
    people: async (repo, logins, teams) => {
      const asked = [...new Set(logins.map((login) => login.toLowerCase()))];
      const found = new Map<string, PersonFacts>();
      for (let from = 0; from < asked.length; from += MOST_PEOPLE) {
        const some = asked.slice(from, from + MOST_PEOPLE);
        for (const person of await read(github, repo, some, teams)) {
          found.set(person.login.toLowerCase(), person);
        }
      }
      return found;
    },
  };
}

async function read(
  github: Pick<GitHub, 'session'>,
  repo: RepoRef,
  logins: readonly string[],
  teams: readonly TeamRef[],
): Promise<readonly PersonFacts[]> {
  const session = await github.session(repo);
  if (session === null) return logins.map((login) => ({ login, permission: 'none', teams: [] }));
  const { document, variables } = peopleQuery(repo, logins, teams);
  const answer = await session.query(document, variables, PeopleAnswer);
  return logins.map((login, p) => ({
    login,
    permission: permissionOf(answer.repository, login, p),
    teams: teams.flatMap(({ org, slug }, t) =>
      isMember(answer[`t${t}`], login, p) ? [`${org}/${slug}`.toLowerCase()] : [],
    ),
  }));
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
