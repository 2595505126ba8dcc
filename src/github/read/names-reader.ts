import { z } from 'zod';
import type { NamedRepository, NamedTeam, NamesReader } from '../../flow/ports/names.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import { PageInfo } from './incident-answer.ts';
import { present } from './translate.ts';

export const TEAMS = `query Teams($owner: String!, $after: String) {
  organization(login: $owner) {
    login
    teams(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id slug }
    }
  }
}`;

const TeamsAnswer = z.object({
  organization: z
    .object({
      login: z.string(),
      teams: z.object({
        pageInfo: PageInfo,
        nodes: z.array(z.object({ id: z.string(), slug: z.string() }).nullable()).nullable(),
      }),
    })
    .nullable(),
});

/** A hundred teams or repositories a request; ids are node ids. */
export function createNamesReader(github: Pick<GitHub, 'sessionOf'>): NamesReader {
  return {
    names: async (owner) => {
      const session = await github.sessionOf(owner);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const value = { teams: await teamsOf(session, owner), repositories: await seenBy(session) };
      return { kind: 'found', value };
    },
  };
}

/** None of a person's account, which is no organisation. */
async function teamsOf(session: Session, owner: string): Promise<readonly NamedTeam[]> {
  const found: NamedTeam[] = [];
  for (let after: string | null = null; ;) {
    const variables: Readonly<Record<string, unknown>> = { owner, after };
    const { organization } = await session.query(TEAMS, variables, TeamsAnswer);
    if (organization === null) return found;
    const { login: org, teams } = organization;
    found.push(...present(teams.nodes).map(({ id, slug }) => ({ id, team: { org, slug } })));
    if (!teams.pageInfo.hasNextPage) return found;
    after = teams.pageInfo.endCursor;
  }
}

async function seenBy({ octokit }: Session): Promise<readonly NamedRepository[]> {
  const found: NamedRepository[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request('GET /installation/repositories', {
      per_page: 100,
      page,
    });
    for (const { node_id: id, owner, name } of data.repositories) {
      found.push({ id, repo: { owner: owner.login, name } });
    }
    if (data.repositories.length < 100) return found;
  }
}
