/**
 * The gate's judgement of commits, shared by everything that judges: what is owed comes from the store,
 * owners are read once a branch, file lists and people's standing only where they can change the verdict.
 */
import type { Obligation } from '../core/followup/obligation.ts';
import { nextChange } from '../core/followup/violation.ts';
import type { Decision } from '../core/gate/decision.ts';
import type { CodeOwners, CommitFacts } from '../core/gate/facts.ts';
import { freePass, judge, type CodeOwnersByBranch, type Matter } from '../core/gate/judge.ts';
import { everInReach, inReach, isGated } from '../core/gate/reach.ts';
import { toAsk } from '../core/gate/ask.ts';
import { sameIssue, type RepoRef } from '../core/ids.ts';
import type { PersonFacts } from '../core/incident/facts.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import { formatTeam } from '../core/policy/services.ts';
import type { Instant } from '../core/time.ts';
import type { PeopleReader } from './ports/authority.ts';
import type { CodeOwnersReader, CodeOwnersStore } from './ports/code-owners.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { NameBook } from './ports/names.ts';
import type { ObligationStore } from './ports/obligations.ts';
import type { GlimpseStore } from './ports/pull-glimpse.ts';
import type { PullReader } from './ports/pulls.ts';

export interface JudgeDeps {
  readonly obligations: Pick<ObligationStore, 'inRepository'>;
  readonly codeOwners: CodeOwnersStore;
  readonly ownersReader: CodeOwnersReader;
  readonly names: Pick<NameBook, 'team'>;
  readonly pulls: Pick<PullReader, 'files'>;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly glimpses: GlimpseStore;
  readonly clock: GitHubClock;
}

/** What everything in a repository is judged by at this moment. */
export interface Ground {
  readonly repo: RepoRef;
  readonly policy: Policy;
  readonly obligations: readonly Obligation[];
  /** Incident repositories that were never listed, or in which something was not read yet. */
  readonly unread: readonly RepoRef[];
}

export async function groundOf(
  deps: Pick<JudgeDeps, 'obligations'>,
  repo: RepoRef,
  policy: Policy,
): Promise<Ground> {
  const { incidentRepository, privateRepository } = policy;
  const kept = [];
  for (const home of [incidentRepository, privateRepository ?? []].flat()) {
    kept.push({ home, ...(await deps.obligations.inRepository(home)) });
  }
  return {
    repo,
    policy,
    obligations: kept.flatMap(({ obligations }) => obligations),
    unread: kept.flatMap(({ home, complete }) => (complete ? [] : [home])),
  };
}

/** Whether two grounds lead to the same verdicts on the same facts. */
export function sameGround(a: Ground, b: Ground): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether nothing that is owed anywhere can hold a change to this branch: then nothing need be read of it. */
export async function isOutOfReach(
  deps: JudgeDeps,
  ground: Ground,
  branch: string,
): Promise<boolean> {
  const { repo } = ground;
  // The verdict is the commit's, which may be the head of pull requests against other branches too.
  const branches = new Set([branch, ...(await deps.codeOwners.branches(repo))]);
  const owners = await ownersOf(deps, repo, branches);
  return reached(deps, ground, [...owners.values()]).length === 0;
}

/**
 * When something may next begin or cease to hold changes of this repository by itself; null for never.
 * Where no CODEOWNERS were looked at, whatever is owed may.
 */
export async function nextChangeHere(
  deps: JudgeDeps,
  { repo, policy, obligations }: Ground,
): Promise<Instant | null> {
  const now = deps.clock.now();
  const next = nextChange(obligations, now);
  if (next === null) return null;
  const branches = await deps.codeOwners.branches(repo);
  if (branches.length === 0) return next;
  const codeOwners = [...(await ownersOf(deps, repo, branches)).values()];
  return nextChange(everInReach({ repo, policy, codeOwners, obligations }), now);
}

/** The commit with those of its pull requests that are open on gated branches; null when none is. */
export function gatedPart(
  commit: CommitFacts,
  defaultBranch: string,
  policy: Policy,
): CommitFacts | null {
  const pulls = commit.pulls.filter(
    ({ state, baseRef }) => state === 'open' && isGated(baseRef, defaultBranch, policy),
  );
  return pulls.length === 0 ? null : { ...commit, pulls };
}

/** What was found out beside the commit, and serves for the next ones of the same job. */
export interface Inquiry {
  readonly people: Map<string, PersonFacts>;
  /** Logins and teams that were asked about together. */
  readonly asked: Set<string>;
}

export function newInquiry(): Inquiry {
  return { people: new Map(), asked: new Set() };
}

export interface Judgement {
  readonly decision: Decision;
  /** Null where nothing had to be looked at. */
  readonly commit: CommitFacts | null;
}

/** In the order of `commits`, each as `gatedPart` left it. One people query for all of them. */
export async function judgeCommits(
  deps: JudgeDeps,
  ground: Ground,
  commits: readonly CommitFacts[],
  inquiry: Inquiry = newInquiry(),
): Promise<readonly Judgement[]> {
  const matters: (Matter | null)[] = [];
  for (const commit of commits) matters.push(await matterOf(deps, ground, commit));
  await askPeople(
    deps,
    ground,
    inquiry,
    matters.flatMap((matter) => matter ?? []),
  );
  return matters.map((matter) =>
    matter === null
      ? { decision: freePass(), commit: null }
      : { decision: judge(matter, inquiry.people), commit: matter.commit },
  );
}

/** Null where nothing is in reach. Whole file lists are read only where the rest could change the verdict. */
async function matterOf(
  deps: JudgeDeps,
  ground: Ground,
  commit: CommitFacts,
): Promise<Matter | null> {
  const { obligations, policy, repo } = ground;
  const bases = new Set(commit.pulls.map(({ baseRef }) => baseRef));
  const codeOwners = await ownersOf(deps, repo, bases);
  if (reached(deps, ground, [...codeOwners.values()]).length === 0) return null;
  const dated = await withPushes(deps, commit);
  const matter: Matter = { commit: dated, codeOwners, obligations, policy, now: deps.clock.now() };
  const { files } = toAsk(matter);
  if (files.length === 0) return matter;
  const pulls = [];
  for (const pull of dated.pulls) {
    const isAsked = files.some((ref) => sameIssue(ref, pull.ref));
    pulls.push(isAsked ? { ...pull, files: await deps.pulls.files(pull) } : pull);
  }
  return { ...matter, commit: { ...commit, pulls } };
}

/**
 * GitHub shows when a commit came to the repository, on whatever branch. One that was brought there before
 * and became this head later, by a push that forced nothing, is as new to the pull request as any other:
 * when that was, only the delivery told. It matters where a label vouches for the head.
 */
async function withPushes({ glimpses }: JudgeDeps, commit: CommitFacts): Promise<CommitFacts> {
  const pulls = [];
  for (const pull of commit.pulls) {
    const { fixLabel, headPushedAt, headSha, ref } = pull;
    const pushed =
      fixLabel === null || headPushedAt === null ? undefined : (await glimpses.find(ref))?.pushed;
    const isLater =
      pushed !== undefined &&
      headPushedAt !== null &&
      pushed.headSha === headSha &&
      pushed.at > headPushedAt;
    pulls.push(isLater ? { ...pull, headPushedAt: pushed.at } : pull);
  }
  return { ...commit, pulls };
}

async function askPeople(
  deps: JudgeDeps,
  { policy }: Ground,
  inquiry: Inquiry,
  matters: readonly Matter[],
): Promise<void> {
  const asked = matters.map(toAsk);
  const teams = [...new Map(asked.flatMap((one) => one.teams).map((team) => [nameOf(team), team]))];
  const about = teams.map(([name]) => name).sort();
  const logins = [...new Set(asked.flatMap((one) => one.logins).map((one) => one.toLowerCase()))];
  const unknown = logins.filter((login) => !inquiry.asked.has(questionOf(login, about)));
  if (unknown.length === 0) return;
  const found = await deps.people.people(
    policy.incidentRepository,
    unknown,
    teams.map(([, team]) => team),
  );
  for (const login of unknown) {
    const person = found.get(login);
    if (person !== undefined) inquiry.people.set(login, joined(inquiry.people.get(login), person));
    inquiry.asked.add(questionOf(login, about));
  }
}

function questionOf(login: string, teams: readonly string[]): string {
  return `${login} ${teams.join(' ')}`;
}

/** Memberships found by different questions add up. */
function joined(before: PersonFacts | undefined, now: PersonFacts): PersonFacts {
  return { ...now, teams: [...new Set([...(before?.teams ?? []), ...now.teams])] };
}

function nameOf(team: TeamRef): string {
  return formatTeam(team).toLowerCase();
}

function reached(
  { clock }: JudgeDeps,
  { repo, policy, obligations }: Ground,
  codeOwners: readonly (CodeOwners | null)[],
): readonly Obligation[] {
  return inReach({ repo, policy, codeOwners, obligations, now: clock.now() });
}

/** By branch; one that GitHub does not show is missing. A branch nobody has looked at is read once. */
async function ownersOf(
  deps: JudgeDeps,
  repo: RepoRef,
  branches: Iterable<string>,
): Promise<CodeOwnersByBranch> {
  const found = new Map<string, CodeOwners | null>();
  for (const branch of branches) {
    const owners = await ownersOn(deps, repo, branch);
    if (owners !== undefined) found.set(branch, await withPresentTeams(deps, owners));
  }
  return found;
}

async function ownersOn(
  { codeOwners, ownersReader }: JudgeDeps,
  repo: RepoRef,
  branch: string,
): Promise<CodeOwners | null | undefined> {
  const kept = await codeOwners.load(repo, branch);
  if (kept !== undefined) return kept;
  const read = await ownersReader.read(repo, branch);
  if (read.kind === 'gone') return undefined;
  await codeOwners.save(repo, branch, read.value);
  return read.value;
}

async function withPresentTeams(
  { names }: JudgeDeps,
  owners: CodeOwners | null,
): Promise<CodeOwners | null> {
  if (owners === null) return null;
  const present = new Map<string, TeamRef>();
  for (const team of owners.rules.flatMap(({ teams }) => teams)) {
    if (!present.has(nameOf(team))) present.set(nameOf(team), await names.team(team));
  }
  const rules = owners.rules.map((rule) => ({
    ...rule,
    teams: rule.teams.map((team) => present.get(nameOf(team)) ?? team),
  }));
  return { ...owners, rules };
}
