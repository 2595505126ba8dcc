import type { Effect } from '../effects.ts';
import { sameLogin } from '../incident/authority.ts';
import type { PlanInput } from '../incident/plan.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { notAssignedComment } from '../messages/not-assigned.ts';
import { DAY, plus, type Instant } from '../time.ts';
import { dueLineEffects, type DueWord } from './due-line.ts';
import type { FollowUpItem } from './follow-up-item.ts';
import { latestSaid, saidOf } from './item-said.ts';
import { bindsItems } from './plan-item-states.ts';
import { ownerSaid } from './whose-work.ts';

type Planned = Pick<PlanInput, 'incident' | 'ledger' | 'policy' | 'now'>;

/**
 * Whose an item is and until when, as it was said: on GitHub too. The date only until it is over: another
 * policy rewrites nobody's finished work.
 */
export function itemCareEffects({ incident, ledger, policy, now }: Planned): readonly Effect[] {
  if (!bindsItems(incident)) return [];
  return incident.items.flatMap((one) => [
    ...ownerEffects(one, ledger, now),
    ...(one.over ? [] : dueLineEffects(one.item, dueWord(one, ledger), policy.timeZone)),
  ]);
}

function dueWord({ item, due }: FollowUpItem, ledger: Ledger): DueWord {
  return { due, remark: latestSaid(saidOf(item.nodeId, ledger), 'due')?.remark ?? null };
}

/** GitHub assigns nobody who cannot be assigned: after a day it has had its chance. */
const PATIENCE = DAY;

/** The latest of `/owner` and a click stands. */
function ownerEffects({ item }: FollowUpItem, ledger: Ledger, now: Instant): readonly Effect[] {
  const said = saidOf(item.nodeId, ledger);
  const owner = ownerSaid(item, said);
  const saying = latestSaid(said, 'owner');
  if (owner === null || saying === null || now > plus(saying.at, PATIENCE)) return [];
  const add = item.assignees.some((login) => sameLogin(login, owner)) ? [] : [owner];
  const remove = item.assignees.filter((login) => !sameLogin(login, owner));
  if (add.length + remove.length === 0) return [];
  const marker = `<!-- norepeat:not-assigned ${String(saying.remark)} -->`;
  const leftOut = { marker, body: `${marker}\n${notAssignedComment(owner)}` };
  return [
    { kind: 'assign', issue: item.ref, add, remove, ...(add.length === 0 ? {} : { leftOut }) },
  ];
}
