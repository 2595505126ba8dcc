/**
 * Templates of postmortems are checked where they are changed or named: a broken one is not found out by an
 * incident. What is found is told in the check of the policy, which names them: of two checks of one name
 * GitHub shows the later.
 */
import type { Effect } from '../core/effects.ts';
import { sameRepo, type RepoRef } from '../core/ids.ts';
import { fingerprint } from '../core/ledger/fingerprint.ts';
import { POLICY_CHECK, type CheckWords } from '../core/messages/policy.ts';
import {
  policyAndTemplates,
  templateVerdict,
  type CheckedTemplate,
  type MissingTemplate,
} from '../core/messages/template-check.ts';
import type { Policy } from '../core/policy/policy.ts';
import { TEAM_TEMPLATE } from '../core/postmortem/template-choice.ts';
import { checkTemplate } from '../core/postmortem/template.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { PolicyProposal } from './ports/policy-proposal.ts';
import type { PolicyFile, PolicyReader } from './ports/policy.ts';
import type { TemplateReader } from './ports/templates.ts';

export interface TemplateDeps {
  readonly policies: PolicyReader;
  readonly templates: TemplateReader;
}

/** What is to be said of the templates of one commit. */
export interface TemplatesSaid {
  readonly commit: string;
  readonly words: CheckWords;
  /** Names what is said, for the check's external id. */
  readonly id: string;
}

/** Those of the default branch: one read where incidents are kept. Null where there is nothing to say. */
export async function presentTemplates(
  deps: TemplateDeps,
  repo: RepoRef,
): Promise<TemplatesSaid | null> {
  const policy = await deps.policies.policyFor(repo);
  if (policy === null || !keepsIncidents(policy, { repo })) return null;
  const named = namedIn(policy);
  const checked = await checkedAt(deps, repo, { paths: [TEAM_TEMPLATE, ...named], at: null });
  if (checked === null) return null;
  return said({ ...checked, missing: missingOf(policy, notAmong(named, checked)) });
}

type Proposed = Pick<PolicyProposal, 'commit' | 'fromFork' | 'markdown' | 'moves'>;

/**
 * Those that a pull request changes, deletes or moves away, at its head, by the policy in force: one read
 * where there may be any. Of where a file was moved from GitHub does not tell: then what is not there is
 * looked for on the default branch, with one read more.
 */
export async function changedTemplates(
  deps: TemplateDeps,
  repo: RepoRef,
  { commit, markdown, moves }: Proposed,
): Promise<TemplatesSaid | null> {
  if (markdown.length === 0 && !moves) return null;
  const policy = await deps.policies.policyFor(repo);
  if (policy === null || !keepsIncidents(policy, { repo })) return null;
  const named = namedIn(policy);
  const isChanged = (path: string): boolean => markdown.includes(path);
  const paths = [TEAM_TEMPLATE, ...named].filter((path) => moves || isChanged(path));
  const checked = await checkedAt(deps, repo, { paths, at: commit });
  if (checked === null) return null;
  const templates = checked.templates.filter(({ path }) => isChanged(path));
  const away = notAmong(named, checked).filter((path) => paths.includes(path));
  const before = away.every(isChanged)
    ? null
    : await checkedAt(deps, repo, { paths: away, at: null });
  const wasThere = (path: string): boolean =>
    before?.templates.some((one) => one.path === path) === true;
  const gone = away.filter((path) => isChanged(path) || wasThere(path));
  return said({ commit, templates, missing: missingOf(policy, gone) });
}

/**
 * Those of a policy that a pull request proposes: at its head where the incidents are kept in the same
 * repository, else only whether they are on that one's default branch. That is not told to a fork, nor of a
 * repository that keeps none by the policy in force: whoever writes a policy may name any. One read for each
 * repository that keeps incidents, none where no template is named or changed.
 */
export async function namedTemplates(
  deps: TemplateDeps,
  repo: RepoRef,
  of: Proposed & { readonly policy: Policy; readonly file: Pick<PolicyFile, 'path' | 'text'> },
): Promise<TemplatesSaid | null> {
  const { policy, commit, file } = of;
  const named = namedIn(policy);
  const { incidentRepository, privateRepository } = policy;
  const templates: CheckedTemplate[] = [];
  const missing: MissingTemplate[] = [];
  for (const home of [incidentRepository, privateRepository ?? []].flat()) {
    const isHere = sameRepo(home, repo);
    const own = isHere && of.markdown.includes(TEAM_TEMPLATE) ? [TEAM_TEMPLATE] : [];
    if (own.length + named.length === 0) continue;
    if (!isHere && (of.fromFork || !(await keepsNow(deps, repo, home)))) continue;
    const at = isHere ? commit : null;
    const checked = await checkedAt(deps, home, { paths: [...own, ...named], at });
    if (checked === null) continue;
    if (isHere) templates.push(...checked.templates);
    const absent = missingOf(policy, notAmong(named, checked));
    missing.push(
      ...absent.map((one) => ({
        ...one,
        named: placeIn(file, one.path),
        home: isHere ? null : home,
      })),
    );
  }
  return said({ commit, templates, missing });
}

/** By the policy in force. */
async function keepsNow(
  { policies }: TemplateDeps,
  repo: RepoRef,
  home: RepoRef,
): Promise<boolean> {
  const inForce = await policies.policyFor(repo);
  return inForce !== null && keepsIncidents(inForce, { repo: home });
}

/** Every file that a severity names. The team's own template may be missing where none does. */
function namedIn({ severities }: Policy): readonly string[] {
  return severities.flatMap(({ postmortemTemplate: path }) =>
    path === null || path === 'full' || path === 'short' ? [] : [path],
  );
}

function notAmong(named: readonly string[], { templates }: Checked): readonly string[] {
  return [...new Set(named)].filter((one) => !templates.some(({ path }) => path === one));
}

function missingOf({ severities }: Policy, gone: readonly string[]): readonly MissingTemplate[] {
  return gone.map((path) => {
    const by = severities.filter(({ postmortemTemplate }) => postmortemTemplate === path);
    return { path, severities: by.map(({ id }) => id), home: null, named: null };
  });
}

/** The line of the policy that names it first; a path that is written in another way has none. */
function placeIn(file: Pick<PolicyFile, 'path' | 'text'>, path: string): MissingTemplate['named'] {
  const lines = file.text.split('\n');
  const at = lines.findIndex((one) => one.includes('postmortem_template') && one.includes(path));
  return at < 0 ? null : { path: file.path, line: at + 1 };
}

interface Checked {
  readonly commit: string;
  readonly templates: readonly CheckedTemplate[];
}

/** Null where none is asked about, and where the app sees no commit. */
async function checkedAt(
  { templates }: Pick<TemplateDeps, 'templates'>,
  repo: RepoRef,
  { paths, at }: { readonly paths: readonly string[]; readonly at: string | null },
): Promise<Checked | null> {
  if (paths.length === 0) return null;
  const read = await templates.templates(repo, [...new Set(paths)], at);
  if (read.kind === 'gone') return null;
  const { commit, files } = read.value;
  const checked = files.map(({ path, text }) => ({ path, problems: problemsOf(text) }));
  return { commit, templates: checked };
}

function problemsOf(text: string | null): CheckedTemplate['problems'] {
  if (text !== null) return checkTemplate(text);
  const found = 'a file that is not written as UTF-8';
  return [{ line: 1, found, expected: 'text: save it as UTF-8', nearest: null }];
}

function said({
  commit,
  templates,
  missing,
}: Checked & { readonly missing: readonly MissingTemplate[] }): TemplatesSaid | null {
  if (templates.length + missing.length === 0) return null;
  const id = `templates:${fingerprint(JSON.stringify([...templates, ...missing]))}`;
  return { commit, words: templateVerdict(templates, missing), id };
}

type ReportCheck = Extract<Effect, { readonly kind: 'report-check' }>;

/** The run that says it where the policy's own check says nothing. */
export function checkOfTemplates(repo: RepoRef, { commit, words, id }: TemplatesSaid): ReportCheck {
  const run = { kind: 'report-check', repo, headSha: commit, name: POLICY_CHECK } as const;
  return { ...run, externalId: id, ...words };
}

/** One run that tells both, where there is something to mend in a template. */
export function withTemplates(check: ReportCheck, templates: TemplatesSaid | null): ReportCheck {
  if (templates?.words.conclusion !== 'failure') return check;
  const { words, id } = templates;
  return { ...check, ...policyAndTemplates(check, words), externalId: `${check.externalId}:${id}` };
}
