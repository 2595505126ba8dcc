import type { Command, ParsedComment } from '../command/command.ts';
import type { ActEntry, CallEntry, Ledger, LedgerEntry } from '../ledger/ledger.ts';
import type { IssueRef } from '../ids.ts';
import { mergeLedgers } from '../ledger/merge.ts';
import { whyRefused } from '../messages/refusals.ts';
import { declinedReply, refusedReply } from '../messages/replies.ts';
import { cut } from '../markdown/characters.ts';
import type { Policy } from '../policy/policy.ts';
import { apply } from './apply.ts';
import { sameLogin, hasRight, mayDeclare } from './authority.ts';
import { calledServices } from './calls.ts';
import { inOrder, type Placed } from './events.ts';
import type { IncidentFacts, PersonFacts } from './facts.ts';
import { begun } from './fold.ts';
import { afterCommand, impossible } from './lifecycle.ts';
import { issueKey, issueNamedIn, misnamed, personNamedIn } from './named.ts';
import { actEvents, actPlace, commentPlace, formEvents, ledgerEvents } from './record-ledger.ts';
import type { Refusal } from './refusal.ts';
import type { FoldState } from './state.ts';
import { formInForce, settleForm } from './settled-form.ts';
import { undecided, type Undecided } from './undecided.ts';

export interface AdmitInput {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
  /** By lower-cased login: everybody whom `toLookUp` names. Who is missing stays undecided. */
  readonly people: ReadonlyMap<string, PersonFacts>;
  /** By `issueKey`: whether there is such an issue, for all that `toLookUp` names. */
  readonly issues: ReadonlyMap<string, boolean>;
}

/**
 * Decides everything that is not decided yet, in the order in which it was said or done, each against
 * the incident as it was at that moment: accepted or refused commands, counted or not counted acts.
 * A comment is accepted whole or not at all. What was decided once is never decided again.
 */
export function admit(input: AdmitInput): { readonly ledger: Ledger } {
  const before = withDeclaration({ ...input, ledger: mergeLedgers(input.ledger) });
  if (!before.some(isDeclaration)) return { ledger: before };
  const walk = new Walk({ ...input, ledger: before });
  const calls = newCalls(input.facts, before);
  return { ledger: mergeLedgers(before, walk.entries(), calls) };
}

/** Whose rights, and which issues, must be known before `admit` can decide; logins as they are written. */
export function toLookUp(
  facts: IncidentFacts,
  ledger: Ledger,
  policy: Policy,
): { readonly logins: readonly string[]; readonly issues: readonly IssueRef[] } {
  const open = undecided(facts, mergeLedgers(ledger), policy).filter(needsLookUp);
  const commands = open.flatMap(commandsOf);
  const authors = open.map(({ by }) => by.login);
  const logins = [...authors, ...commands.flatMap((one) => personNamedIn(one) ?? [])];
  const issues = commands.flatMap((one) => issueNamedIn(one) ?? []);
  return {
    logins: [...new Map(logins.map((login) => [login.toLowerCase(), login])).values()],
    issues: [...new Map(issues.map((issue) => [issueKey(issue), issue])).values()],
  };
}

function commandsOf(item: Undecided): readonly Command[] {
  return item.what === 'comment' && item.parsed.kind === 'commands' ? item.parsed.commands : [];
}

function needsLookUp(item: Undecided): boolean {
  if (item.by.kind !== 'person') return false;
  return (
    item.what === 'act' || (item.parsed.kind === 'commands' && !onlyAsks(item.parsed.commands))
  );
}

/** Decides the declaration first: everything later depends on its moment and services. */
function withDeclaration(input: AdmitInput): Ledger {
  const { facts, ledger, policy } = input;
  const item = undecided(facts, ledger, policy).find(
    (one) => one.what === 'act' && one.act.kind === 'declared',
  );
  if (item?.what !== 'act') return ledger;
  const person = input.people.get(item.by.login.toLowerCase());
  if (item.by.kind === 'person' && person === undefined) return ledger;
  const counts = person === undefined || mayDeclare(person, policy);
  return mergeLedgers(ledger, [actEntry(item, counts ? 'counted' : 'not-counted')]);
}

/** One pass over what was and what is new, side by side, in order. */
class Walk {
  readonly #input: AdmitInput;
  readonly #decided: LedgerEntry[] = [];
  #state: FoldState;

  constructor(input: AdmitInput) {
    this.#input = input;
    this.#state = declaredState(input);
  }

  entries(): Ledger {
    const { facts, ledger, policy } = this.#input;
    const items = undecided(facts, ledger, policy).filter(
      (item) => item.what === 'comment' || item.act.kind !== 'declared',
    );
    const { at, by } = this.#state.declared;
    const form = formInForce(facts, ledger, { policy, declaredAt: at });
    const known = [
      ...formEvents(form, { at, by, confirmed: this.#state.confirmed !== null }),
      ...ledgerEvents(ledger, facts, policy),
    ];
    for (const step of sideBySide(known, items, policy)) {
      if ('event' in step) this.#state = apply(this.#state, step.event);
      else this.#decide(step);
    }
    const { confirmed } = this.#state;
    if (confirmed === null || this.#authorHasRight()) return this.#decided;
    return [...this.#decided, settleForm(form, confirmed)];
  }

  #decide(item: Undecided): void {
    if (item.what === 'act') this.#decideAct(item);
    else this.#decideComment(item);
  }

  #decideAct(item: Extract<Undecided, { what: 'act' }>): void {
    const { people, policy } = this.#input;
    const person = people.get(item.by.login.toLowerCase());
    if (item.by.kind === 'person' && person === undefined) return;
    const withdrawsOwn = 'label' in item.act ? false : this.#isUnconfirmedDeclarer(item.by.login);
    // Another app can click only because somebody with the right installed it.
    const counts = person === undefined || withdrawsOwn || hasRight(person, this.#state, policy);
    const entry = actEntry(item, counts ? 'counted' : 'not-counted');
    this.#decided.push(entry);
    if (!counts) return;
    for (const { event } of actEvents(entry, policy)) {
      this.#state = apply(this.#state, event);
    }
  }

  /** Whoever wrote the issue declared it with the right, or is no person: an app that a person let in. */
  #authorHasRight(): boolean {
    const { facts, ledger } = this.#input;
    const declared = ledger.find((entry): entry is ActEntry => isDeclaration(entry));
    const { kind, login } = facts.author;
    if (kind !== 'person') return true;
    return declared?.verdict === 'counted' && sameLogin(declared.by, login);
  }

  /** Who declared without the right may take it back, as long as it binds nobody. */
  #isUnconfirmedDeclarer(login: string): boolean {
    return this.#state.confirmed === null && sameLogin(login, this.#state.declared.by);
  }

  #decideComment(item: Extract<Undecided, { what: 'comment' }>): void {
    const { comment, parsed, text } = item;
    const said = { comment: comment.id, by: comment.author.login, at: item.at };
    if (parsed.kind === 'no-commands') {
      if (item.wasRefused) this.#decided.push({ verdict: 'withdrawn', ...said, text });
      return;
    }
    const answer = this.#objection(item, parsed);
    if (answer === undefined) return;
    if (answer !== null) {
      this.#decided.push({ verdict: 'refused', ...said, text, answer });
      return;
    }
    if (parsed.kind !== 'commands') return;
    this.#decided.push({ verdict: 'accepted', ...said, commands: parsed.commands });
    for (const command of parsed.commands) {
      this.#state = afterCommand(this.#state, command, said);
    }
  }

  /** What to answer instead of accepting; null when there is no objection, undefined when nobody can say yet. */
  #objection(
    { comment, at }: Extract<Undecided, { what: 'comment' }>,
    parsed: Exclude<ParsedComment, { kind: 'no-commands' }>,
  ): string | null | undefined {
    const { people, policy } = this.#input;
    const { author, editor } = comment;
    if (!sameLogin(author.login, editor.login)) {
      return this.#refuse({
        why: 'changed-by-another',
        author: author.login,
        editor: editor.login,
      });
    }
    if (parsed.kind === 'refused') return answerOf(refusedReply(parsed.problems));
    if (onlyAsks(parsed.commands)) return null;
    const person = people.get(author.login.toLowerCase());
    if (person === undefined) return undefined;
    if (!hasRight(person, this.#state, policy)) {
      return this.#refuse({ why: 'no-right', login: author.login });
    }
    const said = { at, by: author.login };
    const around = { ...this.#input, state: this.#state };
    const obstacle =
      impossible(this.#state, parsed.commands, said) ??
      misnamed(parsed.commands, this.#input, around);
    if (obstacle === null || obstacle === undefined) return obstacle;
    const { line = 1, found = '' } = parsed.lines[obstacle.index] ?? {};
    const kind = parsed.commands[obstacle.index]?.kind ?? 'help';
    const why = whyRefused(obstacle.refusal, policy, { command: kind, by: author.login });
    return answerOf(refusedReply([{ line, found, ...why }]));
  }

  #refuse(refusal: Refusal): string {
    return answerOf(declinedReply(whyRefused(refusal, this.#input.policy, NO_COMMAND).problem));
  }
}

/** What is not the fault of one command. */
const NO_COMMAND = { command: 'help', by: null } as const;

/** Answers are kept in the ledger, and a page of the ledger holds so much of any script. */
const LONGEST_ANSWER = 2400;

function answerOf(reply: string): string {
  return cut(reply, LONGEST_ANSWER);
}

function declaredState({ facts, ledger }: AdmitInput): FoldState {
  const declared = ledger.find((entry): entry is ActEntry => isDeclaration(entry));
  const { at, by } = declared ?? { at: facts.createdAt, by: facts.author.login };
  const confirmed = declared?.verdict === 'counted';
  return begun({
    ref: facts.ref,
    url: facts.url,
    declared: { do: 'declare', via: 'label', from: null, at, by, confirmed },
  });
}

function isDeclaration(entry: LedgerEntry): boolean {
  return 'act' in entry && entry.act.kind === 'declared';
}

/** Commands that only ask the app for an answer: anybody who can comment may. */
export function onlyAsks(commands: readonly Command[]): boolean {
  return commands.every(({ kind }) => kind === 'help' || kind === 'timeline');
}

function actEntry(
  item: Extract<Undecided, { what: 'act' }>,
  verdict: ActEntry['verdict'],
): ActEntry {
  return { verdict, act: item.act, by: item.by.login, at: item.at };
}

/** Known events and open questions in the order of the record. */
function sideBySide(
  known: readonly Placed[],
  items: readonly Undecided[],
  policy: Policy,
): readonly (Placed | Undecided)[] {
  const placed = items.map((item) => ({ at: item.at, place: placeOf(item, policy), step: item }));
  const events = inOrder(known).map((one) => ({ at: one.event.at, place: one.place, step: one }));
  return [...events, ...placed]
    .sort((a, b) => a.at - b.at || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ step }) => step);
}

function placeOf(item: Undecided, policy: Policy): string {
  return item.what === 'act'
    ? actPlace({ act: item.act, by: item.by.login, at: item.at }, policy)
    : commentPlace(item.comment.id, 0);
}

/** Calls that are seen on GitHub and not in the ledger yet: these services are never called again. */
function newCalls(facts: IncidentFacts, ledger: Ledger): readonly CallEntry[] {
  const known = new Set(
    ledger.flatMap((entry) => (entry.verdict === 'called' ? entry.services : [])),
  );
  return facts.comments.flatMap((comment): readonly CallEntry[] => {
    // What somebody else wrote into the app's comment called nobody.
    if (comment.author.kind !== 'self' || comment.editor.kind !== 'self') return [];
    const services = calledServices(comment.body).filter((id) => !known.has(id));
    return services.length === 0 ? [] : [{ verdict: 'called', services, at: comment.createdAt }];
  });
}
