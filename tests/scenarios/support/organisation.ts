/** Acme, as every scenario finds it. */
import { readFileSync } from 'node:fs';
import type { Seed } from '../../../sandbox/control/seed.ts';

export const APP_SLUG = 'norepeat';
export const INCIDENTS = 'acme/incidents';
export const POLICY_HOME = 'acme/.github';
export const POLICY_FILE = '.github/norepeat.yml';

/**
 * alice and bob are on payments (checkout), carol on discovery (search), erin commands incidents and owns
 * acme. dave is a member who may read, mallory a stranger who sees only what is public. frank is a second
 * commander where a scenario needs two, a stranger elsewhere.
 */
export const LOGINS = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'mallory'] as const;
export type Login = (typeof LOGINS)[number];

export const POLICY = `incidents:
  repository: acme/incidents
  scale: sev
services:
  checkout:
    team: acme/payments
    repositories: [acme/checkout]
    responders: [alice, bob]
    runbook: https://runbooks.example/checkout
    dashboard: https://dashboards.example/checkout
  search:
    team: acme/discovery
    repositories: [acme/search]
    responders: [carol]
    runbook: https://runbooks.example/search
taxonomy:
  components: [database, web]
`;

export interface OrganisationOptions {
  /** Text of acme/.github's policy; null for none. */
  readonly policy?: string | null;
  /** Of acme/incidents. */
  readonly visibility?: 'public' | 'private';
  /** More repositories, or more files in those that are there. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly more?: NonNullable<Seed['repositories']>;
  /** More roles of teams: team, then repository. */
  readonly grants?: Readonly<
    Record<string, Readonly<Record<string, 'triage' | 'write' | 'maintain'>>>
  >;
  /** In acme/incident-commanders beside erin. */
  readonly commanders?: readonly Login[];
  /** Administrators of acme/incidents beside its owner. */
  readonly admins?: readonly Login[];
}

export function organisation(options: OrganisationOptions): Seed {
  const { policy = POLICY, visibility = 'private', files = {}, more = [] } = options;
  const { grants = {}, commanders = [], admins = [] } = options;
  return {
    users: [...LOGINS],
    organizations: [
      {
        login: 'acme',
        owners: ['erin'],
        members: ['alice', 'bob', 'carol', 'dave'],
        basePermission: 'read',
        teams: [
          {
            name: 'payments',
            members: ['alice', 'bob'],
            repositories: {
              'acme/checkout': 'write',
              [INCIDENTS]: 'write',
              ...grants['payments'],
            },
          },
          {
            name: 'discovery',
            members: ['carol'],
            repositories: { 'acme/search': 'write', ...grants['discovery'] },
          },
          {
            name: 'incident-commanders',
            members: ['erin', ...commanders],
            repositories: { [INCIDENTS]: 'maintain', ...grants['incident-commanders'] },
          },
        ],
      },
    ],
    repositories: [
      {
        name: POLICY_HOME,
        files: {
          'README.md': '# Acme\n',
          ...(policy === null ? {} : { [POLICY_FILE]: policy }),
          ...files[POLICY_HOME],
        },
      },
      {
        name: INCIDENTS,
        visibility,
        collaborators: Object.fromEntries(admins.map((login) => [login, 'admin' as const])),
        files: {
          'README.md': '# Incidents\n',
          '.github/ISSUE_TEMPLATE/incident.yml': incidentForm(),
          ...files[INCIDENTS],
        },
      },
      { name: 'acme/checkout', files: { 'README.md': '# Checkout\n', ...files['acme/checkout'] } },
      { name: 'acme/search', files: { 'README.md': '# Search\n', ...files['acme/search'] } },
      ...more,
    ],
    installations: [{ app: APP_SLUG, account: 'acme' }],
  };
}

/** The form the project itself uses. */
function incidentForm(): string {
  const path = '../../../.github/ISSUE_TEMPLATE/incident.yml';
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
