import type { Reaction } from '../../core/incident/facts.ts';
import type { EffectOf, Hands } from './performer.ts';

const CONTENT: Readonly<Record<Reaction, string>> = {
  '+1': 'THUMBS_UP',
  '-1': 'THUMBS_DOWN',
  laugh: 'LAUGH',
  confused: 'CONFUSED',
  heart: 'HEART',
  hooray: 'HOORAY',
  rocket: 'ROCKET',
  eyes: 'EYES',
};

/** All in one request. GitHub takes a reaction twice as once, and removes one that is not there quietly. */
export async function react({ session }: Hands, effect: EffectOf<'react'>): Promise<void> {
  const add = effect.add.map((reaction, i) => mutation(`a${i}`, 'addReaction', reaction));
  const remove = effect.remove.map((reaction, i) => mutation(`r${i}`, 'removeReaction', reaction));
  if (add.length + remove.length === 0) return;
  await session.mutate(reactDocument([...add, ...remove]), { subject: effect.comment.nodeId });
}

export function reactDocument(mutations: readonly string[]): string {
  return `mutation React($subject: ID!) {\n  ${mutations.join('\n  ')}\n}`;
}

export function mutation(
  alias: string,
  field: 'addReaction' | 'removeReaction',
  reaction: Reaction,
): string {
  const input = `{ subjectId: $subject, content: ${CONTENT[reaction]} }`;
  return `${alias}: ${field}(input: ${input}) { clientMutationId }`;
}
