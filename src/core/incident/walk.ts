import {
  lineCountOf,
  type Command,
  type CommandProblem,
  type ParsedComment,
} from '../command/command.ts';
import { isApprover } from '../followup/approvers.ts';
import { missing } from '../followup/missing.ts';
import { debtsOf } from '../followup/owed.ts';
import { postmortemState } from '../followup/postmortem-state.ts';
import { wayOutRefused, withTeam, type Said } from '../followup/ways-out.ts';
import { onlyAsks } from '../command/command.ts';
import type { ActEntry, Ledger, LedgerEntry } from '../ledger/ledger.ts';
import { whyRefused } from '../messages/refusals.ts';
import { declinedReply, refusedReply } from '../messages/replies.ts';
import { cut } from '../markdown/characters.ts';
import type { Policy } from '../policy/policy.ts';
import { advance, begin } from './advance.ts';
import type { AdmitInput } from './admit.ts';
import { hasRight, sameLogin } from './authority.ts';
import { inOrder, type IncidentEvent, type Placed } from './events.ts';
import type { PersonFacts } from './facts.ts';
import { hasCounted, isFlood } from './flood.ts';
import { begun, fold } from './fold.ts';
import { commandEvent, impossible, type Impossible } from './lifecycle.ts';
import { liftedBy, liftedByAct, type Around } from './loosening.ts';
import { misnamed } from './named.ts';
import { toRecord } from './record.ts';
import { actEvents, actPlace, commentPlace, formEvents, ledgerEvents } from './record-ledger.ts';
import { NO_ANSWER, type Refusal } from './refusal.ts';
import { statusOf, type FoldState, type Stamp } from './state.ts';
import { formInForce, settleForm } from './settled-form.ts';
import { undecided, type Undecided } from './undecided.ts';

type OpenAct = Extract<Undecided, { what: 'act' }>;
type OpenComment = Extract<Undecided, { what: 'comment' }>;

/** One pass over what was and what is new, side by side, in order. */
export class Walk {
  readonly #input: AdmitInput;
  readonly #decided: LedgerEntry[] = [];
  #state: FoldState;
  /** When something was owed for the first time: from then on, the form's text binds nobody. */
  #obliged: Stamp | null = null;

  constructor(input: AdmitInput) {
    this.#input = input;
    this.#state = begin(declaredState(input), input.policy);
  }

  entries(): Ledger {
    const { facts, ledger, policy } = this.#input;
    const items = undecided(facts, ledger, policy).filter(
      (item) => item.what === 'comment' || item.act.kind !== 'declared',
    );
    const { at, by } = this.#state.declared;
    this.#noteObliged({ at, by });
    const form = formInForce(facts, ledger, { policy, declaredAt: at });
    const known = [
      ...formEvents(form, { at, by, confirmed: this.#state.confirmed !== null }),
      ...ledgerEvents(ledger, facts, policy),
    ];
    for (const step of sideBySide(known, items, policy)) {
      if ('event' in step) this.#move(step.event);
      else this.#decide(step);
    }
    const settled = this.#authorHasRight() ? this.#obliged : this.#state.confirmed;
    return settled === null ? this.#decided : [...this.#decided, settleForm(form, settled)];
  }

  #move(event: IncidentEvent): void {
    this.#state = advance(this.#state, event, this.#input.policy);
    this.#noteObliged({ at: event.at, by: event.by ?? this.#state.declared.by });
  }

  #noteObliged(stamp: Stamp): void {
    if (this.#state.dontRepeat.since !== null) this.#obliged ??= stamp;
  }

  #decide(item: Undecided): void {
    if (item.what === 'act') this.#decideAct(item);
    else this.#decideComment(item);
  }

  #decideAct(item: OpenAct): void {
    const { people, policy } = this.#input;
    const person = people.get(item.by.login.toLowerCase());
    if (item.by.kind === 'person' && person === undefined) return;
    const withdrawsOwn = 'label' in item.act ? false : this.#isUnconfirmedDeclarer(item.by.login);
    // Another app can click only because somebody with the right installed it.
    const counts = person === undefined || withdrawsOwn || hasRight(person, this.#state, policy);
    const loosens = counts && !isApprover(person, policy) && this.#lifts(item);
    const early = counts && this.#isEarly(item);
    const entry = actEntry(item, counts && !loosens && !early ? 'counted' : 'not-counted');
    this.#decided.push({ ...entry, ...(loosens ? { loosens } : {}), ...(early ? { early } : {}) });
    if (entry.verdict === 'not-counted') return;
    for (const { event } of actEvents(entry, policy)) this.#move(event);
  }

  /** The act would take something off what a team owes. */
  #lifts(item: OpenAct): boolean {
    const { policy } = this.#input;
    const around = this.#around();
    const did = { act: item.act, by: item.by.login, at: item.at };
    const after = actEvents(did, policy).reduce(
      (state, { event }) => advance(state, event, policy),
      this.#state,
    );
    return (
      liftedBy(this.#state, after, around).length > 0 ||
      liftedByAct(this.#state, did, around).length > 0
    );
  }

  /**
   * A closing while something is missing: of the status, as it was at that moment; of the work, as GitHub
   * has it when the closing is first seen.
   */
  #isEarly({ act }: OpenAct): boolean {
    const state = this.#state;
    if (act.kind !== 'closed' || state.closed !== null) return false;
    const around = this.#around();
    const { items, countedItems } = fold(toRecord(around), around.policy);
    const { confirmed } = state;
    const postmortem = postmortemState(state, around.facts.postmortem, around.policy);
    const of = { confirmed, status: statusOf(state), items, countedItems, postmortem };
    return missing(of, debtsOf({ ...around, state })).length > 0;
  }

  #around(): Around {
    const { facts, ledger, policy } = this.#input;
    return { facts, policy, ledger: [...ledger, ...this.#decided] };
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

  #decideComment(item: OpenComment): void {
    const { comment, parsed, text } = item;
    const said = { comment: comment.id, by: comment.author.login, at: item.at };
    if (parsed.kind === 'no-commands') {
      if (item.wasRefused) this.#decided.push({ verdict: 'withdrawn', ...said, text });
      return;
    }
    const answer = this.#objection(item, parsed);
    if (answer === undefined) return;
    if (answer !== null) {
      const heard = this.#isFlood(said) ? NO_ANSWER : answer;
      this.#decided.push({ verdict: 'refused', ...said, text, answer: heard });
      return;
    }
    if (parsed.kind !== 'commands') return;
    const { policy } = this.#input;
    const commands = parsed.commands.map((command) => withTeam(command, this.#state, policy));
    this.#decided.push({ verdict: 'accepted', ...said, commands });
    for (const command of commands) {
      const event = commandEvent(command, said);
      if (event !== null) this.#move(event);
    }
  }

  /** Too many refused comments of somebody without the right, where everybody may comment. */
  #isFlood(said: {
    readonly comment: number;
    readonly by: string;
    readonly at: Stamp['at'];
  }): boolean {
    const { facts, ledger, people, policy } = this.#input;
    const all = [...ledger, ...this.#decided];
    if (facts.visibility !== 'public' || !isFlood(said, all)) return false;
    const person = people.get(said.by.toLowerCase());
    return person === undefined
      ? !hasCounted(said.by, all)
      : !hasRight(person, this.#state, policy);
  }

  /** What to answer instead of accepting; null when there is no objection, undefined when nobody can say yet. */
  #objection(
    { comment, at }: OpenComment,
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
    if (parsed.kind === 'refused') return answerOf(refusedReply(parsed.problems, parsed.lineCount));
    if (onlyAsks(parsed.commands)) return null;
    const person = people.get(author.login.toLowerCase());
    if (person === undefined) return undefined;
    if (!hasRight(person, this.#state, policy)) {
      return this.#refuse({ why: 'no-right', login: author.login });
    }
    const obstacle = this.#obstacle(parsed.commands, person, at);
    if (obstacle === null || obstacle === undefined) return obstacle;
    const { line = 1, found = '' } = parsed.lines[obstacle.index] ?? {};
    const kind = parsed.commands[obstacle.index]?.kind ?? 'help';
    const why = whyRefused(obstacle.refusal, policy, { command: kind, by: author.login });
    const problem: CommandProblem = { line, found, ...why };
    return answerOf(refusedReply([problem], lineCountOf(parsed.lines)));
  }

  #obstacle(
    commands: readonly Command[],
    person: PersonFacts,
    at: Stamp['at'],
  ): Impossible | null | undefined {
    const around = { ...this.#input, state: this.#state };
    const wrong =
      impossible(this.#state, commands, { at, by: person.login }) ??
      misnamed(commands, this.#input, around);
    // Null: nothing is wrong. Undefined: nobody can say yet.
    if (wrong !== null) return wrong;
    return notPermitted(commands, { by: person, at, state: this.#state, ...this.#around() });
  }

  #refuse(refusal: Refusal): string {
    return answerOf(declinedReply(whyRefused(refusal, this.#input.policy, NO_COMMAND).problem));
  }
}

/** The first command that would open a way out that is not open, or lift something without an approver's word. */
function notPermitted(commands: readonly Command[], said: Said): Impossible | null {
  const { by, at, policy } = said;
  let state = said.state;
  for (const [index, command] of commands.entries()) {
    const now = { ...said, state };
    const refusal = wayOutRefused(command, now);
    if (refusal !== null) return { index, refusal };
    const event = commandEvent(withTeam(command, state, policy), { at, by: by.login });
    const after = event === null ? state : advance(state, event, policy);
    const teams = isApprover(by, policy) ? [] : liftedBy(state, after, said);
    if (teams.length > 0) return { index, refusal: { why: 'loosens', teams } };
    state = after;
  }
  return null;
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

export function isDeclaration(entry: LedgerEntry): boolean {
  return 'act' in entry && entry.act.kind === 'declared';
}
export function actEntry(
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
