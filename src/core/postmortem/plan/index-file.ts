/**
 * What a postmortem does about the index: its lines go into the commits of its own branch. Where there was no
 * room for them when it opened, the branch gets main as soon as main has room, and then its lines.
 */
import type { Effect } from '../../effects.ts';
import type { FileFacts, PullFacts } from '../facts.ts';
import { indexEntry, othersOpen, publishedEntries, type OthersOpen } from '../index/entries.ts';
import {
  indexFollowing,
  indexOnOpening,
  indexPath,
  indexYielding,
  isNamedIn,
  type IndexOpening,
} from '../index/postmortem-index.ts';
import { mayWrite } from './may-write.ts';
import type { PostmortemInput } from './plan.ts';

/** None where the index cannot take it now without getting in the way of another postmortem. */
export function firstIndex(input: PostmortemInput, document: string): readonly FileFacts[] {
  const { index, branch } = input.facts;
  if (index === null) return [];
  const before = branch === null ? index.onMain : index.onBranch;
  return changed(input, before, indexOnOpening(before, openingOf(input, document)));
}

/**
 * Its own lines, and those of what was merged without an index while this one makes it. Where GitHub says that
 * the branch cannot be merged, it gives way to what main says.
 */
export function followedIndex(input: PostmortemInput, document: string): readonly FileFacts[] {
  const { index, pull } = input.facts;
  if (index === null) return [];
  const { onMain, onBranch, atParting } = index;
  if (pull?.conflicting === true && onMain !== null && onBranch !== null) {
    return changed(input, onBranch, indexYielding({ onMain, onBranch }));
  }
  const opening = openingOf(input, document);
  if (onBranch !== null && isNamed(input)) {
    const isLacking = opening.published.some(({ number }) => !isNamedIn(onBranch, number));
    const makesIt = onMain === null && opening.othersOpen.length + opening.openedLater.length === 0;
    const text =
      makesIt && isLacking
        ? indexOnOpening(onBranch, opening)
        : indexFollowing(onBranch, opening.mine);
    return changed(input, onBranch, text);
  }
  const isLatest = onBranch === onMain && atParting === onMain;
  return isLatest ? changed(input, onBranch, indexOnOpening(onBranch, opening)) : [];
}

/**
 * Main into the branch, where main's index has room for its lines and the branch does not have that index yet.
 * Not where people changed the index on the branch, and not in a conflict, which GitHub would refuse.
 */
export function catchingUp(input: PostmortemInput, pull: PullFacts): Effect | null {
  const { index, branch, document } = input.facts;
  if (index === null || branch === null || document === null || pull.conflicting) return null;
  const { onMain, onBranch, atParting } = index;
  const isPeoples = onBranch !== atParting && onBranch !== onMain;
  if (onMain === null || atParting === onMain || isPeoples || isNamed(input)) return null;
  const wanted = indexOnOpening(onMain, openingOf(input, document.path));
  if (wanted === null || wanted === onMain) return null;
  return { kind: 'update-branch', pull: pull.ref, expected: branch.oid };
}

/** Why the index does not name an open postmortem, and will not before it is merged. */
export function absentFromIndex(input: PostmortemInput): 'unreadable' | 'approved' | null {
  if (input.facts.index === null) return 'unreadable';
  return isNamed(input) || mayWrite(input) !== 'never' ? null : 'approved';
}

function isNamed({ facts, telling }: PostmortemInput): boolean {
  const onBranch = facts.index?.onBranch ?? null;
  return onBranch !== null && isNamedIn(onBranch, telling.incident.ref.number);
}

function openingOf(input: PostmortemInput, document: string): IndexOpening & OthersOpen {
  const { facts, telling, published, now } = input;
  return {
    mine: indexEntry(telling, document),
    published: publishedEntries(published, telling),
    ...othersOpen(facts, telling, now),
  };
}

function changed(
  { telling }: PostmortemInput,
  before: string | null,
  text: string | null,
): readonly FileFacts[] {
  return text === null || text === before ? [] : [{ path: indexPath(telling.policy), text }];
}
