import type { Identity } from '../http/identity.ts';
import type { Actor } from '../model/actor.ts';
import type { Person } from '../model/records/accounts.ts';
import type { World } from '../model/world.ts';
import {
  objectType as declareType,
  type FieldResolver,
  type TypeResolvers,
} from './engine/resolvers.ts';

/** Who may use GraphQL at all: a person or an installation. */
export type ActingIdentity = Extract<Identity, { readonly kind: 'user' | 'installation' }>;

/** What every resolver gets: the world, who asks, and what the answer says about the budget. */
export interface GraphqlContext {
  readonly world: World;
  /** An installation's token bounds every field; a person's role is checked by the verbs. */
  readonly identity: ActingIdentity;
  readonly actor: Actor;
  /** The account behind the actor; an installation acts as its App's bot. */
  readonly viewer: Person;
  /** Where the sandbox is reached, without a slash at the end; absolute URLs begin with it. */
  readonly baseUrl: string;
  readonly rateLimit: RateLimitFacts;
  /** Only what is older than this many milliseconds is found by `search`. */
  readonly searchLag: number;
}

/** The point budget as it stands after this call. */
export interface RateLimitFacts {
  readonly limit: number;
  readonly cost: number;
  readonly remaining: number;
  readonly used: number;
  readonly nodeCount: number;
  /** Epoch milliseconds. */
  readonly resetAt: number;
}

/** `objectType` for the sandbox's own context. */
export function objectType<Source>(
  typename: string,
  fields: Readonly<Record<string, FieldResolver<Source, GraphqlContext>>>,
): TypeResolvers<GraphqlContext> {
  return declareType<Source, GraphqlContext>(typename, fields);
}

/** A set of fields that several types share. */
export type Fields<Source> = Readonly<Record<string, FieldResolver<Source, GraphqlContext>>>;
