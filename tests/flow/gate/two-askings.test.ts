import { describe, expect, test } from 'vitest';
import { declareFromThread } from '../../../src/flow/declare-from-thread.ts';
import { followPullCommands } from '../../../src/flow/pull-commands.ts';
import { aKnownIncident } from '../../builders/a-known-incident.ts';
import { aComment } from '../../builders/facts.ts';
import { anObligation, HEAD, issue } from '../../builders/gate.ts';
import { createCrashes } from '../support/crashes.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

const pull = issue('acme/checkout#34');
const held = 'acme/incidents#12';

const said = {
  fixes: '/fixes acme/incidents#12\n/incident declare Cards are refused',
  override: `/override ${HEAD.slice(0, 12)} the fix needs it\n/incident declare Cards are refused`,
};

function aWorldSaying(body: string): GateWorld {
  const world = aGateWorld();
  world.state.obligations = [anObligation()];
  world.state.people = [
    {
      login: 'erin',
      exists: true,
      permission: 'write',
      teams: ['acme/incident-commanders', 'acme/payments'],
    },
  ];
  world.state.comments = [aComment(body, { id: 7, by: 'erin' })];
  return world;
}

const kinds = (world: GateWorld): readonly string[] =>
  (world.ledgers.get(held) ?? []).flatMap((entry) =>
    entry.verdict === 'on-pull' ? [entry.said.kind] : [],
  );
const reactions = ({ state }: GateWorld) => state.comments.find(({ id }) => id === 7)?.ownReactions;

describe.each(['fixes', 'override'] as const)(
  'a comment with /%s and /incident declare',
  (kind) => {
    test.each([['commands', 'declarations'] as const, ['declarations', 'commands'] as const])(
      'has both done, %s before %s, each once',
      async (...order) => {
        const world = aWorldSaying(said[kind]);
        for (const flow of [...order, ...order]) await world[flow]();
        expect(kinds(world)).toEqual([kind]);
        expect([...world.opened.values()]).toHaveLength(1);
        expect(reactions(world)).toEqual(['+1']);
        const before = world.effects.length;
        for (const flow of order) await world[flow]();
        expect(world.effects).toHaveLength(before);
      },
    );

    test('has both done, wherever the process dies', async () => {
      for (const dying of ['commands', 'declarations'] as const) {
        for (let step = 0; ; step += 1) {
          const world = aWorldSaying(said[kind]);
          const crashes = createCrashes();
          const { performer, queue } = { ...world.deps };
          const fragile = {
            performer: crashes.around(performer),
            queue: crashes.around(queue),
            ledgers: crashes.around(world.deps.ledgers),
          };
          const issues = crashes.around(world.threadDeps.performer);
          crashes.at(step);
          const run =
            dying === 'commands'
              ? followPullCommands({ ...world.deps, ...fragile })(pull)
              : declareFromThread({ ...world.threadDeps, ...fragile, performer: issues })(pull);
          await run.catch(() => undefined);
          const { happened } = crashes;
          for (let again = 0; again < 2; again += 1) {
            await (dying === 'commands' ? world.declarations() : world.commands());
            await world[dying]();
          }
          expect(kinds(world)).toEqual([kind]);
          expect([...world.opened.values()]).toHaveLength(1);
          expect(reactions(world)).toEqual(['+1']);
          const replies = world.state.comments.filter(({ author }) => author.kind === 'self');
          expect(replies).toHaveLength(1);
          expect(world.marked.map(({ key }) => key)).toEqual(
            expect.arrayContaining(['incident:acme/incidents#12', 'incident:acme/incidents#500']),
          );
          if (!happened) break;
        }
      }
    });
  },
);

describe('of two things that one comment asks for', () => {
  test('the one that is refused says so, whichever was first', async () => {
    for (const order of [
      ['commands', 'declarations'] as const,
      ['declarations', 'commands'] as const,
    ]) {
      const world = aWorldSaying('/fixes acme/incidents#99\n/incident declare Cards are refused');
      for (const flow of [...order, ...order]) await world[flow]();
      expect(kinds(world)).toEqual([]);
      expect(world.opened.size).toBe(1);
      expect([...(reactions(world) ?? [])].sort()).toEqual(['+1', 'confused']);
      expect(world.state.comments).toHaveLength(3);
    }
  });

  test('an override that was written down is not refused later, when the incident owes nothing', async () => {
    const world = aWorldSaying(said.override);
    world.state.known = [aKnownIncident(12, { ref: issue(held), open: false })];
    await world.commands();
    await world.declarations();
    world.state.obligations = [];
    const before = world.effects.length;
    await world.commands();
    expect(world.effects).toHaveLength(before);
  });

  test('nothing is refused while incidents are being read', async () => {
    const world = aWorldSaying(said.override);
    world.state.obligations = [];
    world.state.complete = false;
    await world.commands();
    expect(world.effects).toEqual([]);
    expect(world.marked.map(({ key }) => key)).toContain('pull-commands:acme/checkout#34');
    world.state.complete = true;
    world.state.obligations = [anObligation()];
    await world.commands();
    expect(kinds(world)).toEqual(['override']);
  });
});
