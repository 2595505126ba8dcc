/** People, organisations, bots, teams, GitHub Apps and their installations. */
import type { Repository } from './repository.ts';

/** GitHub's five repository roles, least first. */
export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

interface AccountBase {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  name: string | null;
  readonly createdAt: number;
}

export interface User extends AccountBase {
  readonly type: 'User';
  email: string;
}

/** The account an App acts as; its login is `<slug>[bot]` as REST shows it. */
export interface Bot extends AccountBase {
  readonly type: 'Bot';
  readonly app: App;
}

export interface Organization extends AccountBase {
  readonly type: 'Organization';
  /** What every member may do in every repository of the organisation. */
  basePermission: 'none' | 'read' | 'write' | 'admin';
  readonly members: Map<number, Membership>;
}

export type Account = User | Bot | Organization;
/** Who can author something. */
export type Person = User | Bot;

export interface Membership {
  readonly user: User;
  role: 'admin' | 'member';
  /** Whether the membership is shown to outsiders. */
  public: boolean;
}

export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly organization: Organization;
  name: string;
  slug: string;
  description: string | null;
  privacy: 'closed' | 'secret';
  parent: Team | null;
  readonly members: Map<number, { readonly user: User; role: 'member' | 'maintainer' }>;
  readonly repositories: Map<number, { readonly repository: Repository; role: Role }>;
  readonly createdAt: number;
  updatedAt: number;
}

/** Access per permission name of the App manifest, for example `{ issues: 'write' }`. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  name: string;
  readonly clientId: string;
  readonly owner: User | Organization;
  /** What the registration asks for; an installation may have granted less so far. */
  permissions: Permissions;
  events: readonly string[];
  description: string | null;
  externalUrl: string;
  bot: Bot;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  readonly account: User | Organization;
  repositorySelection: 'all' | 'selected';
  /** Meaningful for `selected` only. Ask `installationCovers` instead. */
  readonly selected: Map<number, Repository>;
  /** Granted permissions; a change of the registration is not in force until accepted. */
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: number | null;
  suspendedBy: User | null;
  readonly createdAt: number;
  updatedAt: number;
}
