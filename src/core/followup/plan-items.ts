import type { Effect } from '../effects.ts';
import { formatRepo, sameIssue, sameRepo, type IssueRef, type RepoRef } from '../ids.ts';
import { keepComment, ownComments } from '../incident/own-comments.ts';
import type { PlanInput } from '../incident/plan.ts';
import { actsUndecided } from '../incident/undecided.ts';
import type { CommentEntry, MadeEntry } from '../ledger/ledger.ts';
import { itemsElsewhereReply } from '../messages/action-item.ts';
import { countedItems, isReleased, type CountedItem } from './items.ts';
import { itemEntries } from './item-acts.ts';
import { carries, DONT_REPEAT_LABEL, itemLabelCatalog, kindLabel } from './item-labels.ts';

/** GitHub's bound on sub-issues, closed ones included. */
export const MOST_ITEMS = 100;

type Planned = Pick<PlanInput, 'incident' | 'facts' | 'ledger'>;

/**
 * What action items lack: the label that says they hold merges, their place below the incident when
 * somebody without an approver's word took it, and the answer where one was made elsewhere than asked.
 * An item of which somebody's click is not decided yet is left as that person has it.
 */
export function itemEffects(input: Planned): readonly Effect[] {
  const guarded = input.incident.dontRepeat.covered ? [...labels(input), ...links(input)] : [];
  return [...guarded, ...elsewhere(input)];
}

function undecidedItems({ facts, ledger }: Planned): readonly IssueRef[] {
  return actsUndecided(facts, ledger).flatMap(({ act }) => ('item' in act ? [act.item] : []));
}

/** Don't-repeat items show it, by whichever label they became ones. */
function labels(input: Planned): readonly Effect[] {
  const { facts, ledger } = input;
  const waiting = undecidedItems(input);
  const released = itemEntries(ledger)
    .filter((entry) => isReleased(entry, facts, ledger))
    .map(({ nodeId }) => nodeId);
  const counted = countedItems(facts, ledger).flatMap(({ item }) => item ?? []);
  const prevents = facts.subIssues.filter(
    ({ labels: own, isPullRequest }) => !isPullRequest && carries(own, kindLabel('prevent')),
  );
  const lacking = [...new Map([...counted, ...prevents].map((one) => [one.nodeId, one])).values()]
    .filter(({ labels: own }) => !carries(own, DONT_REPEAT_LABEL))
    .filter(({ nodeId }) => !released.includes(nodeId))
    .filter(({ ref }) => !waiting.some((one) => sameIssue(one, ref)))
    .map(({ ref }) => ref);
  return [...keptWhere(lacking, facts.ref.repo), ...lacking.map(labelled)];
}

function labelled(issue: IssueRef): Effect {
  return { kind: 'label-issue', issue, add: [DONT_REPEAT_LABEL], remove: [] };
}

/** GitHub makes a label that a repository lacks, in grey and without a word: so they are there before. */
function keptWhere(issues: readonly IssueRef[], home: RepoRef): readonly Effect[] {
  const repos = issues.map(({ repo }) => repo).filter((repo) => !sameRepo(repo, home));
  return repos
    .filter((repo, index) => repos.findIndex((one) => sameRepo(one, repo)) === index)
    .map((repo) => ({ kind: 'keep-labels', repo, labels: itemLabelCatalog() }));
}

function links(input: Planned): readonly Effect[] {
  const { facts, ledger } = input;
  const waiting = undecidedItems(input);
  const room = Math.max(0, MOST_ITEMS - facts.subIssues.length);
  return countedItems(facts, ledger)
    .filter(({ entry }) => !waiting.some((one) => sameIssue(one, entry.ref)))
    .flatMap((counted) => detachedItem(counted) ?? [])
    .slice(0, room)
    .map(({ nodeId }) => ({
      kind: 'add-sub-issue',
      issue: facts.ref,
      parentNodeId: facts.nodeId,
      childNodeId: nodeId,
    }));
}

/** There, and nobody's sub-issue: somebody who gave it another parent had a reason that only a person can weigh. */
function detachedItem({ item, linked }: CountedItem): { readonly nodeId: string } | null {
  return item !== null && !linked && item.parent === null ? item : null;
}

/** Under the comment that asked: once, while it has no 👍 yet. */
function elsewhere({ facts, ledger }: Planned): readonly Effect[] {
  return ledger.flatMap((entry): readonly Effect[] => {
    if (entry.verdict !== 'accepted') return [];
    const made = ledger.filter(
      (one): one is MadeEntry & { readonly instead: string } =>
        one.verdict === 'made' && one.instead !== null && one.asked.comment === entry.comment,
    );
    const comment = facts.comments.find(({ id }) => id === entry.comment);
    if (made.length === 0 || comment === undefined) return [];
    const marker = `<!-- norepeat:items-elsewhere ${String(entry.comment)} -->`;
    const isAnswered = comment.ownReactions.includes('+1');
    if (isAnswered && ownComments(facts, marker).length === 0) return [];
    const items = made.map(({ item, instead, asked }) => ({
      ref: item,
      url: urlOf(item, facts),
      instead,
      wanted: wantedBy(entry, asked.index),
    }));
    return keepComment(facts, marker, `${marker}\n${itemsElsewhereReply(items)}`);
  });
}

function wantedBy(
  { commands }: Extract<CommentEntry, { readonly verdict: 'accepted' }>,
  index: number,
): RepoRef | null {
  const command = commands[index];
  return command?.kind === 'action' ? command.repo : null;
}

/** On the same GitHub as the incident. */
function urlOf({ repo, number }: IssueRef, { url }: Planned['facts']): string {
  const root = url.replace(/\/[^/]+\/[^/]+\/issues\/\d+$/, '');
  return `${root}/${formatRepo(repo)}/issues/${String(number)}`;
}
