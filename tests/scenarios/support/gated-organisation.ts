/** Acme with the gate enforced: the required check, a shared repository, a merge queue. */
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import type { Rule } from '../../../sandbox/model/records/rules.ts';
import { MERGE_QUEUE } from '../../sandbox/merge-queue-rule.ts';
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import { INCIDENTS, POLICY_HOME, type OrganisationOptions } from './organisation.ts';

export const GATE = 'norepeat/gate';
export const CHECKOUT = 'acme/checkout';
export const SEARCH = 'acme/search';
/** Of payments, too; its main branch has a merge queue. */
export const BILLING = 'acme/billing';
/** Of both teams: by the policy's paths and by CODEOWNERS. Private, as the incidents. */
export const MONOREPO = 'acme/monorepo';
/** Of nobody. */
export const WEBSITE = 'acme/website';

const GATED = [CHECKOUT, SEARCH, INCIDENTS, POLICY_HOME];

/** The policy with the `dont_repeat` section that a scenario needs. */
export function gatedPolicy(dontRepeat: Readonly<Record<string, string>> = {}): string {
  const section = {
    severities: '[sev1, sev2]',
    starts: 'mitigated',
    mode: 'enforce',
    exempt: '{ authors: ["dependabot[bot]"] }',
    waivers: '{ approvers: [acme/incident-commanders], longest: 30d }',
    ...dontRepeat,
  };
  const lines = Object.entries(section).map(([key, value]) => `  ${key}: ${value}\n`);
  return `incidents:
  repository: acme/incidents
  scale: sev
services:
  checkout:
    team: acme/payments
    repositories: [acme/checkout, acme/billing]
    paths: ["acme/monorepo:services/checkout/**"]
    responders: [alice, bob]
  search:
    team: acme/discovery
    repositories: [acme/search]
    paths: ["acme/monorepo:services/search/**"]
    responders: [carol]
dont_repeat:
${lines.join('')}`;
}

const CODEOWNERS = `/libs/payments/ @acme/payments
/libs/search/ @acme/discovery
/libs/search/generated/
/people/ @alice
`;

const MORE = {
  [BILLING]: { visibility: 'public', files: { 'README.md': '# Billing\n' } },
  [MONOREPO]: {
    visibility: 'private',
    files: {
      'README.md': '# Everything\n',
      '.github/CODEOWNERS': CODEOWNERS,
      'services/checkout/pay.ts': 'export const pay = 1;\n',
      'services/search/find.ts': 'export const find = 1;\n',
      'libs/payments/card.ts': 'export const card = 1;\n',
      'libs/search/index.ts': 'export const index = 1;\n',
      'docs/guide.md': '# Guide\n',
    },
  },
  [WEBSITE]: { visibility: 'public', files: { 'README.md': '# Website\n' } },
} as const;

export interface GatedOptions extends OrganisationOptions {
  /** Of the policy's section `dont_repeat`; each value as YAML. */
  readonly dontRepeat?: Readonly<Record<string, string>>;
  /** Beside checkout and search. */
  readonly also?: readonly (keyof typeof MORE)[];
  /** Repositories whose main branch requires the check; all unless said otherwise. */
  readonly required?: readonly string[];
}

/** What to seed; the rules come with `requireGate`, once the app is installed. */
export function gatedOrganisation(options: GatedOptions): OrganisationOptions {
  const { dontRepeat = {}, more = [], also = [], ...rest } = options;
  const team = Object.fromEntries(also.map((name) => [name, 'write' as const]));
  return {
    policy: gatedPolicy(dontRepeat),
    grants: { payments: team, discovery: { ...team, [INCIDENTS]: 'write' } },
    commanders: ['frank'],
    // Can delete issues, and is no approver.
    admins: ['bob'],
    ...rest,
    more: [...also.map((name) => ({ name, ...MORE[name] })), ...more],
  };
}

/** Requires the check, pinned to the app, on the default branches; auto-merge is allowed. */
export function requireGate(world: World, appId: number, options: GatedOptions = {}): void {
  for (const name of options.required ?? [...GATED, ...(options.also ?? [])]) {
    const [owner = '', repo = ''] = name.split('/');
    const repository = findRepository(world, owner, repo);
    if (repository === undefined) throw new Error(`There is no ${name}.`);
    repository.settings.allowAutoMerge = true;
    const rules: readonly Rule[] = [
      {
        type: 'required_status_checks',
        strict: false,
        checks: [{ context: GATE, integrationId: appId }],
      },
      ...(name === BILLING ? [MERGE_QUEUE] : []),
    ];
    const made = createRuleset(
      world,
      { kind: 'system' },
      { source: { kind: 'repository', repository }, name: 'main', rules },
    );
    if (!made.ok) throw new Error(made.refusal.message);
  }
}
