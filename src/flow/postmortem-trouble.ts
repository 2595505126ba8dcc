/**
 * What keeps the app from writing a postmortem. A person can change it and the app cannot, so it is said on
 * the incident, once, and taken back when it is over; and what leads to nothing is tried less and less often.
 */
import type { Effect } from '../core/effects.ts';
import { formatIssue, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import { keepComment, ownComments } from '../core/incident/own-comments.ts';
import {
  TROUBLE_MARKER,
  troubleComment,
  troubleOver,
  type PostmortemTrouble,
} from '../core/messages/postmortem/refused.ts';
import type { PostmortemFacts } from '../core/postmortem/facts.ts';
import { HOUR, MINUTE, SECOND } from '../core/time.ts';
import { isPermissionMissing } from './faults.ts';
import type { Looked } from './looked.ts';
import type { Performer } from './ports/performer.ts';

export interface TroubleDeps {
  readonly looked: Looked;
  readonly performer: Pick<Performer, 'perform'>;
}

/** Where an incident has it that its postmortem cannot be written; `pull`: where that is open. */
interface Place {
  readonly record: IncidentFacts;
  readonly pull: IssueRef | null;
}

export async function tellTrouble(
  deps: TroubleDeps,
  { record, pull }: Place,
  trouble: PostmortemTrouble,
): Promise<void> {
  await say(deps, record, troubleComment(trouble, { incident: record.ref, pull }));
}

/** Where it was said that something is in the way, it is said that nothing is any more. */
export async function tellOver(
  deps: TroubleDeps,
  { record, pull }: { readonly record: IncidentFacts; readonly pull: IssueRef },
): Promise<void> {
  const isSaid = deps.looked.last(saidOf(record.ref)) !== undefined;
  if (!isSaid && ownComments(record, TROUBLE_MARKER).length === 0) return;
  await say(deps, record, troubleOver(pull));
}

async function say(
  { looked, performer }: TroubleDeps,
  record: IncidentFacts,
  body: string,
): Promise<void> {
  const subject = saidOf(record.ref);
  if (looked.has(subject, body)) return;
  try {
    for (const effect of keepComment(record, TROUBLE_MARKER, body)) await performer.perform(effect);
  } catch (error) {
    // An archived repository: there is nowhere to say it.
    if (!isPermissionMissing(error)) throw error;
  }
  looked.note(subject, body);
}

function saidOf(incident: IssueRef): string {
  return `trouble said on ${formatIssue(incident)}`;
}

/** What makes a postmortem what it is on GitHub; the rest is words about it. */
export function isStep({ kind }: Effect): boolean {
  return kind === 'write-branch' || kind === 'open-pull' || kind === 'reopen-pull';
}

/** GitHub may take these and nothing comes of it. */
const MAY_LEAD_NOWHERE: ReadonlySet<Effect['kind']> = new Set([
  'write-branch',
  'open-pull',
  'reopen-pull',
  'update-branch',
]);

/** So many looks at the same facts with the same steps: then GitHub has had the time to show what it took. */
export const SILENT_LOOKS = 3;

/**
 * How often these steps were taken upon these facts, this time counted; 0 where there are none to take.
 * Counted by this process; the default branch may move on meanwhile.
 */
export function countLooks(
  looked: Looked,
  incident: IssueRef,
  { effects, facts }: { readonly effects: readonly Effect[]; readonly facts: PostmortemFacts },
): number {
  const subject = `steps for the postmortem of ${formatIssue(incident)}`;
  const steps = effects.map(({ kind }) => kind).filter((kind) => MAY_LEAD_NOWHERE.has(kind));
  const { pull, branch, document } = facts;
  const state = JSON.stringify([
    steps,
    branch?.oid,
    [pull?.ref.number, pull?.state, pull?.headOid],
    document?.path,
  ]);
  const last = looked.last(subject);
  const before = last?.startsWith(`${state} `) === true ? Number(last.slice(state.length + 1)) : 0;
  const count = steps.length === 0 ? 0 : before + 1;
  looked.note(subject, `${state} ${String(count)}`);
  return count;
}

const WAITS = [5 * SECOND, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR] as const;

/** How long until the next look (ms), after so many that led to nothing. */
export function waitAfter(looks: number): number {
  return WAITS[Math.min(Math.max(looks, 1), WAITS.length) - 1] ?? WAITS[0];
}
