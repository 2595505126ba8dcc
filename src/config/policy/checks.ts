/** What must hold between several keys of a policy, and what is allowed but probably not meant. */
import { IANAZone } from 'luxon';
import { formatRepo, sameRepo } from '../../core/ids.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { Impact } from '../../core/policy/policy.ts';
import { SCALES } from '../../core/policy/scales.ts';
import { checkFollowUp } from './follow-up-checks.ts';
import { nearestWord } from './nearest.ts';
import { describeFound } from './problems.ts';
import type { Finding, Remark } from './problems.ts';
import { incidentRepositoryOf, repositoryOf, rolesOf } from './policy-of.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import type { PolicyFileText } from './schema/policy-file.ts';
import { severitiesOf } from './severities.ts';
import { WORDS } from './words.ts';

export interface Home {
  readonly repo: RepoRef;
  readonly organisationWide: boolean;
}

/** Everything that makes a well-formed file no policy. */
export function findContradictions(file: PolicyFileText, home: Home): readonly Finding[] {
  return [
    ...checkRepositories(file, home),
    ...checkTimeZone(file),
    ...checkRoles(file),
    ...checkLevels(file),
    ...checkThresholds(file),
    ...checkDontRepeat(file),
    ...checkFollowUp(file),
  ];
}

function checkRepositories(file: PolicyFileText, home: Home): readonly Finding[] {
  const { repository, private_repository: restricted } = file.incidents ?? {};
  const findings: Finding[] = [];
  for (const [key, text] of [
    ['repository', repository],
    ['private_repository', restricted],
  ] as const) {
    if (text === undefined) continue;
    const instead = placeInstead(repositoryOf(text), key, home);
    if (instead !== undefined) findings.push({ path: ['incidents', key], ...instead });
  }
  if (
    restricted !== undefined &&
    sameRepo(repositoryOf(restricted), incidentRepositoryOf(file, home))
  ) {
    const expected = 'a private repository, another repository than that of other incidents';
    findings.push({ path: ['incidents', 'private_repository'], expected });
  }
  return findings;
}

/**
 * A repository speaks for itself only: otherwise whoever may create one could write the policy, the
 * teams and the responders of everybody's incident repository.
 */
function placeInstead(
  named: RepoRef,
  key: 'repository' | 'private_repository',
  home: Home,
): Omit<Finding, 'path'> | undefined {
  const { owner } = home.repo;
  if (!home.organisationWide) {
    const only = `only the policy in ${owner}/.github may name another repository`;
    if (key === 'private_repository') return { expected: `no such key in this file; ${only}` };
    const own = formatRepo(home.repo);
    const expected = `${own} itself; ${only}`;
    return sameRepo(named, home.repo) ? undefined : { expected, nearest: own };
  }
  if (named.owner.toLowerCase() === owner.toLowerCase()) return undefined;
  const expected = `a repository of ${owner}, whose policy this is`;
  return { expected, nearest: `${owner}/${named.name}` };
}

function checkTimeZone(file: PolicyFileText): readonly Finding[] {
  const zone = file.time_zone;
  if (zone === undefined || IANAZone.isValidZone(zone)) return [];
  const nearest = nearestWord(zone, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [{ path: ['time_zone'], expected: WORDS.timeZone.expected, nearest }];
}

function checkRoles(file: PolicyFileText): readonly Finding[] {
  const written = file.roles ?? [];
  const names = new Set<string>();
  const own = written.flatMap(({ id, name }, index): readonly Finding[] => {
    const path = ['roles', index, 'id'];
    if (RESERVED_WORDS.includes(id)) {
      const expected = `another word: /${id} is a command already`;
      return [{ path, expected, nearest: `${id}-lead` }];
    }
    if (written.findIndex((one) => one.id === id) < index) return [{ path, expected: EACH_ONCE }];
    const isNameTaken = names.has(name.toLowerCase());
    names.add(name.toLowerCase());
    return isNameTaken ? [{ path: ['roles', index, 'name'], expected: 'each name once' }] : [];
  });
  const known = rolesOf(file).map((role) => role.id);
  const used = (file.severities ?? []).flatMap((level, index) =>
    (level.roles ?? []).flatMap((role, place): readonly Finding[] => {
      const path = ['severities', index, 'roles', place];
      if ((level.roles ?? []).indexOf(role) < place) return [{ path, expected: EACH_ONCE }];
      if (known.includes(role)) return [];
      const expected = `a role: ${known.join(', ')}, or one listed under roles`;
      return [{ path, expected, nearest: nearestWord(role, known) }];
    }),
  );
  return [...own, ...used];
}

const EACH_ONCE = 'each id once';

function checkLevels(file: PolicyFileText): readonly Finding[] {
  const written = file.severities ?? [];
  const scale = file.incidents?.scale;
  const levels = severitiesOf(file);
  return written.flatMap(({ id }, index): readonly Finding[] => {
    const path = ['severities', index, 'id'];
    if (written.findIndex((one) => one.id === id) < index) return [{ path, expected: EACH_ONCE }];
    const known = SCALES[scale ?? 'sev'].map((level) => level.id);
    if (scale !== undefined && !known.includes(id)) {
      const expected = `a level of the scale ${scale}: ${known.join(', ')}; or no incidents.scale, and all levels of your own here`;
      return [{ path, expected, nearest: nearestWord(id, known) }];
    }
    // A person chooses by name in the form and by id in a command: no word may mean two levels.
    const name = levels.find((level) => level.id === id)?.name.toLowerCase();
    const isTaken = levels.some(
      (level) => level.id !== id && (level.name.toLowerCase() === name || level.id === name),
    );
    if (!isTaken) return [];
    const found = describeFound(written[index]?.name ?? name);
    return [{ path: ['severities', index, 'name'], found, expected: 'a name no other level has' }];
  });
}

/** A worse level must ask for more, or the levels below it could never be reached. */
function checkThresholds(file: PolicyFileText): readonly Finding[] {
  const levels = severitiesOf(file);
  const written = file.severities ?? [];
  return (['users', 'customers', 'cost'] as const).flatMap((measure) => {
    const steps = levels.flatMap(({ id, thresholds }) => {
      const figure = thresholds[measure];
      return figure === undefined ? [] : [{ id, figure }];
    });
    return steps.flatMap((worse, index): readonly Finding[] => {
      const milder = steps[index + 1];
      if (milder === undefined || milder.figure < worse.figure) return [];
      const saysMilder = saysFigure(written, milder.id, measure);
      const at = written.findIndex((one) => one.id === (saysMilder ? milder.id : worse.id));
      const expected = saysMilder
        ? `less than the ${String(worse.figure)} of ${worse.id}, which is more severe`
        : `more than the ${String(milder.figure)} of ${milder.id}, which is less severe`;
      return [{ path: ['severities', at, 'thresholds', measure], expected }];
    });
  });
}

function saysFigure(
  written: NonNullable<PolicyFileText['severities']>,
  id: string,
  measure: keyof Impact,
): boolean {
  return typeof written.find((one) => one.id === id)?.thresholds?.[measure] === 'number';
}

function checkDontRepeat(file: PolicyFileText): readonly Finding[] {
  const known = severitiesOf(file).map((level) => level.id);
  return (file.dont_repeat?.severities ?? []).flatMap((id, index): readonly Finding[] => {
    if (known.includes(id)) return [];
    const path = ['dont_repeat', 'severities', index];
    const expected = `a severity of this policy: ${known.join(', ')}`;
    return [{ path, expected, nearest: nearestWord(id, known) }];
  });
}

/** Valid, but worth a sentence. */
export function findRemarks(file: PolicyFileText, home: Home): readonly Remark[] {
  return [...remarkScale(file), ...remarkApprovers(file), ...remarkServices(file, home)];
}

function remarkScale(file: PolicyFileText): readonly Remark[] {
  const written = file.severities ?? [];
  if (file.incidents?.scale !== undefined) return [];
  const scale = Object.entries(SCALES).find(([, levels]) =>
    levels.some((level) => written.some((one) => one.id === level.id)),
  );
  if (scale === undefined) return [];
  const note = `These ${String(written.length)} severities are the whole scale; to change single levels of the built-in one, write incidents.scale: ${scale[0]}.`;
  return [{ path: ['severities'], note }];
}

function remarkApprovers(file: PolicyFileText): readonly Remark[] {
  const gate = file.dont_repeat;
  if (gate === undefined || gate.mode === 'advise') return [];
  if ((gate.waivers?.approvers ?? []).length > 0) return [];
  const path = gate.waivers === undefined ? ['dont_repeat'] : ['dont_repeat', 'waivers'];
  return [{ path, note: 'Nobody can grant a waiver: dont_repeat.waivers.approvers lists no one.' }];
}

function remarkServices(file: PolicyFileText, home: Home): readonly Remark[] {
  const owner = home.repo.owner.toLowerCase();
  return Object.entries(file.services ?? {}).flatMap(([id, service]) => {
    const path = ['services', id];
    const unowned =
      service.team === undefined ? [{ path, note: `No team owns ${id}: add team: org/slug.` }] : [];
    const foreign = (['repositories', 'paths'] as const).flatMap((key) =>
      (service[key] ?? []).flatMap((text, index) =>
        text.toLowerCase().startsWith(`${owner}/`)
          ? []
          : [
              {
                path: [...path, key, index],
                note: `This policy decides only for repositories of ${home.repo.owner}; ${text} is another's.`,
              },
            ],
      ),
    );
    return [...unowned, ...foreign];
  });
}
