/** Who acts: a person (perhaps through an App), an App's bot, or GitHub itself. */
import { createApp, createUser } from './actions/accounts.ts';
import type { App, Bot, Installation, Person } from './records/accounts.ts';
import { findApp, findUser } from './world.ts';
import type { World } from './world.ts';

export type Actor =
  | {
      readonly kind: 'user';
      readonly login: string;
      /** Set when a user-to-server token of an App is used. */
      readonly viaAppId?: number;
    }
  | { readonly kind: 'app'; readonly appId: number; readonly installationId: number }
  /** GitHub itself: may do everything; shown as the given account, or as `web-flow`. */
  | { readonly kind: 'system'; readonly as?: Person };

/** An actor looked up in the world. */
export interface Performer {
  readonly account: Person;
  readonly viaApp: App | null;
  readonly installation: Installation | null;
  readonly system: boolean;
}

/** Finds the accounts behind an actor. Throws when they do not exist: that is a bug of the caller. */
export function performerOf(world: World, actor: Actor): Performer {
  switch (actor.kind) {
    case 'user': {
      const account = findUser(world, actor.login);
      if (account === undefined) throw new Error(`No user is called ${actor.login}.`);
      const viaApp = world.state.apps.get(actor.viaAppId ?? -1) ?? null;
      return { account, viaApp, installation: null, system: false };
    }
    case 'app': {
      const app = world.state.apps.get(actor.appId);
      const installation = world.state.installations.get(actor.installationId);
      if (app === undefined || installation?.app !== app) {
        throw new Error(`App ${actor.appId} has no installation ${actor.installationId}.`);
      }
      return { account: app.bot, viaApp: app, installation, system: false };
    }
    case 'system':
      return {
        account: actor.as ?? webFlow(world),
        viaApp: null,
        installation: null,
        system: true,
      };
  }
}

/** The account that stands for GitHub itself, made on first use. */
export function webFlow(world: World): Person {
  return findUser(world, 'web-flow') ?? createUser(world, { login: 'web-flow', name: 'GitHub' });
}

/** The bot that merges what the queue let through, made on first use. */
export function mergeQueueBot(world: World): Bot {
  const owner = webFlow(world);
  const slug = 'github-merge-queue';
  if (owner.type !== 'User') throw new Error('web-flow is a user.');
  const app =
    findApp(world, slug) ?? createApp(world, { slug, owner, permissions: {}, events: [] });
  return app.bot;
}
