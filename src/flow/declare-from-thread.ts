import { formatRepo, sameRepo, type IssueRef, type RepoRef } from '../core/ids.ts';
import { parseComment } from '../core/command/parse.ts';
import { mayDeclare, sameLogin, teamsOfPolicy } from '../core/incident/authority.ts';
import type { CommentFacts } from '../core/incident/facts.ts';
import { originMarker } from '../core/incident/origin.ts';
import { isMadeWithForm } from '../core/incident/form.ts';
import { INCIDENT_LABEL } from '../core/incident/labels.ts';
import {
  incidentIssueBody,
  incidentIssueTitle,
  titleOfRestricted,
} from '../core/messages/incident-issue.ts';
import {
  declaredElsewhereReply,
  mayNotDeclareReply,
  refusedReply,
} from '../core/messages/replies.ts';
import type { Policy } from '../core/policy/policy.ts';
import { servicesOfRepository } from '../core/policy/services.ts';
import { afterAnswer, type Remark } from './answer-comments.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { Looked } from './looked.ts';
import type { PeopleReader } from './ports/authority.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';
import type { ThreadFacts, ThreadReader } from './ports/thread.ts';
import { isThreadFlood } from './thread-flood.ts';
import {
  OPENED,
  replyMarker,
  replyToDeclaration,
  replyToCommands,
  saysOpened,
} from './thread-replies.ts';

export interface ThreadDeps {
  readonly policies: PolicyReader;
  readonly threads: ThreadReader;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly performer: Performer;
  readonly index: IncidentIndex;
  readonly queue: JobQueue;
  /** What was refused without a word, of which GitHub shows nothing: 😕 may be about something else in the comment. */
  readonly looked: Looked;
}

type Asked =
  | { readonly kind: 'declare'; readonly title: string | null }
  | { readonly kind: 'refused'; readonly answer: string };

/**
 * `/incident declare` in any issue or pull request that the policy covers: opens one incident for one
 * comment however often this runs, and links both ways. In an incident itself the command is answered
 * by the incident.
 */
export function declareFromThread(deps: ThreadDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    if (policy === null || (await deps.index.find(issue)) !== null) return;
    const home = homeFor(issue.repo, policy);
    const read = await deps.threads.thread(issue, home);
    if (read.kind === 'gone') return;
    const thread = read.value;
    if (isOneAlready(thread, policy)) return;
    let { comments } = thread;
    for (const comment of thread.comments) {
      const asked = askedIn(comment, thread, policy);
      const request = { thread: { ...thread, comments }, comment, policy, home };
      if (asked === null || isAnswered(comment, request.thread, policy)) continue;
      if (deps.looked.has(subjectOf(comment), String(saidAt(comment)))) continue;
      const verdict = await answer(deps, request, asked);
      comments = afterAnswer(remarkOf(request), verdict);
    }
  };
}

/** Seen on the issue itself: the index may not know the incident yet, or have been thrown away. */
function isOneAlready({ ref, body, labels }: ThreadFacts, policy: Policy): boolean {
  const labelled = labels.some((name) => name.toLowerCase() === INCIDENT_LABEL);
  return keepsIncidents(policy, ref) && (labelled || isMadeWithForm(body));
}

/** What a person's own words ask for; the words of somebody who changed their comment ask for nothing. */
function askedIn(comment: CommentFacts, thread: ThreadFacts, policy: Policy): Asked | null {
  const { author, editor, body } = comment;
  if (author.kind !== 'person' || !sameLogin(author.login, editor.login)) return null;
  const context = { home: thread.ref.repo, policy, saidAt: saidAt(comment) };
  const parsed = parseComment(body, { ...context, place: 'thread' });
  if (parsed.kind === 'refused') {
    return { kind: 'refused', answer: refusedReply(parsed.problems, parsed.lineCount) };
  }
  if (parsed.kind === 'no-commands') return null;
  const declare = parsed.commands.find(({ kind }) => kind === 'declare');
  return declare?.kind === 'declare' ? declare : null;
}

/**
 * Accepted once is accepted for good; a refused comment that was edited since is tried again. Where the
 * comment also says something for a pull request, the reaction may be about that.
 */
function isAnswered(comment: CommentFacts, thread: ThreadFacts, policy: Policy): boolean {
  const { ownReactions, body } = comment;
  const reply = replyToDeclaration(comment, thread.comments);
  if (ownReactions.includes('+1')) {
    const context = { home: thread.ref.repo, policy, saidAt: saidAt(comment) };
    if (!saysPullCommand(parseComment(body, { ...context, place: 'pull' }))) return true;
    if (saysOpened(reply)) return true;
  }
  if (saysOpened(reply) || !ownReactions.includes('confused')) return false;
  return reply !== undefined && saidAt(reply) >= saidAt(comment);
}

function remarkOf({ thread, comment }: Pick<Request, 'thread' | 'comment'>): Remark {
  const { ref: place, visibility, comments } = thread;
  return { place, visibility, comments, comment };
}

/** With a slip in it nobody can tell which it was to be. */
function saysPullCommand(parsed: ReturnType<typeof parseComment>): boolean {
  if (parsed.kind !== 'commands') return parsed.kind === 'refused';
  return parsed.commands.some(({ kind }) => kind === 'fixes' || kind === 'override');
}

function saidAt({ createdAt, editedAt }: CommentFacts): CommentFacts['createdAt'] {
  return editedAt ?? createdAt;
}

interface Request {
  readonly thread: ThreadFacts;
  readonly comment: CommentFacts;
  readonly policy: Policy;
  /** Where the incident is opened. */
  readonly home: RepoRef;
}

async function answer(
  deps: ThreadDeps,
  request: Request,
  asked: Asked,
): Promise<'accepted' | 'refused'> {
  const { thread, comment, policy, home } = request;
  if (asked.kind === 'refused') return refuse(deps, request, asked.answer);
  const login = comment.author.login;
  const people = await deps.people.people(thread.ref.repo, [login], teamsOfPolicy(policy));
  const person = people.get(login.toLowerCase());
  if (person === undefined || !mayDeclare(person, policy)) {
    return refuse(deps, request, mayNotDeclareReply(login));
  }
  const ownTitle = thread.restricted ? titleOfRestricted(thread.ref) : thread.title;
  const title = incidentIssueTitle(asked.title ?? ownTitle);
  const marker = `<!-- norepeat:asked-in ${comment.nodeId} -->`;
  const ref = await deps.performer.ensureIssue({
    kind: 'create-issue',
    repo: home,
    marker,
    title,
    body: [
      originMarker({ via: 'command', by: login, from: thread.ref, dedupKey: null }),
      marker,
      incidentIssueBody({ by: login, thread }, { services: servicesAt(thread, policy) }),
    ].join('\n'),
    labels: [INCIDENT_LABEL],
    askedAt: comment.createdAt,
  });
  await deps.queue.mark([{ kind: 'incident', issue: ref }]);
  const url = issueUrl(ref, thread);
  await reply(deps, request, `${OPENED}\n${declaredElsewhereReply({ ref, url, title })}`);
  const otherRefused = replyToCommands(comment, thread.comments) !== undefined;
  await deps.performer.perform({
    kind: 'react',
    issue: thread.ref,
    comment,
    add: ['+1'],
    remove: comment.ownReactions.filter((one) => one === 'confused' && !otherRefused),
  });
  return 'accepted';
}

/** What is declared in the private repository stays in it; everything else goes where all incidents are. */
function homeFor(repo: RepoRef, { incidentRepository, privateRepository }: Policy): RepoRef {
  const isPrivate = privateRepository !== null && sameRepo(privateRepository, repo);
  return isPrivate ? privateRepository : incidentRepository;
}

/**
 * The service that owns the repository where somebody cries for help is very likely affected. Where
 * several share it nobody can tell which, and calling all their responders would be noise.
 */
function servicesAt(thread: ThreadFacts, policy: Policy): readonly string[] {
  const owners = servicesOfRepository(policy, thread.ref.repo);
  return owners.length === 1 ? owners.map(({ id }) => id) : [];
}

/** On the same GitHub as the thread. */
function issueUrl({ repo, number }: IssueRef, thread: ThreadFacts): string {
  return `${new URL(thread.url).origin}/${formatRepo(repo)}/issues/${String(number)}`;
}

/** Of many that are refused to one person where everybody may comment, the later ones get 😕 alone. */
async function refuse(deps: ThreadDeps, request: Request, words: string): Promise<'refused'> {
  const { thread, comment } = request;
  if (!comment.ownReactions.includes('confused')) {
    const issue = thread.ref;
    await deps.performer.perform({ kind: 'react', issue, comment, add: ['confused'], remove: [] });
  }
  const isTold = replyToDeclaration(comment, thread.comments) !== undefined;
  if (isTold || !isThreadFlood(remarkOf(request))) await reply(deps, request, words);
  else deps.looked.note(subjectOf(comment), String(saidAt(comment)));
  return 'refused';
}

function subjectOf({ nodeId }: CommentFacts): string {
  return `declaration in ${nodeId}`;
}

function reply(deps: ThreadDeps, { thread, comment }: Request, words: string): Promise<void> {
  const marker = replyMarker(comment);
  const there = replyToDeclaration(comment, thread.comments);
  return deps.performer.perform({
    kind: 'keep-comment',
    issue: thread.ref,
    marker,
    existing: there ?? null,
    body: `${marker}\n${words}`,
  });
}
