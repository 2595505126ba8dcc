/** `/owner`, `/due`, `/confirm`, `/not-doing`, `/snooze`: said on an action item, written down with its incident. */
import { lineCountOf, type Command } from '../core/command/command.ts';
import { parseComment, type CommentContext } from '../core/command/parse.ts';
import {
  isItemCommand,
  weighRemark,
  type ItemCommand,
  type WeighedRemark,
} from '../core/followup/item-sayings.ts';
import { formatRepo, sameRepo, type IssueRef } from '../core/ids.ts';
import { canWrite, hasRight, teamsToLookUp } from '../core/incident/authority.ts';
import type { CommentFacts, PersonFacts } from '../core/incident/facts.ts';
import type { ItemSaying, OnItemEntry } from '../core/ledger/ledger.ts';
import { itemHelpReply } from '../core/messages/help.ts';
import { whyNotOfItem } from '../core/messages/item-refusals.ts';
import { refusedReply } from '../core/messages/replies.ts';
import { saidOnItemReply, type ForIncident } from '../core/messages/said-elsewhere.ts';
import { plus, SECOND } from '../core/time.ts';
import { adoptPartOf, type AdoptDeps } from './adopt-items.ts';
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
import { isHeard, noteHeard } from './hear-closers.ts';
import { groundOfItem, incidentOf, type ItemGround, type ItemOf } from './item-ground.ts';
import type { ItemThread, ItemThreadReader } from './ports/item-thread.ts';
import type { Performer } from './ports/performer.ts';
import { isAskedAgain } from './thread-flood.ts';
import { writeDown } from './write-down.ts';

export interface ItemDeps extends AdoptDeps {
  readonly items: ItemThreadReader;
  readonly performer: Pick<Performer, 'perform'>;
}

/** Everything that an answer to one comment is made from. */
interface Said extends Remark {
  readonly thread: ItemThread;
  readonly ground: ItemGround;
  readonly heard: Heard;
}

/**
 * One read, and nothing more of an issue that no incident knows. Its text may call itself part of an
 * incident. Every comment that says something is answered once: 👍 when it is written down with the
 * incident, 😕 and one sentence when it is not; a refused one that its author edits is tried again. What
 * was accepted is in the incident's ledger before the 👍, and the incident's own job does what follows.
 */
export function followItem(deps: ItemDeps): (issue: IssueRef) => Promise<void> {
  return async (issue) => {
    // What is said on an incident is answered by the incident.
    if ((await deps.index.find(issue)) !== null) return;
    const read = await deps.items.item(issue);
    if (read.kind === 'gone') return;
    const thread = read.value;
    if ((await adoptPartOf(deps, thread)) !== 'nothing') return later(deps, issue);
    const of = await incidentOf(deps, thread);
    if (of === null || (await answerAll(deps, thread, of)) === 'later') return;
    await tellOfClosing(deps, thread, of);
  };
}

/** The incident's job waits for everything that was said on an item before it undoes its closing. */
async function tellOfClosing(
  { looked, queue }: ItemDeps,
  { item }: ItemThread,
  { incident }: ItemOf,
): Promise<void> {
  if (isHeard(looked, item)) return;
  await queue.mark([{ kind: 'incident', issue: incident }]);
  noteHeard(looked, item);
}

async function answerAll(
  deps: ItemDeps,
  thread: ItemThread,
  of: ItemOf,
): Promise<'answered' | 'later'> {
  const { ref: place } = thread.item;
  const { visibility } = thread;
  let { comments } = thread;
  for (const comment of thread.comments) {
    const remark = { place, visibility, comments, comment };
    const heard = saidIn(remark, contextOf(remark, of));
    if (heard === null) continue;
    const seen = seenToBe(deps, remark, heard);
    if (seen === 'answered') continue;
    const ground = await groundOfItem(deps, of, thread.item);
    // Nobody has read the incident yet: its job does, and then this is looked at again.
    if (ground === null) {
      await deps.queue.mark([{ kind: 'incident', issue: of.incident }]);
      await later(deps, place);
      return 'later';
    }
    const said = { ...remark, thread, ground, heard };
    if (seen === 'in-doubt' && isWritten(said)) continue;
    comments = afterAnswer(remark, await answer(deps, said));
  }
  return 'answered';
}

function contextOf({ place, comment }: Remark, { policy }: ItemOf): CommentContext {
  const { login: saidBy } = comment.author;
  const said = { home: place.repo, policy, saidAt: saidAt(comment), saidBy };
  return { ...said, place: 'item', item: place };
}

const LOOK_AGAIN = 10 * SECOND;

function later({ queue, clock }: ItemDeps, issue: IssueRef): Promise<void> {
  return queue.mark([{ kind: 'item', issue }], { notBefore: plus(clock.now(), LOOK_AGAIN) });
}

async function answer(deps: ItemDeps, said: Said): Promise<'accepted' | 'refused'> {
  const { parsed } = said.heard;
  if (parsed.kind === 'refused') return refused(deps, said, notUnderstood(said, parsed));
  const commands = parsed.commands.filter(isItemCommand);
  // A run that was cut short wrote it down: what became of the item since is no reason to refuse it now.
  if (commands.length > 0 && !isWritten(said)) {
    const outcome = await weigh(deps, said, commands);
    if (outcome.kind === 'refused') return refused(deps, said, whyNot(said, outcome));
    const { incident } = said.ground;
    const entries = outcome.sayings.map((what) => ({ incident, entry: entryOf(said, what) }));
    await writeDown(deps, entries);
  }
  await accept(deps.performer, said, helpFor(said, parsed.commands));
  return 'accepted';
}

/** What is said on the incident and nowhere else is led there, by whoever may know of it. */
function notUnderstood(
  { comment, ...said }: Said,
  { problems, lineCount }: Extract<Heard['parsed'], { readonly kind: 'refused' }>,
): string {
  const elsewhere = problems.filter((one): one is ForIncident => one.elsewhere !== undefined);
  if (elsewhere.length < problems.length) return refusedReply(problems, lineCount);
  const { incident } = said.ground;
  const path = `/${formatRepo(incident.repo)}/issues/${String(incident.number)}`;
  const url = isHiddenAt(said) ? null : new URL(path, comment.url).href;
  return saidOnItemReply(elsewhere, url, lineCount);
}

/** Not everybody who reads the item may know of its incident. */
function isHiddenAt({ ground, place }: Pick<Said, 'ground' | 'place'>): boolean {
  return ground.state.restricted && !sameRepo(ground.incident.repo, place.repo);
}

/** Asked for again a moment later, it stands above. */
function helpFor(said: Said, commands: readonly Command[]): string | null {
  const help = itemHelpReply();
  const asks = (one: CommentFacts): boolean => asksForHelp(commandsOf(one, said));
  return asksForHelp(commands) && !isAskedAgain(said, asks, help) ? help : null;
}

function commandsOf(comment: CommentFacts, said: Said): readonly Command[] {
  const parsed = parseComment(comment.body, contextOf({ ...said, comment }, said.ground));
  return parsed.kind === 'commands' ? parsed.commands : [];
}

function asksForHelp(commands: readonly Command[]): boolean {
  return commands.some(({ kind }) => kind === 'help');
}

/** All of a comment is written at once. */
function isWritten({ comment, ground }: Said): boolean {
  return ground.ledger.some((entry) => entry.verdict === 'on-item' && entry.remark === comment.id);
}

async function weigh(
  deps: ItemDeps,
  { comment, thread, ground }: Said,
  commands: readonly ItemCommand[],
): Promise<WeighedRemark> {
  const { login: by } = comment.author;
  const { item } = thread;
  const owners = commands.flatMap((one) => (one.kind === 'owner' ? [one.login] : []));
  const named = await deps.people.people(item.ref.repo, [by, ...owners], []);
  const here = named.get(by.toLowerCase());
  const steersIncident = await steers(deps, ground, by);
  const { ledger } = ground;
  return weighRemark(commands, {
    ...{ by, at: saidAt(comment), item, ledger },
    ...{ steersIncident, here, named },
  });
}

async function steers(deps: ItemDeps, ground: ItemGround, login: string): Promise<boolean> {
  const person = await onIncident(deps, ground, login);
  return person !== undefined && hasRight(person, ground.state, ground.policy);
}

async function onIncident(
  { people }: ItemDeps,
  { incident, policy }: ItemOf,
  login: string,
): Promise<PersonFacts | undefined> {
  const found = await people.people(incident.repo, [login], teamsToLookUp(policy));
  return found.get(login.toLowerCase());
}

function entryOf({ comment, thread: { item } }: Said, what: ItemSaying): OnItemEntry {
  const { id: remark, url, author } = comment;
  const { ref, nodeId } = item;
  const at = saidAt(comment);
  return { verdict: 'on-item', remark, url, item: ref, nodeId, by: author.login, at, said: what };
}

function whyNot(
  said: Said,
  { index, refusal }: Extract<WeighedRemark, { readonly kind: 'refused' }>,
): string {
  const { parsed } = said.heard;
  const { policy, incident } = said.ground;
  const why = whyNotOfItem(refusal, { policy, incident: isHiddenAt(said) ? null : incident });
  const lineCount = parsed.kind === 'commands' ? lineCountOf(parsed.lines) : parsed.lineCount;
  return refusedReply([{ ...lineOf(parsed, index), ...why }], lineCount);
}

/** Of the command with this place among those of an item. */
function lineOf(
  parsed: Heard['parsed'],
  index: number,
): { readonly line: number; readonly found: string } {
  const lines =
    parsed.kind === 'commands'
      ? parsed.lines.filter((_, i) => {
          const command = parsed.commands[i];
          return command !== undefined && isItemCommand(command);
        })
      : [];
  return lines[index] ?? { line: 1, found: '' };
}

async function refused(deps: ItemDeps, said: Said, words: string): Promise<'refused'> {
  await refuse(deps, said, { words, byStranger: () => isStranger(deps, said) });
  return 'refused';
}

async function isStranger(deps: ItemDeps, { comment, ground, place }: Said): Promise<boolean> {
  const { login } = comment.author;
  const here = (await deps.people.people(place.repo, [login], [])).get(login.toLowerCase());
  return !(here !== undefined && canWrite(here)) && !(await steers(deps, ground, login));
}
