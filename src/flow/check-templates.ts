/** Templates of postmortems are checked where they are changed: a broken one is not found out by an incident. */
import type { RepoRef } from '../core/ids.ts';
import { fingerprint } from '../core/ledger/fingerprint.ts';
import { POLICY_CHECK } from '../core/messages/policy.ts';
import {
  templateVerdict,
  type CheckedTemplate,
  type MissingTemplate,
} from '../core/messages/template-check.ts';
import type { Policy } from '../core/policy/policy.ts';
import { TEAM_TEMPLATE } from '../core/postmortem/template-choice.ts';
import { checkTemplate } from '../core/postmortem/template.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';
import type { TemplateReader } from './ports/templates.ts';

export interface TemplateDeps {
  readonly policies: PolicyReader;
  readonly templates: TemplateReader;
  readonly performer: Pick<Performer, 'perform'>;
}

/**
 * Those of the default branch, after a push: one read where incidents are kept, and a check on its commit
 * where one of them cannot be read, where one is not there that the policy names, or where somebody asked
 * GitHub for another run of it.
 */
export function checkPresentTemplates(deps: TemplateDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const policy = await deps.policies.policyFor(repo);
    if (policy === null || !keepsIncidents(policy, { repo })) return;
    const checked = await checkedAt(deps, repo, { paths: templatesOf(policy), at: null });
    if (checked === null) return;
    const missing = missingOf(policy, checked.templates);
    if (checked.templates.length + missing.length === 0) return;
    const isBroken = checked.templates.some(({ problems }) => problems.length > 0);
    const when = isBroken || missing.length > 0 ? {} : ({ onlyAgain: true } as const);
    await report(deps, repo, { ...checked, missing }, when);
  };
}

/**
 * Those that a pull request changes, at its head: one read where there are any. That they are as they should
 * be is said only where the policy's own check says nothing: of two checks of one name GitHub shows the later.
 */
export async function checkProposedTemplates(
  deps: TemplateDeps,
  repo: RepoRef,
  of: {
    readonly policy: Policy;
    readonly changed: readonly string[];
    readonly commit: string;
    readonly alone: boolean;
  },
): Promise<void> {
  if (!keepsIncidents(of.policy, { repo })) return;
  const paths = templatesOf(of.policy).filter((path) => of.changed.includes(path));
  if (paths.length === 0) return;
  const checked = await checkedAt(deps, repo, { paths, at: of.commit });
  if (checked === null || checked.templates.length === 0) return;
  const isBroken = checked.templates.some(({ problems }) => problems.length > 0);
  if (isBroken || of.alone) await report(deps, repo, { ...checked, missing: [] });
}

/** Every file of which the policy makes postmortems. */
function templatesOf(policy: Policy): readonly string[] {
  return [...new Set([TEAM_TEMPLATE, ...namedIn(policy).map(({ path }) => path)])];
}

/** What each severity names in the policy itself; the team's own template may be missing. */
function namedIn({ severities }: Policy): readonly { path: string; severity: string }[] {
  return severities.flatMap(({ id, postmortemTemplate: path }) =>
    path === null || path === 'full' || path === 'short' ? [] : [{ path, severity: id }],
  );
}

function missingOf(
  policy: Policy,
  present: readonly CheckedTemplate[],
): readonly MissingTemplate[] {
  const named = namedIn(policy);
  return [...new Set(named.map(({ path }) => path))]
    .filter((missing) => !present.some(({ path }) => path === missing))
    .map((missing) => {
      const by = named.filter(({ path }) => path === missing);
      return { path: missing, severities: by.map(({ severity }) => severity) };
    });
}

interface Checked {
  readonly commit: string;
  readonly templates: readonly CheckedTemplate[];
}

async function checkedAt(
  { templates }: TemplateDeps,
  repo: RepoRef,
  { paths, at }: { readonly paths: readonly string[]; readonly at: string | null },
): Promise<Checked | null> {
  const read = await templates.templates(repo, paths, at);
  if (read.kind === 'gone') return null;
  const { commit, files } = read.value;
  const checked = files.map(({ path, text }) => ({ path, problems: checkTemplate(text) }));
  return { commit, templates: checked };
}

function report(
  { performer }: TemplateDeps,
  repo: RepoRef,
  { commit, templates, missing }: Checked & { readonly missing: readonly MissingTemplate[] },
  when: { readonly onlyAgain?: true } = {},
): Promise<void> {
  return performer.perform({
    kind: 'report-check',
    repo,
    headSha: commit,
    name: POLICY_CHECK,
    externalId: `templates:${fingerprint(JSON.stringify([...templates, ...missing]))}`,
    ...templateVerdict(templates, missing),
    ...when,
  });
}
