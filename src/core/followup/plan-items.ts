import type { Effect } from '../effects.ts';
import { formatRepo, sameIssue, sameRepo, type IssueRef, type RepoRef } from '../ids.ts';
import { keepComment, ownComments } from '../incident/own-comments.ts';
import type { PlanInput } from '../incident/plan.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import { actsUndecided } from '../incident/undecided.ts';
import type { CommentEntry, MadeEntry } from '../ledger/ledger.ts';
import { itemsElsewhereReply } from '../messages/action-item.ts';
import { countedItems, isReleased } from './items.ts';
import { itemEntries } from './item-acts.ts';
import {
  ACTION_ITEM_LABEL,
  carries,
  DONT_REPEAT_LABEL,
  isLabel,
  itemLabelCatalog,
  kindLabel,
} from './item-labels.ts';
import { itemCareEffects } from './plan-item-care.ts';
import { linkEffects } from './plan-item-links.ts';
import { bindsItems, itemStateEffects } from './plan-item-states.ts';

type Planned = Pick<PlanInput, 'incident' | 'facts' | 'ledger' | 'policy' | 'now' | 'unheard'>;
type Guarded = Pick<Planned, 'incident' | 'facts' | 'ledger'>;

/**
 * What action items lack: their labels, their place below the incident when somebody without an approver's
 * word took it or a text gave it to them, whose they are and until when, whether they are open, and the
 * answer where one was made elsewhere than asked. An item of which somebody's click is not decided yet is
 * left as that person has it.
 */
export function itemEffects(input: Planned): readonly Effect[] {
  return [
    ...labels(input),
    ...linkEffects(input),
    ...itemCareEffects(input),
    ...itemStateEffects(input),
    ...elsewhere(input),
  ];
}

function undecidedItems({ facts, ledger }: Guarded): readonly IssueRef[] {
  return actsUndecided(facts, ledger).flatMap(({ act }) => ('item' in act ? [act.item] : []));
}

/** Every item shows that it is one, and don't-repeat items that they hold merges. */
function labels(input: Guarded): readonly Effect[] {
  const { facts } = input;
  const waiting = undecidedItems(input);
  const wanted = new Map<string, { readonly ref: IssueRef; readonly add: readonly string[] }>();
  for (const [label, lacking] of [
    [ACTION_ITEM_LABEL, lackingItemLabel(input)],
    [DONT_REPEAT_LABEL, lackingDontRepeat(input)],
  ] as const) {
    for (const { nodeId, ref } of lacking) {
      const add = [...(wanted.get(nodeId)?.add ?? []), label];
      if (!waiting.some((one) => sameIssue(one, ref))) wanted.set(nodeId, { ref, add });
    }
  }
  const all = [...wanted.values()];
  const refs = all.map(({ ref }) => ref);
  return [
    ...keptWhere(refs, facts.ref.repo),
    ...all.map(({ ref, add }) => ({ kind: 'label-issue', issue: ref, add, remove: [] }) as const),
  ];
}

/** Whoever takes it off again has a reason; it holds nothing. */
function lackingItemLabel({ incident, facts }: Guarded): readonly SubIssueFacts[] {
  if (!bindsItems(incident)) return [];
  return facts.subIssues.filter(
    ({ labels: own, labelEvents, isPullRequest }) =>
      !isPullRequest &&
      !carries(own, ACTION_ITEM_LABEL) &&
      !labelEvents.some(
        ({ change, label, by }) =>
          change === 'unlabeled' && by.kind !== 'self' && isLabel(label, ACTION_ITEM_LABEL),
      ),
  );
}

/** By whichever label they became ones. */
function lackingDontRepeat({ incident, facts, ledger }: Guarded): readonly SubIssueFacts[] {
  if (!incident.dontRepeat.covered) return [];
  const released = itemEntries(ledger)
    .filter((entry) => isReleased(entry, facts, ledger))
    .map(({ nodeId }) => nodeId);
  const counted = countedItems(facts, ledger).flatMap(({ item }) => item ?? []);
  const prevents = facts.subIssues.filter(
    ({ labels: own, isPullRequest }) => !isPullRequest && carries(own, kindLabel('prevent')),
  );
  return [...counted, ...prevents]
    .filter(({ labels: own }) => !carries(own, DONT_REPEAT_LABEL))
    .filter(({ nodeId }) => !released.includes(nodeId))
    .filter((item, index, all) => all.findIndex(({ nodeId }) => nodeId === item.nodeId) === index);
}

/** GitHub makes a label that a repository lacks, in grey and without a word: so they are there before. */
function keptWhere(issues: readonly IssueRef[], home: RepoRef): readonly Effect[] {
  const repos = issues.map(({ repo }) => repo).filter((repo) => !sameRepo(repo, home));
  return repos
    .filter((repo, index) => repos.findIndex((one) => sameRepo(one, repo)) === index)
    .map((repo) => ({ kind: 'keep-labels', repo, labels: itemLabelCatalog() }));
}

/** Under the comment that asked: once, while it has no 👍 yet. */
function elsewhere({ facts, ledger }: Guarded): readonly Effect[] {
  return ledger.flatMap((entry): readonly Effect[] => {
    if (entry.verdict !== 'accepted') return [];
    const made = ledger.filter(
      (one): one is MadeOfComment =>
        one.verdict === 'made' &&
        one.instead !== null &&
        'comment' in one.asked &&
        one.asked.comment === entry.comment,
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

type MadeOfComment = MadeEntry & {
  readonly instead: string;
  readonly asked: { readonly index: number };
};

function wantedBy(
  { commands }: Extract<CommentEntry, { readonly verdict: 'accepted' }>,
  index: number,
): RepoRef | null {
  const command = commands[index];
  return command?.kind === 'action' ? command.repo : null;
}

/** On the same GitHub as the incident. */
function urlOf({ repo, number }: IssueRef, { url }: Guarded['facts']): string {
  const root = url.replace(/\/[^/]+\/[^/]+\/issues\/\d+$/, '');
  return `${root}/${formatRepo(repo)}/issues/${String(number)}`;
}
