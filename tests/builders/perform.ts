/** What GitHub shows after the app performed these effects: enough of it to test that plans converge. */
import type { Effect } from '../../src/core/effects.ts';
import type { CommentFacts, IncidentFacts } from '../../src/core/incident/facts.ts';
import { aComment, minute, SELF } from './facts.ts';

export function perform(facts: IncidentFacts, effects: readonly Effect[]): IncidentFacts {
  return effects.reduce(performOne, facts);
}

function performOne(facts: IncidentFacts, effect: Effect): IncidentFacts {
  switch (effect.kind) {
    case 'label-issue':
      return relabel(facts, effect);
    case 'keep-comment':
      return keepComment(facts, effect);
    case 'delete-comment':
      return { ...facts, comments: facts.comments.filter(({ id }) => id !== effect.comment.id) };
    case 'react':
      return mapComment(facts, effect.comment.id, (comment) => ({
        ...comment,
        ownReactions: [
          ...comment.ownReactions.filter((one) => !effect.remove.includes(one)),
          ...effect.add,
        ],
      }));
    case 'assign':
      return { ...facts, assignees: [...facts.assignees, ...effect.add] };
    case 'close-issue':
      return state(facts, 'closed', effect.reason);
    case 'reopen-issue':
      return state(facts, 'open', 'reopened');
    default:
      throw new Error(`not an effect on an incident's issue: ${effect.kind}`);
  }
}

function relabel(
  facts: IncidentFacts,
  effect: Extract<Effect, { kind: 'label-issue' }>,
): IncidentFacts {
  const kept = facts.labels.filter((name) => !effect.remove.includes(name));
  const own = { by: SELF, at: minute(59) };
  return {
    ...facts,
    labels: [...kept, ...effect.add],
    events: [
      ...facts.events,
      ...effect.add.map((label) => ({ kind: 'labeled', label, ...own }) as const),
      ...effect.remove.map((label) => ({ kind: 'unlabeled', label, ...own }) as const),
    ],
  };
}

function keepComment(
  facts: IncidentFacts,
  { existing, body }: Extract<Effect, { kind: 'keep-comment' }>,
): IncidentFacts {
  if (existing !== null) {
    return mapComment(facts, existing.id, (comment) => ({ ...comment, body }));
  }
  const id = Math.max(10_000, ...facts.comments.map((comment) => comment.id)) + 1;
  const comment = aComment(body, { id, by: SELF, createdAt: minute(59) });
  return { ...facts, comments: [...facts.comments, comment] };
}

function mapComment(
  facts: IncidentFacts,
  id: number,
  change: (comment: CommentFacts) => CommentFacts,
): IncidentFacts {
  const comments = facts.comments.map((one) => (one.id === id ? change(one) : one));
  return { ...facts, comments };
}

function state(
  facts: IncidentFacts,
  now: IncidentFacts['state'],
  stateReason: string,
): IncidentFacts {
  const kind = now === 'closed' ? 'closed' : 'reopened';
  const event = { kind, reason: stateReason, by: SELF, at: minute(59) } as const;
  return { ...facts, state: now, stateReason, events: [...facts.events, event] };
}
