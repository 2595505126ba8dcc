import type { Command } from '../command/command.ts';
import { parseComment } from '../command/parse.ts';
import { sameIssue, sameRepo, type IssueRef } from '../ids.ts';
import type {
  ActEntry,
  CommentEntry,
  EndedEntry,
  Ledger,
  OnItemEntry,
  PullEntry,
} from '../ledger/ledger.ts';
import { actKey } from '../ledger/merge.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { deedOf, type Deed, type IncidentEvent, type Placed } from './events.ts';
import type { CommentFacts, IncidentFacts } from './facts.ts';
import type { DeclarationForm } from './form.ts';
import { deedOfClick } from './labels.ts';
import { badMoment } from './lifecycle.ts';

/** The form's fields as events of the declaration's moment, before anything else of that moment. */
export function formEvents(
  form: DeclarationForm,
  declared: { readonly at: Instant; readonly by: string; readonly confirmed: boolean },
): readonly Placed[] {
  const deeds: readonly Deed[] = [
    ...form.services.map((service) => ({ do: 'change-service', change: 'add', service }) as const),
    ...(Object.keys(form.impact).length > 0
      ? [{ do: 'measure', impact: form.impact } as const]
      : []),
    ...(form.severity === null
      ? []
      : [{ do: 'choose-severity', severity: form.severity, reason: null } as const]),
    ...clock('started', form.startedAt),
    ...clock('detected', form.detectedAt),
    ...(form.slaBreach ? [{ do: 'flag', flag: 'sla-breach', on: true } as const] : []),
    ...(form.drill ? [{ do: 'flag', flag: 'drill', on: true } as const] : []),
  ];
  return deeds.map((deed, index) => ({
    place: `0 form ${String(index).padStart(3, '0')}`,
    event: {
      at: declared.at,
      by: declared.by,
      url: null,
      key: false,
      binding: declared.confirmed,
      silent: true,
      deed,
    },
  }));
}

function clock(name: 'started' | 'detected', when: Instant | null): readonly Deed[] {
  return when === null ? [] : [{ do: 'correct-clock', clock: name, when }];
}

/** What was accepted: commands and native acts, each as the deed it amounts to. */
export function ledgerEvents(
  ledger: Ledger,
  facts: IncidentFacts,
  policy: Policy,
): readonly Placed[] {
  const comments = new Map(facts.comments.map((comment) => [comment.id, comment]));
  return ledger.flatMap((entry) => {
    switch (entry.verdict) {
      case 'counted':
        return actEvents(entry, policy);
      case 'not-counted':
        return attemptEvents(entry, policy);
      case 'accepted':
        return acceptedEvents(entry, comments.get(entry.comment), { facts, policy });
      case 'on-pull':
        return [pullEvent(entry, facts)];
      case 'on-item':
        return [itemEvent(entry, facts)];
      case 'ended':
        return [endEvent(entry)];
      default:
        return [];
    }
  });
}

/** An act that counted, as the event it is; also used by `admit.ts` before it is in the ledger. */
export function actEvents(
  entry: Pick<ActEntry, 'act' | 'by' | 'at'>,
  policy: Policy,
): readonly Placed[] {
  const deed = deedOfAct(entry);
  if (deed === null) return [];
  const event = { at: entry.at, by: entry.by, url: null, key: false, binding: true, silent: false };
  return [{ place: actPlace(entry, policy), event: { ...event, deed } }];
}

/** Told, and nothing more: what it would have changed did not change. Of a stranger's, nothing is told. */
function attemptEvents(entry: ActEntry, policy: Policy): readonly Placed[] {
  const { at, by, act, loosens, early } = entry;
  if (loosens !== true && early !== true) return [];
  const event = { at, by, url: null, key: false, binding: false, silent: false };
  const deed = { do: 'attempt', act, because: early === true ? 'early' : 'loosens' } as const;
  return [{ place: actPlace(entry, policy), event: { ...event, deed } }];
}

/** What was said on a pull request, with a link to where. */
function pullEvent(entry: PullEntry, facts: IncidentFacts): Placed {
  const { at, by, pull, said, url } = entry;
  const restricted = isHidden(pull, facts);
  const deed = deedOnPull({ said, pull }, restricted);
  const event = { at, by, key: false, binding: false, silent: false, deed };
  return {
    place: `2 comment ${String(entry.remark).padStart(16, '0')} ${said.kind}`,
    event: { ...event, url: restricted ? null : url },
  };
}

function deedOnPull({ said, pull }: Pick<PullEntry, 'said' | 'pull'>, restricted: boolean): Deed {
  switch (said.kind) {
    case 'fixes':
      return { do: 'link-fix', pull, restricted };
    case 'override':
      return { do: 'override', pull, restricted, sha: said.sha, reason: said.reason };
    case 'create-items':
      return { do: 'ask-rows' };
  }
}

/** What was said on an action item, with a link to where. */
function itemEvent(entry: OnItemEntry, { subIssues, detached, ref }: IncidentFacts): Placed {
  const { at, by, said, url, remark, nodeId } = entry;
  const item = [...subIssues, ...detached].find((one) => one.nodeId === nodeId);
  // Of one that can be read no more, nobody knows who could.
  const restricted = item?.restricted ?? !sameRepo(entry.item.repo, ref.repo);
  const deed: Deed = { do: 'say-of-item', item: item?.ref ?? entry.item, restricted, said };
  const event = { at, by, key: false, binding: false, silent: said.kind === 'snooze', deed };
  return {
    place: `2 comment ${String(remark).padStart(16, '0')} ${said.kind}`,
    event: { ...event, url: restricted ? null : url },
  };
}

/** Nobody closed it: after whatever was said at the same moment. */
function endEvent({ at, resolvedAt }: EndedEntry): Placed {
  const event = { at, by: null, url: null, key: false, binding: false, silent: false };
  return { place: `4 end ${String(resolvedAt)}`, event: { ...event, deed: { do: 'end' } } };
}

/** GitHub shows the mention with whether its readers are fewer; without one, another repository's may be. */
function isHidden(pull: IssueRef, { events, ref, visibility }: IncidentFacts): boolean {
  for (const event of events) {
    if (event.kind === 'cross-referenced' && sameIssue(event.source.ref, pull)) {
      return event.source.restricted;
    }
  }
  return visibility === 'public' && !sameRepo(pull.repo, ref.repo);
}

function deedOfAct({ act }: Pick<ActEntry, 'act'>): Deed | null {
  switch (act.kind) {
    case 'declared':
      return null;
    case 'labeled':
    case 'unlabeled':
      return deedOfClick(act.kind, act.label);
    case 'closed':
      return { do: 'close', because: { why: 'done' } };
    case 'reopened':
      return { do: 'reopen', reason: null };
    case 'item-removed':
    case 'item-unlabeled':
      return { do: 'release-item', item: act.item };
  }
}

/**
 * GitHub's clicks are as coarse as seconds, and one click in its menu can set several labels. Within
 * one second removals come first, then the less severe and the earlier status: doubt rounds up.
 */
export function actPlace(entry: Pick<ActEntry, 'act' | 'by' | 'at'>, policy: Policy): string {
  const { act } = entry;
  // After the app's own closing of that second, which it may undo.
  if (act.kind === 'reopened') return `5 act ${actKey(entry)}`;
  if (!('label' in act)) return `1 act 2 ${actKey(entry)}`;
  const deed = deedOfClick(act.kind, act.label);
  const rank = String(deed === null ? 0 : rankOf(deed, policy)).padStart(4, '0');
  return `1 act ${act.kind === 'unlabeled' ? '0' : '1'} ${rank} ${actKey(entry)}`;
}

function rankOf(deed: Deed, policy: Policy): number {
  if (deed.do === 'set-status') {
    return ['declared', 'acknowledged', 'mitigated', 'resolved'].indexOf(deed.status);
  }
  if (deed.do !== 'choose-severity') return 0;
  const index = policy.severities.findIndex(({ id }) => id === deed.severity);
  return index === -1 ? 0 : policy.severities.length - index;
}

type Accepted = Extract<CommentEntry, { readonly verdict: 'accepted' }>;

interface Surroundings {
  readonly facts: IncidentFacts;
  readonly policy: Policy;
}

function acceptedEvents(
  entry: Accepted,
  comment: CommentFacts | undefined,
  { facts, policy }: Surroundings,
): readonly Placed[] {
  const shown = withPresentNotes(entry, comment, { facts, policy });
  return shown.flatMap((command, index): readonly Placed[] => {
    const deed = deedOf(command);
    if (deed === null) return [];
    const event: IncidentEvent = {
      at: entry.at,
      by: entry.by,
      url: comment?.url ?? null,
      key: comment?.keyEvent ?? false,
      binding: true,
      silent: false,
      deed,
    };
    return [{ place: commentPlace(entry.comment, index), event }];
  });
}

/** Where the `index`th command of a comment stands among the events of its second. */
export function commentPlace(comment: number, index: number): string {
  return `2 comment ${String(comment).padStart(16, '0')} ${String(index).padStart(4, '0')}`;
}

/**
 * Notes belong to the timeline, and the timeline shows what a comment says today: its author's edit
 * changes them, hiding or deleting it takes them off. Every other command stands as it was accepted.
 */
function withPresentNotes(
  entry: Accepted,
  comment: CommentFacts | undefined,
  { facts, policy }: Surroundings,
): readonly Command[] {
  if (!entry.commands.some(({ kind }) => kind === 'note')) return entry.commands;
  if (comment === undefined || comment.minimized) {
    return entry.commands.filter(({ kind }) => kind !== 'note');
  }
  const isEdited = comment.editedAt !== null && comment.editedAt > entry.at;
  if (!isEdited || comment.editor.login !== comment.author.login) return entry.commands;
  const saying = { home: facts.ref.repo, policy, saidAt: entry.at, saidBy: entry.by };
  const present = parseComment(comment.body, saying);
  const notes =
    present.kind === 'commands' ? present.commands.filter(({ kind }) => kind === 'note') : [];
  let next = 0;
  return entry.commands.map((command) => {
    if (command.kind !== 'note') return command;
    const note = notes[next];
    next += 1;
    return note !== undefined && isPossibleNote(note, entry, facts) ? note : command;
  });
}

function isPossibleNote(note: Command, entry: Accepted, facts: IncidentFacts): boolean {
  if (note.kind !== 'note' || note.at === null) return note.kind === 'note';
  return badMoment(note.at, facts.createdAt, entry.at) === null;
}
