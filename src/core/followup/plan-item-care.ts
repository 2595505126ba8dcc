import type { Effect } from '../effects.ts';
import { sameLogin } from '../incident/authority.ts';
import type { PlanInput } from '../incident/plan.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DAY, plus, type Instant } from '../time.ts';
import { dueLineEffects } from './due-line.ts';
import type { FollowUpItem } from './follow-up-item.ts';
import { latestSaid, saidOf } from './item-said.ts';
import { bindsItems } from './plan-item-states.ts';
import { ownerSaid } from './whose-work.ts';

type Planned = Pick<PlanInput, 'incident' | 'ledger' | 'policy' | 'now'>;

/** Whose an item is and until when, as it was said: on GitHub too. */
export function itemCareEffects({ incident, ledger, policy, now }: Planned): readonly Effect[] {
  if (!bindsItems(incident)) return [];
  return incident.items.flatMap((one) => [
    ...ownerEffects(one, ledger, now),
    ...dueLineEffects(one.item, one.due, policy.timeZone),
  ]);
}

/** GitHub silently assigns nobody who cannot be assigned: after a day it has had its chance. */
const PATIENCE = DAY;

/** The latest of `/owner` and a click stands. */
function ownerEffects({ item }: FollowUpItem, ledger: Ledger, now: Instant): readonly Effect[] {
  const said = saidOf(item.nodeId, ledger);
  const owner = ownerSaid(item, said);
  const saidAt = latestSaid(said, 'owner')?.at;
  if (owner === null || saidAt === undefined || now > plus(saidAt, PATIENCE)) return [];
  const add = item.assignees.some((login) => sameLogin(login, owner)) ? [] : [owner];
  const remove = item.assignees.filter((login) => !sameLogin(login, owner));
  return add.length + remove.length === 0 ? [] : [{ kind: 'assign', issue: item.ref, add, remove }];
}
