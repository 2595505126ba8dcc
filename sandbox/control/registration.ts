import { z } from 'zod';
import { createApp, createUser } from '../model/actions/accounts.ts';
import type { App, Permissions } from '../model/records/accounts.ts';
import { findAccount, type World } from '../model/world.ts';
import type { Credentials } from '../http/credentials.ts';
import type { Hook, HookLog } from '../webhooks/hook-log.ts';
import { subscribable } from '../webhooks/recipients.ts';

/** Events that every App gets without subscribing. */
const automatic = ['installation', 'installation_repositories', 'ping'];

const manifestOf = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  url: z.string().optional(),
  default_permissions: z.record(z.string(), z.string()).default({}),
  default_events: z.array(z.string()).default([]),
});

export const registrationOf = z.object({
  id: z.int().positive().optional(),
  slug: z.string().min(1),
  /** Login of the account that owns the App; made as a person when it does not exist. */
  owner: z.string().default('app-owner'),
  /** The key whose private half the App signs its JWTs with, as PEM (public, or private: its public half). */
  key: z.string(),
  webhook: z.object({ url: z.url(), secret: z.string() }).optional(),
  /** The project's `app.yml`, parsed. */
  manifest: manifestOf,
});

export type Registration = z.input<typeof registrationOf>;

export type Registered = { readonly app: App; readonly hook: Hook | null };

/**
 * Registers an App as GitHub's form does, from an `app.yml`-shaped object. An App with the same id has
 * its hook and key replaced, so that a restarted app may register again. Throws on permissions or events
 * that the sandbox does not know: such an `app.yml` would be refused by GitHub, too.
 */
export function registerApp(
  deps: { readonly world: World; readonly credentials: Credentials; readonly hooks: HookLog },
  registration: Registration,
): Registered {
  const { world } = deps;
  const wanted = registrationOf.parse(registration);
  const app =
    [...world.state.apps.values()].find(({ id, slug }) =>
      wanted.id === undefined ? slug === wanted.slug : id === wanted.id,
    ) ?? newApp(world, wanted);
  deps.credentials.setAppKey(app.id, wanted.key);
  const hook =
    wanted.webhook === undefined ? null : deps.hooks.setHook({ appId: app.id, ...wanted.webhook });
  return { app, hook };
}

function newApp(world: World, wanted: z.infer<typeof registrationOf>): App {
  const owner = findAccount(world, wanted.owner) ?? createUser(world, { login: wanted.owner });
  if (owner.type === 'Bot') throw new Error('A bot owns no App.');
  const { manifest } = wanted;
  const events = manifest.default_events.filter((event) => !automatic.includes(event));
  const unknown = events.filter((event) => !subscribable.includes(event));
  if (unknown.length > 0) throw new Error(`The sandbox sends no ${unknown.join(', ')} events.`);
  return createApp(world, {
    slug: wanted.slug,
    owner,
    permissions: permissionsIn(manifest.default_permissions),
    events,
    ...(wanted.id === undefined ? {} : { id: wanted.id }),
    ...(manifest.name === undefined ? {} : { name: manifest.name }),
    ...(manifest.description === undefined ? {} : { description: manifest.description }),
    ...(manifest.url === undefined ? {} : { externalUrl: manifest.url }),
  });
}

function permissionsIn(manifest: Readonly<Record<string, string>>): Permissions {
  return Object.fromEntries(
    Object.entries(manifest).flatMap(([name, access]) => {
      if (access === 'none') return [];
      if (access !== 'read' && access !== 'write' && access !== 'admin') {
        throw new Error(`"${access}" is no access for the permission ${name}.`);
      }
      return [[name, access]];
    }),
  );
}
