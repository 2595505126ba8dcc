/** Making people, organisations and Apps: the cast of a world, set up without an actor. */
import type { App, Organization, Permissions, User } from '../records/accounts.ts';
import { findAccount, nodeId, register } from '../world.ts';
import type { World } from '../world.ts';

/** A person. Throws when the login is taken. */
export function createUser(
  world: World,
  input: { readonly login: string; readonly name?: string; readonly email?: string },
): User {
  claim(world, input.login);
  const id = world.nextId();
  const user: User = {
    type: 'User',
    id,
    nodeId: nodeId('U', id),
    login: input.login,
    name: input.name ?? null,
    email: input.email ?? `${id}+${input.login}@users.noreply.github.com`,
    createdAt: world.clock.now(),
  };
  world.state.accounts.set(id, user);
  register(world, { type: 'User', record: user });
  return user;
}

/** An organisation; its owners are made with `addOrganizationMember`. */
export function createOrganization(
  world: World,
  input: {
    readonly login: string;
    readonly name?: string;
    readonly owners?: readonly User[];
    readonly basePermission?: Organization['basePermission'];
  },
): Organization {
  claim(world, input.login);
  const id = world.nextId();
  const organization: Organization = {
    type: 'Organization',
    id,
    nodeId: nodeId('O', id),
    login: input.login,
    name: input.name ?? null,
    basePermission: input.basePermission ?? 'read',
    members: new Map(
      (input.owners ?? []).map((user) => [user.id, { user, role: 'admin', public: false }]),
    ),
    createdAt: world.clock.now(),
  };
  world.state.accounts.set(id, organization);
  register(world, { type: 'Organization', record: organization });
  return organization;
}

/** A GitHub App with its bot account `<slug>[bot]`. An own `id` may be given (the App id). */
export function createApp(
  world: World,
  input: {
    readonly slug: string;
    readonly owner: User | Organization;
    readonly permissions: Permissions;
    readonly events: readonly string[];
    readonly id?: number;
    readonly name?: string;
    readonly description?: string;
    readonly externalUrl?: string;
  },
): App {
  claim(world, `${input.slug}[bot]`);
  const id = input.id ?? world.nextId();
  if (world.state.apps.has(id)) throw new Error(`There is already an App ${id}.`);
  const app: Omit<App, 'bot'> = {
    id,
    nodeId: nodeId('A', id),
    slug: input.slug,
    name: input.name ?? input.slug,
    clientId: `Iv23li${id.toString(36).padStart(14, '0')}`,
    owner: input.owner,
    permissions: { metadata: 'read', ...input.permissions },
    events: input.events,
    description: input.description ?? null,
    externalUrl: input.externalUrl ?? 'https://github.com',
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  const whole = withBot(world, app);
  world.state.apps.set(id, whole);
  register(world, { type: 'App', record: whole });
  return whole;
}

function withBot(world: World, app: Omit<App, 'bot'>): App {
  const botId = world.nextId();
  const whole: { -readonly [Key in keyof App]?: App[Key] } & Omit<App, 'bot'> = app;
  const bot = {
    type: 'Bot' as const,
    id: botId,
    nodeId: nodeId('BOT', botId),
    login: `${app.slug}[bot]`,
    name: null,
    app: whole as App,
    createdAt: app.createdAt,
  };
  whole.bot = bot;
  world.state.accounts.set(botId, bot);
  register(world, { type: 'Bot', record: bot });
  return bot.app;
}

function claim(world: World, login: string): void {
  if (findAccount(world, login) !== undefined) {
    throw new Error(`The login ${login} is already taken.`);
  }
}
