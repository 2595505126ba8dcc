/** `/fixes` and `/override`: said on a pull request, written down with the incidents they are about. */
import { isApprover } from '../core/followup/approvers.ts';
import { sameIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import { sameLogin, teamsToLookUp } from '../core/incident/authority.ts';
import type { CommentFacts, PersonFacts } from '../core/incident/facts.ts';
import { parseComment, type CommentContext } from '../core/command/parse.ts';
import type { Command } from '../core/command/command.ts';
import type { PullEntry } from '../core/ledger/ledger.ts';
import {
  mayNotCreateItems,
  mayNotLink,
  mayNotOverride,
  noIncidentToFix,
  notAPostmortem,
  notGated,
  nothingToOverride,
  otherHead,
  ownOverride,
} from '../core/messages/gate/pull-replies.ts';
import { pullHelpReply } from '../core/messages/help.ts';
import { declinedReply, refusedReply } from '../core/messages/replies.ts';
import type { Policy } from '../core/policy/policy.ts';
import { authorsOf } from '../core/gate/rules/authors.ts';
import type { PullThread, PullThreadReader } from './ports/pulls.ts';
import {
  accept,
  afterAnswer,
  refuse,
  saidAt,
  saidIn,
  seenToBe,
  type Remark,
  type Said as Heard,
} from './answer-comments.ts';
import { awaitIncidents, type AwaitDeps } from './await-incidents.ts';
import { gatedPart, groundOf, judgeCommits, type Ground, type JudgeDeps } from './judge-commits.ts';
import {
  areWritten,
  incidentsWith,
  isLinked,
  linkedTo,
  type EntriesDeps,
  type PullCommand,
} from './pull-entries.ts';
import type { Looked } from './looked.ts';
import type { PeopleReader } from './ports/authority.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';
import { canWrite, hasRightOn } from './right-on-incident.ts';
import { isAskedAgain } from './thread-flood.ts';
import { writeDown, type Written } from './write-down.ts';

export interface PullCommandsDeps extends JudgeDeps, EntriesDeps, AwaitDeps {
  readonly policies: PolicyReader;
  readonly threads: PullThreadReader;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly performer: Pick<Performer, 'perform'>;
  readonly looked: Looked;
}

type Asked =
  | {
      readonly kind: 'commands';
      readonly commands: readonly PullCommand[];
      /** Says `/help`, too. */
      readonly help: boolean;
    }
  | { readonly kind: 'refused'; readonly answer: string };

/** Everything that an answer to one comment is made from. */
interface Said extends Remark {
  readonly thread: PullThread;
  readonly ground: Ground;
}

/**
 * One read. Every comment that says something is answered once: 👍 when it was written down, 😕 and one
 * sentence when it was not; a refused one that its author edits is tried again. What was accepted is in
 * the ledgers before the 👍, and every incident concerned is told. Of many that are refused to somebody
 * without the right, where everybody may comment, the later ones get 😕 alone.
 */
export function followPullCommands(deps: PullCommandsDeps): (pull: IssueRef) => Promise<void> {
  return async (pull) => {
    const policy = await deps.policies.policyFor(pull.repo);
    if (policy === null) return;
    const read = await deps.threads.thread(pull);
    if (read.kind === 'gone') return;
    const thread = read.value;
    let { comments } = thread;
    const { visibility } = thread.facts.facts;
    for (const comment of thread.comments) {
      const remark = { place: pull, visibility, comments, comment };
      const heard = saidIn(remark, contextOf(comment, { pull, policy }));
      const asked = heard === null ? null : askedIn(heard);
      if (heard === null || asked === null) continue;
      const ground = await groundOf(deps, pull.repo, policy);
      const said = { ...remark, thread, ground };
      const seen = seenToBe(deps, remark, heard);
      if (seen === 'answered') continue;
      // Which incidents hold what, and what was written down with them, is known once they are read.
      if (ground.unread.length > 0) return wait(deps, pull, ground);
      if (seen === 'in-doubt' && (await wasDone(deps, said, asked))) continue;
      comments = afterAnswer(remark, await answer(deps, said, asked));
    }
  };
}

function contextOf(
  comment: CommentFacts,
  { pull, policy }: { readonly pull: IssueRef; readonly policy: Policy },
): CommentContext {
  const { login: saidBy } = comment.author;
  return { home: pull.repo, policy, saidAt: saidAt(comment), saidBy, place: 'pull' };
}

function askedIn({ parsed }: Heard): Asked | null {
  if (parsed.kind === 'refused') {
    return { kind: 'refused', answer: refusedReply(parsed.problems, parsed.lineCount) };
  }
  const commands = parsed.commands.filter(isPullCommand);
  const help = parsed.commands.some(({ kind }) => kind === 'help');
  return commands.length === 0 && !help ? null : { kind: 'commands', commands, help };
}

function isPullCommand(command: Command): command is PullCommand {
  return ['fixes', 'override', 'create-items'].includes(command.kind);
}

async function wasDone(
  deps: PullCommandsDeps,
  { comment, ground, place: pull }: Said,
  asked: Asked,
): Promise<boolean> {
  if (asked.kind === 'refused' || asked.commands.length === 0) return false;
  return areWritten(deps, ground, { remark: comment.id, pull, commands: asked.commands });
}

async function wait(deps: PullCommandsDeps, pull: IssueRef, ground: Ground): Promise<void> {
  await awaitIncidents(deps, { kind: 'pull-commands', pull }, ground);
}

async function answer(
  deps: PullCommandsDeps,
  said: Said,
  asked: Asked,
): Promise<'accepted' | 'refused'> {
  const refused = async (words: string): Promise<'refused'> => {
    await refuse(deps, said, { words, byStranger: () => isStranger(deps, said) });
    return 'refused';
  };
  if (asked.kind === 'refused') return refused(asked.answer);
  const person = asked.commands.length === 0 ? NOBODY : await personOf(deps, said);
  const entries: Written[] = [];
  for (const command of asked.commands) {
    const outcome = await weigh(deps, said, { command, person });
    if (typeof outcome === 'string') return refused(declinedReply(outcome));
    entries.push(...outcome);
  }
  await writeDown(deps, entries, [{ kind: 'gate', pull: said.place }]);
  const help = pullHelpReply();
  const wantsHelp = asked.help && !isAskedAgain(said, (one) => asksForHelp(one, said), help);
  await accept(deps.performer, said, wantsHelp ? help : null);
  return 'accepted';
}

function asksForHelp(comment: CommentFacts, { place: pull, ground: { policy } }: Said): boolean {
  const parsed = parseComment(comment.body, contextOf(comment, { pull, policy }));
  return parsed.kind === 'commands' && parsed.commands.some(({ kind }) => kind === 'help');
}

async function personOf(
  deps: PullCommandsDeps,
  { comment, ground, place }: Said,
): Promise<{ readonly here: PersonFacts | undefined; readonly there: PersonFacts | undefined }> {
  const { login } = comment.author;
  const { policy } = ground;
  const here = await deps.people.people(place.repo, [login], []);
  const there = await deps.people.people(policy.incidentRepository, [login], teamsToLookUp(policy));
  const key = login.toLowerCase();
  return { here: here.get(key), there: there.get(key) };
}

type Person = Awaited<ReturnType<typeof personOf>>;

const NOBODY: Person = { here: undefined, there: undefined };

/** What is to be written down, or why nothing is. */
function weigh(
  deps: PullCommandsDeps,
  said: Said,
  { command, person }: { readonly command: PullCommand; readonly person: Person },
): Promise<readonly Written[] | string> {
  switch (command.kind) {
    case 'fixes':
      return weighFix(deps, said, { issue: command.issue, person });
    case 'override':
      return weighOverride(deps, said, { command, person });
    case 'create-items':
      return weighRows(deps, said, person);
  }
}

async function weighFix(
  deps: PullCommandsDeps,
  said: Said,
  { issue, person }: { readonly issue: IssueRef; readonly person: Person },
): Promise<readonly Written[] | string> {
  const { comment, ground } = said;
  const linked = await linkedTo(deps, ground, issue);
  if (linked === null || (await isHiddenFrom(deps, said, linked.incident))) {
    return noIncidentToFix(issue);
  }
  const { incident, obligation } = linked;
  const author = said.thread.facts.facts.pulls.find(({ ref }) =>
    sameIssue(ref, said.place),
  )?.author;
  const isAuthor = author !== undefined && sameLogin(author.login, comment.author.login);
  const may =
    isAuthor ||
    canWrite(person.here) ||
    (await hasRightOn(deps, { incident, obligation, ground }, person.there));
  if (!may) return mayNotLink(comment.author.login);
  if (await isLinked(deps, incident, said.place)) return [];
  return [{ incident, entry: entryOf(said, { kind: 'fixes' }) }];
}

/** A 👍 would tell whoever guesses numbers which restricted incidents there are. */
async function isHiddenFrom(
  { people }: PullCommandsDeps,
  { comment, ground, place }: Said,
  { repo }: IssueRef,
): Promise<boolean> {
  const { privateRepository } = ground.policy;
  if (privateRepository === null || !sameRepo(privateRepository, repo)) return false;
  if (sameRepo(place.repo, repo)) return false;
  const { login } = comment.author;
  const person = (await people.people(repo, [login], [])).get(login.toLowerCase());
  return person === undefined || person.permission === 'none';
}

/** On the postmortem of an incident, by whoever has the right on that: its rows as they are now. */
async function weighRows(
  deps: PullCommandsDeps,
  said: Said,
  person: Person,
): Promise<readonly Written[] | string> {
  const { ground, comment, place } = said;
  const { url } = said.thread.facts.facts.pulls.find(({ ref }) => sameIssue(ref, place)) ?? {};
  const known = await deps.index.inRepository(place.repo);
  const incident = known.find(({ postmortem }) => postmortem?.url === url)?.ref;
  if (url === undefined || incident === undefined) return notAPostmortem();
  const linked = await linkedTo(deps, ground, incident);
  const about = { incident, obligation: linked?.obligation, ground };
  if (!(await hasRightOn(deps, about, person.there)))
    return mayNotCreateItems(comment.author.login);
  return [{ incident, entry: entryOf(said, { kind: 'create-items' }) }];
}

async function weighOverride(
  deps: PullCommandsDeps,
  said: Said,
  {
    command,
    person,
  }: {
    readonly command: Extract<PullCommand, { readonly kind: 'override' }>;
    readonly person: Person;
  },
): Promise<readonly Written[] | string> {
  const { ground, comment, thread } = said;
  const { login } = comment.author;
  const { facts, defaultBranch } = thread.facts;
  if (!isApprover(person.there, ground.policy)) return mayNotOverride(login, ground.policy);
  const commit = gatedPart(facts, defaultBranch, ground.policy);
  if (commit === null) return notGated();
  if (authorsOf(commit.pulls).logins.has(login.toLowerCase())) {
    return ownOverride(login, ground.policy);
  }
  if (!commit.headSha.toLowerCase().startsWith(command.sha.toLowerCase())) {
    return otherHead(command.sha, commit.headSha);
  }
  const { reason } = command;
  const entry = entryOf(said, { kind: 'override', sha: commit.headSha, reason });
  const before = await incidentsWith(deps, ground, { remark: comment.id, kind: 'override' });
  const [judged] = await judgeCommits(deps, ground, [commit]);
  const holding = judged?.decision.holds.map(({ obligation }) => obligation.incident.ref) ?? [];
  // What was written by a run that was cut short no longer holds: that is no reason to refuse it now.
  if (holding.length + before.length === 0) return nothingToOverride(commit.headSha);
  return [
    ...before,
    ...holding.filter((one, i) => holding.findIndex((other) => sameIssue(one, other)) === i),
  ].map((incident) => ({ incident, entry }));
}

function entryOf({ comment, place: pull }: Said, what: PullEntry['said']): PullEntry {
  const { id, url, author } = comment;
  const at = saidAt(comment);
  return { verdict: 'on-pull', remark: id, url, pull, by: author.login, at, said: what };
}

async function isStranger(deps: PullCommandsDeps, said: Said): Promise<boolean> {
  const { here, there } = await personOf(deps, said);
  return !(
    canWrite(here) ||
    canWrite(there) ||
    (there !== undefined && isApprover(there, said.ground.policy))
  );
}
