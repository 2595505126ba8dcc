/** Who and what is there when the demo begins: an organisation, its people, teams and repositories. */
import { readFileSync } from 'node:fs';
import type { Seed } from '../control/seed.ts';

const file = (name: string): string =>
  readFileSync(new URL(`./world/${name}`, import.meta.url), 'utf8');

/** The form the project itself uses: what a team copies into its incident repository. */
const incidentForm = (): string =>
  readFileSync(new URL('../../.github/ISSUE_TEMPLATE/incident.yml', import.meta.url), 'utf8');

export const APP_SLUG = 'norepeat';
export const APP_ID = 4711;

/** People by login; the demo speaks as them with tokens of their own. */
export const PEOPLE = {
  alice: 'on call for payments',
  bob: 'leads the payments team',
  carol: 'works on search',
  dave: 'answers customers, may read but not write',
  erin: 'incident commander of the week',
} as const;

export type Login = keyof typeof PEOPLE;

export function cast(): Seed {
  return {
    users: Object.keys(PEOPLE),
    organizations: [
      {
        login: 'acme',
        name: 'Acme',
        owners: ['erin'],
        members: ['alice', 'bob', 'carol', 'dave'],
        basePermission: 'read',
        teams: [
          {
            name: 'payments',
            members: ['alice', 'bob'],
            repositories: { 'acme/checkout': 'write', 'acme/incidents': 'write' },
          },
          {
            name: 'discovery',
            members: ['carol'],
            repositories: { 'acme/search': 'write', 'acme/incidents': 'write' },
          },
          {
            name: 'incident-commanders',
            members: ['erin'],
            repositories: { 'acme/incidents': 'maintain' },
          },
        ],
      },
    ],
    repositories: [
      {
        name: 'acme/.github',
        visibility: 'public',
        description: 'What holds for every repository of Acme',
        files: { '.github/norepeat.yml': file('norepeat.yml') },
      },
      {
        name: 'acme/incidents',
        visibility: 'private',
        description: 'One issue an incident',
        files: {
          'README.md': '# Incidents\n\nOpen an issue with the form. When in doubt, open one.\n',
          // As the app leaves it: with a place for each, so that two may be open at a time.
          'postmortems/README.md': file('postmortems.md'),
          '.github/ISSUE_TEMPLATE/incident.yml': incidentForm(),
        },
      },
      {
        name: 'acme/checkout',
        visibility: 'private',
        description: 'Carts, payments and receipts',
        files: {
          'README.md': '# Checkout\n',
          'src/pool.ts': 'export const POOL = { size: 40, waitMs: 2000 };\n',
          'src/pay.ts':
            "import { POOL } from './pool.ts';\n\nexport const ready = (): boolean => POOL.size > 0;\n",
        },
      },
      {
        name: 'acme/search',
        visibility: 'private',
        description: 'Find things to buy',
        files: { 'README.md': '# Search\n', 'src/index.ts': 'export const shards = 8;\n' },
      },
    ],
  };
}
