import type { Repository } from '../model/records/repository.ts';
import { findAccount, findRepository, findTeam, fullName, type World } from '../model/world.ts';
import { accountPath, issuePath, teamPath } from '../paths.ts';
import type { LinkTargets } from './autolink.ts';

/** Links a text of one repository: only what exists is linked, as on GitHub. */
export function linkTargets(world: World, home: Repository, baseUrl: string): LinkTargets {
  return {
    mention: (owner, team) => {
      if (team !== undefined) {
        const found = findTeam(world, owner, team);
        return found === undefined ? undefined : baseUrl + teamPath(found);
      }
      const account = findAccount(world, owner) ?? findAccount(world, `${owner}[bot]`);
      return account === undefined ? undefined : baseUrl + accountPath(account);
    },
    reference: (repository, number) => {
      const [owner = '', name = ''] = (repository ?? fullName(home)).split('/');
      const issue = findRepository(world, owner, name)?.issues.get(number);
      return issue === undefined
        ? undefined
        : { url: baseUrl + issuePath(issue), title: issue.title };
    },
    shorten: (url) => shortForm(home, baseUrl, url),
  };
}

function shortForm(home: Repository, baseUrl: string, url: string): string | undefined {
  if (!url.startsWith(`${baseUrl}/`)) return undefined;
  const match =
    /^\/(?<repository>[^/]+\/[^/]+)\/(?:issues|pull)\/(?<number>\d+)(?<comment>#issuecomment-\d+)?$/u.exec(
      url.slice(baseUrl.length),
    );
  if (match?.groups === undefined) return undefined;
  const { repository = '', number = '', comment } = match.groups;
  const prefix = repository === fullName(home) ? '' : repository;
  return `${prefix}#${number}${comment === undefined ? '' : ' (comment)'}`;
}
