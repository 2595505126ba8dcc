import { z } from 'zod';
import { createOrganization, createUser } from '../model/actions/accounts.ts';
import { addCollaborator } from '../model/actions/collaborators.ts';
import { installApp } from '../model/actions/installations.ts';
import { createLabel, findLabel } from '../model/actions/labels.ts';
import { addOrganizationMember } from '../model/actions/organizations.ts';
import { createRepository } from '../model/actions/repositories.ts';
import { createTeam, grantTeam } from '../model/actions/teams.ts';
import type { Organization, User } from '../model/records/accounts.ts';
import type { Repository } from '../model/records/repository.ts';
import type { Result } from '../model/result.ts';
import {
  findAccount,
  findApp,
  findOrganization,
  findRepository,
  findTeam,
  findUser,
  type World,
} from '../model/world.ts';

const roleOf = z.enum(['read', 'triage', 'write', 'maintain', 'admin']);

const repositoryOf = z.strictObject({
  /** `owner/name`. */
  name: z.string(),
  visibility: z.enum(['public', 'private', 'internal']).default('public'),
  description: z.string().optional(),
  defaultBranch: z.string().default('main'),
  /** Path to text: the first commit. */
  files: z.record(z.string(), z.string()).default({}),
  /** Beyond GitHub's nine default labels. */
  labels: z
    .array(
      z.strictObject({
        name: z.string(),
        color: z.string().optional(),
        description: z.string().optional(),
      }),
    )
    .default([]),
  collaborators: z.record(z.string(), roleOf).default({}),
});

const teamOf = z.strictObject({
  name: z.string(),
  parent: z.string().optional(),
  members: z.array(z.string()).default([]),
  /** `owner/name` to role. */
  repositories: z.record(z.string(), roleOf).default({}),
});

export const seedOf = z.strictObject({
  users: z
    .array(
      z.union([z.string(), z.strictObject({ login: z.string(), name: z.string().optional() })]),
    )
    .default([]),
  organizations: z
    .array(
      z.strictObject({
        login: z.string(),
        name: z.string().optional(),
        owners: z.array(z.string()).default([]),
        members: z.array(z.string()).default([]),
        basePermission: z.enum(['none', 'read', 'write', 'admin']).default('read'),
        teams: z.array(teamOf).default([]),
      }),
    )
    .default([]),
  repositories: z.array(repositoryOf).default([]),
  installations: z
    .array(
      z.strictObject({
        /** Slug of a registered App. */
        app: z.string(),
        account: z.string(),
        repositories: z.union([z.literal('all'), z.array(z.string())]).default('all'),
      }),
    )
    .default([]),
});

/** A world in words: what `control.seed` and `POST /_sandbox/seed` take. */
export type Seed = z.input<typeof seedOf>;

const system = { kind: 'system' } as const;

/**
 * Adds a description to the world, in the order people, organisations, repositories, teams,
 * installations; what is already there is left as it is. Throws when the description names what does not
 * exist.
 */
export function seedWorld(world: World, seed: Seed): void {
  const wanted = seedOf.parse(seed);
  for (const each of wanted.users) {
    const input = typeof each === 'string' ? { login: each } : each;
    const { login, name } = input;
    if (findUser(world, login) === undefined) {
      createUser(world, { login, ...(name === undefined ? {} : { name }) });
    }
  }
  for (const each of wanted.organizations) addOrganization(world, each);
  for (const each of wanted.repositories) addRepository(world, each);
  for (const each of wanted.organizations) {
    for (const team of each.teams) addTeam(world, organization(world, each.login), team);
  }
  for (const each of wanted.installations) {
    const app = findApp(world, each.app);
    const account = findAccount(world, each.account);
    if (app === undefined) throw new Error(`No App is called ${each.app}: register it first.`);
    if (account === undefined || account.type === 'Bot') throw new Error(`Who is ${each.account}?`);
    const repositories =
      each.repositories === 'all'
        ? ('all' as const)
        : each.repositories.map((name) => repository(world, name));
    expectDone(installApp(world, system, { app, account, repositories }));
  }
}

function addOrganization(
  world: World,
  wanted: z.infer<typeof seedOf>['organizations'][number],
): void {
  const { login, name, basePermission } = wanted;
  const owners = wanted.owners.map((owner) => user(world, owner));
  const found =
    findOrganization(world, login) ??
    createOrganization(world, {
      login,
      owners,
      basePermission,
      ...(name === undefined ? {} : { name }),
    });
  for (const member of wanted.members) {
    const input = { organization: found, user: user(world, member) };
    expectDone(addOrganizationMember(world, system, input));
  }
}

function addRepository(world: World, wanted: z.infer<typeof repositoryOf>): void {
  const [owner = '', name = ''] = wanted.name.split('/');
  const account = findAccount(world, owner);
  if (account === undefined || account.type === 'Bot') throw new Error(`Who is ${owner}?`);
  const { visibility, defaultBranch, files, description } = wanted;
  const made =
    findRepository(world, owner, name) ??
    expectDone(
      createRepository(world, system, {
        owner: account,
        name,
        visibility,
        defaultBranch,
        files,
        ...(description === undefined ? {} : { description }),
      }),
    );
  for (const label of wanted.labels) {
    if (findLabel(made, label.name) !== undefined) continue;
    expectDone(
      createLabel(world, system, {
        repository: made,
        name: label.name,
        ...(label.color === undefined ? {} : { color: label.color }),
        ...(label.description === undefined ? {} : { description: label.description }),
      }),
    );
  }
  for (const [login, role] of Object.entries(wanted.collaborators)) {
    const input = { repository: made, user: user(world, login), role };
    expectDone(addCollaborator(world, system, input));
  }
}

function addTeam(world: World, org: Organization, wanted: z.infer<typeof teamOf>): void {
  const parent =
    wanted.parent === undefined ? undefined : findTeam(world, org.login, wanted.parent);
  const team = expectDone(
    createTeam(world, system, {
      organization: org,
      name: wanted.name,
      members: wanted.members.map((login) => user(world, login)),
      ...(parent === undefined ? {} : { parent }),
    }),
  );
  for (const [name, role] of Object.entries(wanted.repositories)) {
    expectDone(grantTeam(world, system, { team, repository: repository(world, name), role }));
  }
}

function user(world: World, login: string): User {
  const found = findUser(world, login);
  if (found === undefined) throw new Error(`No user is called ${login}.`);
  return found;
}

function organization(world: World, login: string): Organization {
  const found = findOrganization(world, login);
  if (found === undefined) throw new Error(`No organisation is called ${login}.`);
  return found;
}

function repository(world: World, name: string): Repository {
  const [owner = '', repo = ''] = name.split('/');
  const found = findRepository(world, owner, repo);
  if (found === undefined) throw new Error(`No repository is called ${name}.`);
  return found;
}

function expectDone<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`The seed asks for what GitHub refuses: ${result.refusal.message}`);
}
