/** A policy names teams and repositories; names change. What it says is kept, under the present names. */
import { formatRepo, parseRepo, type RepoRef } from '../ids.ts';
import type { Approver, Policy, Service, TeamRef } from './policy.ts';

export interface PresentNames {
  /** The team to which the name belongs, as it is called now; the name itself when unknown. */
  team(team: TeamRef): TeamRef;
  /** As `team`. */
  repository(repo: RepoRef): RepoRef;
  /** Repositories that once had a name that fits the glob and now have one that does not. */
  renamedOutOf(glob: string): readonly RepoRef[];
}

export function withPresentNames(policy: Policy, names: PresentNames): Policy {
  const { dontRepeat, postmortems, privateRepository } = policy;
  const approvers = (all: readonly Approver[]): readonly Approver[] =>
    all.map((one) => (one.kind === 'team' ? { ...one, team: names.team(one.team) } : one));
  return {
    ...policy,
    incidentRepository: names.repository(policy.incidentRepository),
    privateRepository: privateRepository === null ? null : names.repository(privateRepository),
    services: policy.services.map((service) => presentService(service, names)),
    dontRepeat: {
      ...dontRepeat,
      waivers: { ...dontRepeat.waivers, approvers: approvers(dontRepeat.waivers.approvers) },
    },
    postmortems: { ...postmortems, reviewers: approvers(postmortems.reviewers) },
  };
}

function presentService(service: Service, names: PresentNames): Service {
  return {
    ...service,
    team: service.team === null ? null : names.team(service.team),
    repositories: service.repositories.flatMap((name) => presentRepositories(name, names)),
    paths: service.paths.flatMap(({ repository, glob }) =>
      presentRepositories(repository, names).map((present) => ({ repository: present, glob })),
    ),
  };
}

function presentRepositories(name: string, names: PresentNames): readonly string[] {
  if (/[*?]/.test(name)) return [name, ...names.renamedOutOf(name).map(formatRepo)];
  const repo = parseRepo(name);
  return [repo === undefined ? name : formatRepo(names.repository(repo))];
}
