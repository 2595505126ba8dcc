import type { Effect } from '../../effects.ts';
import type { IncidentFacts } from '../../incident/facts.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { PastIncident } from '../../recurrence/past-incident.ts';
import { HOUR, instantOf, MINUTE, plus, SECOND, type Instant } from '../../time.ts';
import type { PostmortemFacts, PullFacts } from '../facts.ts';
import { follow } from '../follow.ts';
import { mayWrite } from './may-write.ts';
import { checkEffects } from './check.ts';
import { nextCommit } from './following.ts';
import { catchingUp } from './index-file.ts';
import { mergedEffects, withoutDocumentEffects } from './merged.ts';
import { moreOffersAt, offerEffects, offersSeen } from './offers.ts';
import { openingEffects, waitsToOpen } from './opening.ts';
import { rowEntries } from './rows.ts';
import { OPEN_LABEL } from './pull-labels.ts';
import { unwantedEffects, wantedEffects } from './unwanted.ts';
import { wantsReviewers } from '../reviewers/reviewers.ts';
import type { Telling } from '../telling.ts';
import type { BuiltInTemplates } from '../template-choice.ts';

export interface PostmortemInput {
  readonly telling: Telling;
  readonly facts: PostmortemFacts;
  /** What the incident's job read last of the incident: its comments and items, as they are kept. */
  readonly record: IncidentFacts;
  readonly templates: BuiltInTemplates;
  /** Incidents of the same repository whose postmortem is published, for the index. */
  readonly published: readonly PastIncident[];
  readonly ledger: Ledger;
  readonly now: Instant;
}

export interface PostmortemPlan {
  /** In the order in which they are to be performed; none that is there already. */
  readonly effects: readonly Effect[];
  /** Somebody is to be asked for a review: look up who may be, then `reviewersFor`. */
  readonly wantsReviewer: boolean;
  /** Rows that are to be action items, that they were taken, and offers that were made: entries for the incident's ledger. */
  readonly entries: Ledger;
  /** When it will differ without anybody doing anything, or as soon as the effects are performed. */
  readonly lookAgainAt: Instant | null;
}

/**
 * What a postmortem lacks, and nothing else. Every look begins from what is there, so that it does not matter
 * what was done of an earlier plan, nor what people did meanwhile.
 */
export function planPostmortem(input: PostmortemInput): PostmortemPlan {
  const entries = [...rowEntries(input), ...offersSeen(input)];
  const noted = { ...input, ledger: [...input.ledger, ...entries] };
  const { pull } = input.facts;
  if (pull?.state === 'open' && input.telling.incident.postmortem.is === 'not-asked') {
    const effects = unwantedEffects(noted, pull);
    return { effects, wantsReviewer: false, entries, lookAgainAt: null };
  }
  if (pull?.state === 'open') return { ...ofOpen(noted, pull), entries };
  if (pull?.state === 'merged') {
    return {
      effects: mergedEffects(noted, pull),
      wantsReviewer: false,
      entries,
      lookAgainAt: null,
    };
  }
  const opening = openingEffects(noted);
  const lookAgainAt = opening.length > 0 ? untilOpen(input) : waitsToOpen(input);
  const told = pull === null ? [] : withoutDocumentEffects(noted, pull);
  return { effects: [...told, ...opening], wantsReviewer: false, entries, lookAgainAt };
}

/**
 * A commit first, with what needs no commit: what is said of lines waits for the look after it, when they
 * are where they will be. Without its branch GitHub is about to close it, and nothing is said.
 */
function ofOpen(input: PostmortemInput, pull: PullFacts): Omit<PostmortemPlan, 'entries'> {
  const { facts, telling, record, now } = input;
  if (facts.branch === null) {
    return { effects: [], wantsReviewer: false, lookAgainAt: plus(now, MINUTE) };
  }
  const wantsReviewer = wantsReviewers({ ...telling, record, facts }, now);
  const followed = facts.document === null ? null : follow(facts.document.text, telling);
  const commit = nextCommit(input, followed);
  const update = commit === null ? catchingUp(input, pull) : null;
  const writing = commit === null && update === null ? 'never' : mayWrite(input);
  const labels = [...labelEffects(pull), ...wantedEffects(pull)];
  if (commit !== null && writing === 'now') {
    return { effects: [...labels, commit], wantsReviewer, lookAgainAt: soon(input) };
  }
  const offers = followed?.offers ?? [];
  const said = [...labels, ...checkEffects(input, pull), ...offerEffects(input, offers)];
  const updates = update !== null && writing === 'now';
  return {
    // Last, for GitHub may refuse it again and again, and it moves no line of the document.
    effects: updates ? [...said, update] : said,
    wantsReviewer,
    lookAgainAt: earliest([
      updates ? soon(input) : null,
      typeof writing === 'object' ? writing.from : null,
      moreOffersAt(input, offers),
    ]),
  };
}

function labelEffects({ ref, labels }: PullFacts): readonly Effect[] {
  const isThere = labels.some((label) => label.toLowerCase() === OPEN_LABEL);
  return isThere ? [] : [{ kind: 'label-issue', issue: ref, add: [OPEN_LABEL], remove: [] }];
}

/** What was done shows when it is read again; GitHub has it then. */
function soon({ now }: PostmortemInput): Instant {
  return plus(now, 5 * SECOND);
}

/**
 * GitHub may refuse for ever to open a pull request again, as when the branch that it goes into is gone: each
 * further look takes twice as long as all before it.
 */
function untilOpen(input: PostmortemInput): Instant {
  const { facts, telling, now } = input;
  const { postmortem } = telling.incident;
  const asked = postmortem.is === 'due' ? postmortem.asked : null;
  if (facts.pull === null || asked === null) return soon(input);
  return plus(now, Math.min(HOUR, Math.max(5 * SECOND, now - asked.at)));
}

function earliest(moments: readonly (Instant | null)[]): Instant | null {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : instantOf(Math.min(...known));
}
