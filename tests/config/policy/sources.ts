import type { PolicyProblem } from '../../../src/core/policy/problem.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { parsePolicy } from '../../../src/config/policy/parse-policy.ts';
import type { Source } from '../../../src/config/policy/policy-of.ts';

export const HOME: Source = {
  repo: { owner: 'acme', name: '.github' },
  path: '.github/norepeat.yml',
  organisationWide: true,
};

export const OWN: Source = {
  repo: { owner: 'acme', name: 'checkout' },
  path: '.github/norepeat.yml',
  organisationWide: false,
};

export function valid(text: string, source: Source = HOME): Policy {
  const parsed = parsePolicy(text, source);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.policy;
}

export function problemsIn(text: string, source: Source = HOME): readonly PolicyProblem[] {
  const parsed = parsePolicy(text, source);
  return parsed.kind === 'invalid' ? parsed.problems : [];
}

export function notesIn(text: string, source: Source = HOME): readonly string[] {
  const parsed = parsePolicy(text, source);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.notes.map(({ line, keyPath, note }) => `${String(line)} ${keyPath}: ${note}`);
}

/** The design's own example, with everything a policy can say. */
export const EXAMPLE = `incidents:
  repository: acme/incidents
  scale: sev            # built in: sev (SEV-1 … SEV-5) or priority (P0 … P3); or a list under \`severities\`

severities:             # optional; overrides or replaces the scale, most severe first
  - id: sev1
    name: SEV-1
    criteria: ["Large number of customers or a broad feature", "Blocks most teams"]
    thresholds: { users: 20, customers: 25, cost: 100 }     # percent; at or above → at least this severity
    acknowledge_within: 5m
    mitigate_within: 30m
    update_every: 30m
    reassess_every: 1h
    roles: [commander, tech-lead, communications]
    postmortem: required          # required | when-asked | none
    postmortem_within: 3d         # durations: 30m, 4h, 3d; business days: 5bd
    action_items_within: 15d

services:
  checkout:
    team: acme/payments           # GitHub team, org/slug
    repositories: [acme/checkout, "acme/checkout-*"]
    paths: ["acme/monorepo:services/checkout/**"]
    responders: [alice, bob]      # mentioned and assigned on declaration (team mentions by apps may not notify)
    runbook: https://…
    dashboard: https://…

dont_repeat:
  severities: [sev1, sev2]        # or any incident labelled \`sla-breach\`
  starts: mitigated               # declared | mitigated | resolved
  grace: 0d
  mode: enforce                   # enforce | advise (neutral check that says what it would do)
  branches: [main, "release/*"]   # default: the default branch
  unowned: pass                   # pass | block: changes of no known owner while any violation is open
  exempt: { authors: ["dependabot[bot]"] }     # only when every commit is theirs
  vouch: other                    # other | author
  waivers: { approvers: [acme/incident-commanders], longest: 30d }

postmortems: { directory: postmortems, reviewers: [acme/sre], uninvolved_reviewer: true }
`;
