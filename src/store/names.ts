/**
 * Teams and repositories by id, and every name each of them ever had. Not a projection: GitHub does not
 * tell what something was called before.
 */
import { parseRepo, type RepoRef } from '../core/ids.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import { withPresentNames, type PresentNames } from '../core/policy/present-names.ts';
import { matchesRepository } from '../core/policy/services.ts';
import type { AccountNames, NameChanges, NameStore } from '../flow/ports/names.ts';
import { renameRepository } from './rename-repository.ts';
import { renameTeam } from './rename-team.ts';
import type { Db, Executor } from './schema.ts';

type Kind = 'team' | 'repository';

/** Names in lower case; `held` says to which id each belongs, `present` what that is called now. */
interface Book {
  readonly present: ReadonlyMap<string, string>;
  readonly held: ReadonlyMap<string, string>;
  /** Present names of teams. */
  readonly teams: ReadonlySet<string>;
}

export function keepNames(db: Db): NameStore {
  let book: Promise<Book> | null = null;
  let mapped = new WeakMap<Policy, Policy>();
  const open = (): Promise<Book> => (book ??= readBook(db));
  return {
    presentNames: async (policy) => {
      const known = mapped.get(policy);
      if (known !== undefined) return known;
      const present = withPresentNames(policy, namesIn(await open()));
      mapped.set(policy, present);
      return present;
    },
    team: async (team) => {
      const known = await open();
      const isThere = known.teams.has(formatted(team).toLowerCase());
      return isThere ? team : namesIn(known).team(team);
    },
    save: async (owner, names) => {
      try {
        return await db.transaction().execute(async (trx) => {
          const changes = await save(trx, owner, names);
          await addUnfinished(trx, owner, changes);
          return changes;
        });
      } finally {
        book = null;
        mapped = new WeakMap();
      }
    },
    unfinished: (owner) => unfinished(db, owner),
    finished: async (owner) => {
      await db.deleteFrom('memory').where('name', '=', unfinishedName(owner)).execute();
    },
    repositories: async (owner) => {
      const rows = await namesOf(db, 'repository', owner);
      return rows.flatMap(({ name }) => parseRepo(name) ?? []);
    },
  };
}

/** In one transaction with the names: whoever is cut off afterwards finds what it still has to do. */
async function addUnfinished(trx: Executor, owner: string, changes: NameChanges): Promise<void> {
  if (!changes.teams && changes.repositories.length === 0) return;
  const before = await unfinished(trx, owner);
  const value = JSON.stringify({
    teams: before.teams || changes.teams,
    repositories: [...before.repositories, ...changes.repositories],
  });
  await trx
    .insertInto('memory')
    .values({ name: unfinishedName(owner), value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

async function unfinished(db: Executor, owner: string): Promise<NameChanges> {
  const row = await db
    .selectFrom('memory')
    .select('value')
    .where('name', '=', unfinishedName(owner))
    .executeTakeFirst();
  // Written by this program and read by nothing else.
  return row === undefined
    ? { teams: false, repositories: [] }
    : (JSON.parse(row.value) as NameChanges);
}

function unfinishedName(owner: string): string {
  return `names changed in ${owner.toLowerCase()}`;
}

async function readBook(db: Db): Promise<Book> {
  const names = await db.selectFrom('names').select(['kind', 'id', 'name']).execute();
  const holders = await db.selectFrom('name_holders').selectAll().execute();
  return {
    present: new Map(names.map(({ kind, id, name }) => [`${kind} ${id}`, name])),
    held: new Map(holders.map(({ kind, name, id }) => [`${kind} ${name}`, `${kind} ${id}`])),
    teams: new Set(
      names.filter(({ kind }) => kind === 'team').map(({ name }) => name.toLowerCase()),
    ),
  };
}

function namesIn({ present, held }: Book): PresentNames {
  const nameNow = (kind: Kind, name: string): string | undefined =>
    present.get(held.get(`${kind} ${name.toLowerCase()}`) ?? '');
  const repository = (repo: RepoRef): RepoRef =>
    parseRepo(nameNow('repository', `${repo.owner}/${repo.name}`) ?? '') ?? repo;
  return {
    team: (team) => teamOf(nameNow('team', formatted(team))) ?? team,
    repository,
    renamedOutOf: (glob) =>
      [...held].flatMap(([key, id]) => {
        const [kind, name = ''] = key.split(' ');
        const former = kind === 'repository' ? parseRepo(name) : undefined;
        const now = parseRepo(present.get(id) ?? '');
        if (former === undefined || now === undefined) return [];
        return matchesRepository(glob, former) && !matchesRepository(glob, now) ? [now] : [];
      }),
  };
}

async function save(trx: Executor, owner: string, names: AccountNames): Promise<NameChanges> {
  const teams = names.teams.map(({ id, team }) => ({ id, name: formatted(team) }));
  const repositories = names.repositories.map(({ id, repo }) => ({
    id,
    name: `${repo.owner}/${repo.name}`,
  }));
  const teamsChanged = await replace(trx, { kind: 'team', owner }, teams);
  const repositoriesChanged = await replace(trx, { kind: 'repository', owner }, repositories);
  const renamed = repositoriesChanged.flatMap(({ from, to }) => {
    const [before, after] = [parseRepo(from ?? ''), parseRepo(to ?? '')];
    return before === undefined || after === undefined ? [] : [{ from: before, to: after }];
  });
  for (const { from, to } of renamed) await renameRepository(trx, from, to);
  for (const { from, to } of teamsChanged) {
    const [before, after] = [teamOf(from ?? undefined), teamOf(to ?? undefined)];
    if (before !== undefined && after !== undefined) await renameTeam(trx, before, after);
  }
  return { teams: teamsChanged.length > 0, repositories: renamed };
}

interface Change {
  /** Null for what is new. */
  readonly from: string | null;
  /** Null for what is gone. */
  readonly to: string | null;
}

/** Puts down what there is now, and gives every name to what had it first and still exists. */
async function replace(
  trx: Executor,
  { kind, owner }: { readonly kind: Kind; readonly owner: string },
  now: readonly { readonly id: string; readonly name: string }[],
): Promise<readonly Change[]> {
  const known = await namesOf(trx, kind, owner);
  const before = new Map(known.map(({ id, name }) => [id, name]));
  const present = new Set(now.map(({ id }) => id));
  for (const { id } of known.filter((one) => !present.has(one.id))) {
    await trx.deleteFrom('names').where('kind', '=', kind).where('id', '=', id).execute();
  }
  for (const { id, name } of now.filter((one) => before.get(one.id) !== one.name)) {
    const row = { name, owner: owner.toLowerCase() };
    await trx
      .insertInto('names')
      .values({ kind, id, ...row })
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet(row))
      .execute();
  }
  for (const { id, name } of now.filter((one) => before.get(one.id) !== one.name)) {
    await hold(trx, { kind, id, name: name.toLowerCase() });
  }
  const gone = known.filter(({ id }) => !present.has(id));
  return [
    ...now.flatMap(({ id, name }) => {
      const from = before.get(id) ?? null;
      return from?.toLowerCase() === name.toLowerCase() ? [] : [{ from, to: name }];
    }),
    ...gone.map(({ name }) => ({ from: name, to: null })),
  ];
}

async function hold(
  trx: Executor,
  { kind, id, name }: { readonly kind: Kind; readonly id: string; readonly name: string },
): Promise<void> {
  const holder = await trx
    .selectFrom('name_holders')
    .innerJoin('names', (join) =>
      join.onRef('names.kind', '=', 'name_holders.kind').onRef('names.id', '=', 'name_holders.id'),
    )
    .select('names.id')
    .where('name_holders.kind', '=', kind)
    .where('name_holders.name', '=', name)
    .executeTakeFirst();
  if (holder !== undefined) return;
  await trx
    .insertInto('name_holders')
    .values({ kind, name, id })
    .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet({ id }))
    .execute();
}

function namesOf(
  db: Executor,
  kind: Kind,
  owner: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return db
    .selectFrom('names')
    .select(['id', 'name'])
    .where('kind', '=', kind)
    .where('owner', '=', owner.toLowerCase())
    .orderBy('name')
    .execute();
}

function formatted({ org, slug }: TeamRef): string {
  return `${org}/${slug}`;
}

function teamOf(name: string | undefined): TeamRef | undefined {
  const [org, slug] = name?.split('/') ?? [];
  return org === undefined || slug === undefined ? undefined : { org, slug };
}
