import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../src/core/incident/facts.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment } from '../../builders/facts.ts';
import { anObligation, anObligedIncident, issue } from '../../builders/gate.ts';
import { aGateWorld } from '../support/gate-world.ts';

const SECRET = issue('acme/security#5');

/** Alice, who opened the pull request, says that it fixes an issue of the private repository. */
async function said(text: string, permission: Permission) {
  const world = aGateWorld();
  world.state.policy = { ...aPolicy(), privateRepository: SECRET.repo };
  const incident = anObligedIncident({ ref: SECRET, restricted: true });
  world.state.obligations = [anObligation({ incident })];
  world.state.people = [{ login: 'alice', exists: true, permission, teams: [] }];
  world.state.comments = [aComment(text, { by: 'alice', id: 501 })];
  await world.commands();
  const reply = world.effects.flatMap((one) => (one.kind === 'keep-comment' ? [one.body] : []));
  const reactions = world.effects.flatMap((one) => (one.kind === 'react' ? one.add : []));
  return { reply: reply.join('\n'), reactions, written: world.ledgers.size };
}

describe('/fixes of a restricted incident', () => {
  test('tells whoever may not read it the same as of an issue that is not there', async () => {
    const guessed = await said('/fixes acme/security#5', 'none');
    const missed = await said('/fixes acme/security#6', 'none');
    expect(guessed.reply.replace('5 is no', '6 is no')).toEqual(missed.reply);
    expect(guessed.reactions).toEqual(['confused']);
    expect(guessed.written).toBe(0);
  });

  test('links it for whoever may read it', async () => {
    const told = await said('/fixes acme/security#5', 'read');
    expect(told).toMatchObject({ reactions: ['+1'], written: 1 });
  });
});
