import type { RepositoryCall } from '../http/context.ts';
import { fileAt } from '../model/git/objects.ts';
import { roleOf, teamRole } from '../model/roles.ts';
import { resolveCommit } from '../model/queries/commits.ts';
import { findTeam, findUser } from '../model/world.ts';
import { text } from './input.ts';
import type { Json } from './serialise/render.ts';

/** Where GitHub looks, in this order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** Files from this size on are not loaded at all. */
const largest = 3 * 1024 * 1024;

/** What GitHub finds wrong with the CODEOWNERS file of a ref; no file has no errors. */
export function codeownersErrors(call: RepositoryCall): Json {
  const { repository } = call;
  const ref = text(call.parameters, 'ref') ?? repository.defaultBranch;
  const commit = resolveCommit(call.world, repository, ref);
  if (commit === undefined) return { errors: [] };
  for (const path of places) {
    const blob = fileAt(repository.objects, commit.sha, path);
    if (blob === undefined || blob.content.length >= largest) continue;
    const lines = blob.content.toString('utf8').split('\n');
    return { errors: lines.flatMap((line, index) => lineErrors(call, { path, line, index })) };
  }
  return { errors: [] };
}

type Line = { readonly path: string; readonly line: string; readonly index: number };

function lineErrors(call: RepositoryCall, at: Line): readonly Json[] {
  const source = at.line.replace(/(^|\s)#.*$/, '').trimEnd();
  if (source.trim() === '') return [];
  const [pattern = '', ...owners] = source.trim().split(/\s+/);
  if (/^!|[[\]]|^\\#/.test(pattern)) {
    const suggestion = 'Remove the pattern or write it without "!", "[ ]" and "\\#".';
    return [errorAt(at, { kind: 'Invalid pattern', suggestion, column: 1 })];
  }
  return owners.flatMap((owner) => {
    const fault = ownerFault(call, owner);
    if (fault === null) return [];
    return [errorAt(at, { ...fault, column: at.line.indexOf(owner) + 1 })];
  });
}

function ownerFault(
  call: RepositoryCall,
  owner: string,
): { readonly kind: string; readonly suggestion: string } | null {
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(owner)) return null;
  const [, login = '', slug] = /^@([\w-]+)(?:\/([\w-]+))?$/.exec(owner) ?? [];
  if (login === '')
    return { kind: 'Invalid owner', suggestion: `Write "${owner}" as @user or @org/team.` };
  const suggestion = `make sure ${owner} exists and has write access to the repository`;
  const role = slug === undefined ? userRole(call, login) : slugRole(call, login, slug);
  const writes = role === 'write' || role === 'maintain' || role === 'admin';
  return writes ? null : { kind: 'Unknown owner', suggestion };
}

function userRole(call: RepositoryCall, login: string): string | null {
  const user = findUser(call.world, login);
  return user === undefined ? null : roleOf(call.world, user, call.repository);
}

function slugRole(call: RepositoryCall, organization: string, slug: string): string | null {
  const team = findTeam(call.world, organization, slug);
  return team === undefined ? null : teamRole(team, call.repository);
}

function errorAt(
  at: Line,
  of: { readonly kind: string; readonly suggestion: string; readonly column: number },
): Json {
  const line = at.index + 1;
  return {
    line,
    column: of.column,
    source: at.line,
    kind: of.kind,
    suggestion: of.suggestion,
    message: `${of.kind} on line ${line}: ${of.suggestion}\n\n  ${at.line}\n  ${' '.repeat(of.column - 1)}^`,
    path: at.path,
  };
}
