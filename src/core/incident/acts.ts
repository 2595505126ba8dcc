import type { ActEntry, Ledger, NativeAct } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';
import { itemActsOf } from '../followup/item-acts.ts';
import type { Actor, IncidentFacts, NativeEvent } from './facts.ts';
import { isMadeWithForm } from './form.ts';
import { INCIDENT_LABEL, isControlLabel } from './labels.ts';
import { readOrigin } from './origin.ts';

/** Something done in GitHub's interface that may count, before anybody asked whether the doer may. */
export interface Act {
  readonly at: Instant;
  readonly by: Actor;
  readonly act: NativeAct;
}

export interface Declaration extends Act {
  readonly act: Extract<NativeAct, { kind: 'declared' }>;
}

/**
 * The declaration and every later act of somebody other than this app: its own clicks are echoes.
 * Labels set before an issue was declared an incident count, closing and reopening before that do not.
 */
export function actsOf(facts: IncidentFacts, ledger: Ledger): readonly Act[] {
  const declaration = declarationOf(facts, ledger);
  const later = facts.events.flatMap((event): readonly Act[] => {
    const act = event.by.kind === 'self' ? null : actOf(event);
    return act === null || !mattersAfter(declaration.at, act, event.at)
      ? []
      : [{ at: event.at, by: event.by, act }];
  });
  return [declaration, ...later, ...itemActsOf(facts, ledger)];
}

/**
 * How this issue became an incident: as the ledger remembers it, otherwise opened by the app for
 * somebody, made with the form, or labelled. The declarer of an incident opened by the app is who asked.
 */
export function declarationOf(facts: IncidentFacts, ledger: Ledger): Declaration {
  const known = ledger.find(isDeclaration);
  if (known !== undefined) {
    return { at: known.at, by: { login: known.by, kind: 'person' }, act: known.act };
  }
  const origin = facts.author.kind === 'self' ? readOrigin(facts.body) : null;
  if (origin !== null) {
    // One that is carried on has its declaration in the ledger; without it, it was declared from the other.
    const via = origin.via === 'carried' ? 'command' : origin.via;
    const act = { kind: 'declared', via, from: origin.from } as const;
    return { at: facts.createdAt, by: { login: origin.by, kind: 'self' }, act };
  }
  if (isMadeWithForm(facts.body)) return declared('form', facts.createdAt, facts.author);
  const [labelled] = [...facts.events].filter(isIncidentLabelling).sort((a, b) => a.at - b.at);
  return labelled === undefined
    ? declared('label', facts.createdAt, facts.author)
    : declared('label', labelled.at, labelled.by);
}

function declared(via: 'form' | 'label', at: Instant, by: Actor): Declaration {
  return { at, by, act: { kind: 'declared', via, from: null } };
}

function isDeclaration(entry: Ledger[number]): entry is ActEntry & Pick<Declaration, 'act'> {
  return 'act' in entry && entry.act.kind === 'declared';
}

function isIncidentLabelling(event: NativeEvent): boolean {
  return (
    event.kind === 'labeled' &&
    event.by.kind !== 'self' &&
    event.label.toLowerCase() === INCIDENT_LABEL
  );
}

function actOf(event: NativeEvent): NativeAct | null {
  switch (event.kind) {
    case 'labeled':
    case 'unlabeled':
      return isControlLabel(event.label) ? { kind: event.kind, label: event.label } : null;
    case 'closed':
    case 'reopened':
      return { kind: event.kind };
    default:
      return null;
  }
}

function mattersAfter(declaredAt: Instant, act: NativeAct, at: Instant): boolean {
  if (!('label' in act)) return at >= declaredAt;
  if (act.label.toLowerCase() !== INCIDENT_LABEL) return true;
  return act.kind === 'labeled' ? at > declaredAt : at >= declaredAt;
}
