/** A checked policy file to the core's Policy: every default filled in, every name resolved. */
import { parseRepo } from '../../core/ids.ts';
import type { RepoRef } from '../../core/ids.ts';
import type {
  Approver,
  DontRepeat,
  Policy,
  Role,
  Service,
  Severity,
  TeamRef,
} from '../../core/policy/policy.ts';
import { BUILT_IN_ROLES } from '../../core/policy/scales.ts';
import { readDuration } from './duration.ts';
import { calendarOf, remindersOf, repeatsOf, taxonomyOf } from './follow-up.ts';
import type { PolicyFileText } from './schema/policy-file.ts';
import type { ServiceText } from './schema/services.ts';
import { severitiesOf } from './severities.ts';

export interface Source {
  readonly repo: RepoRef;
  readonly path: string;
  readonly organisationWide: boolean;
}

export function policyOf(file: PolicyFileText, source: Source): Policy {
  const { repo, path, organisationWide } = source;
  const severities = severitiesOf(file);
  const restricted = file.incidents?.private_repository;
  return {
    source: { repo, path },
    organisationWide,
    incidentRepository: incidentRepositoryOf(file, source),
    privateRepository: restricted === undefined ? null : repositoryOf(restricted),
    timeZone: file.time_zone ?? 'UTC',
    calendar: calendarOf(file),
    reminders: remindersOf(file, severities),
    taxonomy: taxonomyOf(file),
    repeats: repeatsOf(file),
    closeAfter: readDuration(file.incidents?.close_after ?? '1bd'),
    severities,
    roles: rolesOf(file),
    services: Object.entries(file.services ?? {}).map(([id, text]) => serviceOf(id, text)),
    dontRepeat: dontRepeatOf(file.dont_repeat, severities),
    postmortems: {
      directory: file.postmortems?.directory ?? 'postmortems',
      reviewers: (file.postmortems?.reviewers ?? []).map(approverOf),
      uninvolvedReviewer: file.postmortems?.uninvolved_reviewer ?? true,
      blameWords: file.postmortems?.blame_words ?? null,
    },
  };
}

/** As written, else where it usually is: beside an organisation's `.github`, or the repository itself. */
export function incidentRepositoryOf(
  file: PolicyFileText,
  home: Pick<Source, 'repo' | 'organisationWide'>,
): RepoRef {
  const written = file.incidents?.repository;
  if (written !== undefined) return repositoryOf(written);
  return home.organisationWide ? { owner: home.repo.owner, name: 'incidents' } : home.repo;
}

/** The built-in roles, under the names the file gives them, then the file's own. */
export function rolesOf(file: PolicyFileText): readonly Role[] {
  const written = file.roles ?? [];
  const named = BUILT_IN_ROLES.map((role) => written.find((one) => one.id === role.id) ?? role);
  const own = written.filter((role) => BUILT_IN_ROLES.every((one) => one.id !== role.id));
  return [...named, ...own].map(({ id, name }) => ({ id, name }));
}

/** Throws on a text that the schema would have refused. */
export function repositoryOf(text: string): RepoRef {
  const repo = parseRepo(text);
  if (repo === undefined) throw new Error(`not a repository: ${JSON.stringify(text)}`);
  return repo;
}

function serviceOf(id: string, text: ServiceText): Service {
  return {
    id,
    team: text.team === undefined ? null : teamOf(text.team),
    repositories: text.repositories ?? [],
    paths: (text.paths ?? []).map((path) => {
      const colon = path.indexOf(':');
      return { repository: path.slice(0, colon), glob: path.slice(colon + 1) };
    }),
    responders: text.responders ?? [],
    runbook: text.runbook ?? null,
    dashboard: text.dashboard ?? null,
  };
}

/**
 * Without the section the gate only advises: a team that never spoke of it is not held up by it. With
 * it, it enforces unless it says otherwise.
 */
function dontRepeatOf(
  text: PolicyFileText['dont_repeat'],
  severities: readonly Severity[],
): DontRepeat {
  return {
    severities: text?.severities ?? severities.slice(0, 2).map((level) => level.id),
    starts: text?.starts ?? 'mitigated',
    grace: readDuration(text?.grace ?? '0d'),
    mode: text === undefined ? 'advise' : (text.mode ?? 'enforce'),
    branches: text?.branches ?? null,
    unowned: text?.unowned ?? 'pass',
    exemptAuthors: text?.exempt?.authors ?? [],
    vouch: text?.vouch ?? 'other',
    waivers: waiversOf(text?.waivers ?? {}),
  };
}

function waiversOf(
  text: NonNullable<NonNullable<PolicyFileText['dont_repeat']>['waivers']>,
): DontRepeat['waivers'] {
  return {
    approvers: (text.approvers ?? []).map(approverOf),
    longest: readDuration(text.longest ?? '30d'),
  };
}

function approverOf(text: string): Approver {
  return text.includes('/')
    ? { kind: 'team', team: teamOf(text) }
    : { kind: 'person', login: text };
}

function teamOf(text: string): TeamRef {
  const slash = text.indexOf('/');
  return { org: text.slice(0, slash), slug: text.slice(slash + 1) };
}
