/**
 * Code owners by GitHub's rules: the first file of `.github/`, the root, `docs/`; read from the base branch;
 * the last matching line wins; a line without owners clears; bad lines are skipped.
 */
import picomatch from 'picomatch';
import { fileAt } from '../git/objects.ts';
import type { Team, User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import { hasRole, teamRole } from '../roles.ts';
import { findTeam, findUser } from '../world.ts';
import type { World } from '../world.ts';
import { pullFiles } from './pull-files.ts';

export type CodeOwner = User | Team;

const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
/** Larger files are not read at all. */
const sizeLimit = 3 * 1024 * 1024;

/** For each changed file that has owners: who they are. */
export function ownersOfPull(
  world: World,
  issue: Issue,
): ReadonlyMap<string, readonly CodeOwner[]> {
  const found = new Map<string, readonly CodeOwner[]>();
  const lines = ownerLines(issue.repository, issue.pull?.baseRef ?? '');
  for (const { filename } of pullFiles(issue)) {
    const line = lines.findLast(({ matches }) => matches(`/${filename}`));
    const owners = (line?.owners ?? []).flatMap(
      (name) => resolveOwner(world, issue.repository, name) ?? [],
    );
    if (owners.length > 0) found.set(filename, owners);
  }
  return found;
}

interface OwnerLine {
  readonly matches: (path: string) => boolean;
  readonly owners: readonly string[];
}

function ownerLines(repository: Repository, branch: string): OwnerLine[] {
  const head = repository.branches.get(branch);
  if (head === undefined) return [];
  const files = places.flatMap((path) => fileAt(repository.objects, head, path) ?? []);
  const [file] = files;
  if (file === undefined || file.content.length >= sizeLimit) return [];
  return file.content.toString('utf8').split('\n').flatMap(parseLine);
}

function parseLine(text: string): OwnerLine[] {
  const [pattern, ...owners] = text
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .split(/\s+/);
  if (pattern === undefined || pattern === '') return [];
  if (/^!|[[\]]|\\#/.test(pattern)) return [];
  if (owners.some((owner) => !/^@[\w-]+(\/[\w-]+)?$/.test(owner))) return [];
  return [{ matches: picomatch(globOf(pattern), { dot: true }), owners }];
}

/** A CODEOWNERS pattern as globs over `/path`: anchored with a slash inside, a directory means all below. */
function globOf(pattern: string): string[] {
  const bare = pattern.replace(/\/$/, '');
  const anchored = bare.slice(0, -1).includes('/');
  const base = anchored ? `/${bare.replace(/^\//, '')}` : `/**/${bare}`;
  const below = `${base}/**`;
  if (pattern.endsWith('/')) return [below];
  // `docs/*` owns the files right in docs, not those further down.
  return pattern.endsWith('/*') ? [base] : [base, below];
}

function resolveOwner(world: World, repository: Repository, name: string): CodeOwner | undefined {
  const [login = '', slug] = name.slice(1).split('/');
  if (slug === undefined) {
    const user = findUser(world, login);
    return user !== undefined && hasRole(world, user, repository, 'write') ? user : undefined;
  }
  const team = findTeam(world, login, slug);
  const role = team === undefined ? null : teamRole(team, repository);
  return role === null || role === 'read' || role === 'triage' ? undefined : team;
}
