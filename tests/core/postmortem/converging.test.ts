import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { follow } from '../../../src/core/postmortem/follow.ts';
import { isNamedIn } from '../../../src/core/postmortem/index/postmortem-index.ts';
import { planPostmortem, type PostmortemPlan } from '../../../src/core/postmortem/plan/plan.ts';
import { isWanted } from '../../../src/core/postmortem/plan/opening.ts';
import { HOUR, instantOf, plus } from '../../../src/core/time.ts';
import { patience, runs } from '../../support/properties.ts';
import { INDEX, SimulatedRepository } from './simulated-repository.ts';

vi.setConfig({ testTimeout: patience(120_000) });

interface Act {
  readonly name: string;
  readonly does: (repository: SimulatedRepository, dice: number) => void;
}

function documentOf(repository: SimulatedRepository): { path: string; text: string } | null {
  return repository.head === null ? null : repository.facts().document;
}

const ACTS: readonly Act[] = [
  {
    name: 'an hour passes',
    does: (repository, dice) => {
      repository.pass(dice % 90);
    },
  },
  {
    name: 'the incident is renamed',
    does: (repository, dice) => {
      repository.incident = { ...repository.incident, title: `Title ${String(dice)}` };
    },
  },
  {
    name: 'the incident gets a cause',
    does: (repository, dice) => {
      repository.incident = { ...repository.incident, causes: dice % 2 === 0 ? [] : ['capacity'] };
    },
  },
  {
    name: 'somebody writes a line',
    does: (repository, dice) => {
      const document = documentOf(repository);
      if (document === null) return;
      const lines = document.text.split('\n');
      const end = lines.indexOf('---', 1);
      const at = end + 1 + (dice % Math.max(1, lines.length - end));
      const line = `Words of a person ${String(dice)} ${String(repository.now)}.`;
      const text = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
      repository.push({ [document.path]: text });
      repository.written.add(line);
    },
  },
  {
    name: 'somebody adds a row',
    does: (repository, dice) => {
      const document = documentOf(repository);
      if (document === null) return;
      const row = `| Do thing ${String(dice)} | @alice | | |`;
      const text = document.text.replace(/(\| Action .*\n\|.*\n)/, `$1${row}\n`);
      if (text !== document.text) repository.push({ [document.path]: text });
    },
  },
  {
    name: 'somebody moves the document',
    does: (repository, dice) => {
      const document = documentOf(repository);
      if (document === null) return;
      repository.push({ [document.path]: null, [`docs/moved-${String(dice)}.md`]: document.text });
    },
  },
  {
    name: 'somebody copies the document',
    does: (repository, dice) => {
      const document = documentOf(repository);
      if (document !== null) repository.push({ [`z-copy-${String(dice)}.md`]: document.text });
    },
  },
  {
    name: 'somebody deletes the document',
    does: (repository) => {
      const document = documentOf(repository);
      if (document === null) return;
      repository.written.clear();
      repository.push({ [document.path]: null });
    },
  },
  {
    name: 'somebody takes the front matter out',
    does: (repository) => {
      const document = documentOf(repository);
      if (document === null) return;
      repository.push({ [document.path]: document.text.replace(/^---\n[^]*?\n---\n/, '') });
    },
  },
  {
    name: 'somebody breaks the index',
    does: (repository, dice) => {
      const index = repository.head?.files.get(INDEX);
      if (index === undefined) return;
      const lines = index.split('\n');
      const text = lines.filter((_, at) => at !== dice % lines.length).join('\n');
      repository.push({ [INDEX]: dice % 5 === 0 ? null : text });
    },
  },
  {
    name: 'somebody closes it',
    does: (repository) => {
      repository.close();
    },
  },
  {
    name: 'somebody deletes the branch',
    does: (repository) => {
      repository.deleteBranch();
    },
  },
  {
    name: 'somebody begins a branch',
    does: (repository) => {
      repository.begin({});
    },
  },
  {
    name: 'somebody begins a document',
    does: (repository) => {
      repository.begin({ 'ours.md': '---\nincident: acme/incidents#12\n---\n\n# Our words\n' });
    },
  },
  {
    name: 'somebody says /postmortem',
    does: (repository) => {
      repository.ask();
    },
  },
  {
    name: 'somebody approves',
    does: (repository) => {
      repository.approve();
    },
  },
  {
    name: 'somebody merges',
    does: (repository) => {
      repository.merge();
    },
  },
  {
    name: 'somebody takes the label off',
    does: (repository) => {
      repository.change({ labels: [] });
    },
  },
  {
    name: 'GitHub sees a conflict',
    does: (repository) => {
      repository.change({ conflicting: true });
    },
  },
  {
    name: 'another one begins',
    does: (repository, dice) => {
      repository.beginAnother(dice % 2 === 0 ? 13 + (dice % 7) : 44);
    },
  },
  {
    name: 'another one ends',
    does: (repository, dice) => {
      repository.endAnother(dice % 3 === 0 ? 'closed' : 'merged');
    },
  },
  {
    name: 'somebody says /create-items',
    does: (repository, dice) => {
      repository.ledger = [
        ...repository.ledger,
        {
          verdict: 'accepted',
          comment: 1000 + dice,
          by: 'bob',
          at: repository.now,
          commands: [{ kind: 'create-items' }],
        },
      ];
    },
  },
  // The app looks, and its work is cut off after so many effects.
  {
    name: 'the app is cut off',
    does: (repository, dice) => {
      look(repository, dice % 3);
    },
  },
  {
    name: 'the app looks',
    does: (repository) => {
      look(repository);
    },
  },
];

/** What was planned, of which no more than so many effects were performed. */
function look(repository: SimulatedRepository, most = Number.POSITIVE_INFINITY): PostmortemPlan {
  const plan = planPostmortem(repository.input());
  if (most > 0) repository.ledger = [...repository.ledger, ...plan.entries];
  for (const effect of plan.effects.slice(0, most)) repository.perform(effect);
  return plan;
}

/** Lets the app look as often as it asks to; how many looks it took until there was nothing to do. */
function settle(repository: SimulatedRepository): number {
  for (let looks = 1; looks < 30; looks += 1) {
    const { effects, entries, lookAgainAt } = look(repository);
    if (effects.length + entries.length === 0 && lookAgainAt === null) return looks;
    repository.now = instantOf(Math.max(repository.now, lookAgainAt ?? repository.now));
  }
  return Number.POSITIVE_INFINITY;
}

const life = fc.array(
  fc.tuple(fc.integer({ min: 0, max: ACTS.length - 1 }), fc.integer({ min: 0, max: 999 })),
  { minLength: 1, maxLength: 14 },
);

function lived(acts: readonly (readonly [number, number])[]): SimulatedRepository {
  const repository = new SimulatedRepository();
  for (const [act, dice] of acts) ACTS[act]?.does(repository, dice);
  return repository;
}

function expectWanted(repository: SimulatedRepository): void {
  if (!isWanted(repository.input())) return;
  expect(['open', 'merged']).toContain(repository.pull?.state);
}

function expectWords({ head, written }: SimulatedRepository): void {
  if (head === null) return;
  const all = [...head.files.values()].join('\n');
  for (const line of written) expect(all).toContain(line);
}

/** Unless somebody approved it. */
function expectCurrent(repository: SimulatedRepository): void {
  const { document, pull } = repository.facts();
  if (document === null || pull?.state !== 'open') return;
  if (pull.reviews.some(({ approved }) => approved)) return;
  expect(follow(document.text, repository.input().telling).text).toBe(document.text);
}

/** Unless somebody approved it, another one may need the room, people changed the index, or GitHub sees a conflict. */
function expectIndexed(repository: SimulatedRepository): void {
  const { document, pull, index, others } = repository.facts();
  if (document === null || index === null || pull?.state !== 'open' || pull.conflicting) return;
  if (pull.reviews.some(({ approved }) => approved)) return;
  if (others.some(({ state }) => state === 'open')) return;
  if (index.onBranch !== index.atParting) return;
  expect(isNamedIn(index.onBranch ?? '', repository.incident.ref.number)).toBe(true);
}

describe('whatever happens to a postmortem', () => {
  it('comes to rest open and current, with every line that a person wrote, and breaks no rule on the way', () => {
    fc.assert(
      fc.property(life, (acts) => {
        const repository = lived(acts);
        expect(settle(repository)).toBeLessThan(30);
        expect(repository.wrong).toEqual([]);
        expectWanted(repository);
        expectWords(repository);
        expectCurrent(repository);
        expectIndexed(repository);
        repository.pass(7 * 24 * 60);
        expect(planPostmortem(repository.input())).toMatchObject({ effects: [], entries: [] });
      }),
      runs(60),
    );
  });

  it('gets main and then its lines, in an hour each, where another one made the index meanwhile', () => {
    const repository = new SimulatedRepository();
    repository.beginAnother(13);
    repository.pass(1);
    settle(repository);
    expect(repository.head?.files.has(INDEX)).toBe(false);
    repository.endAnother('merged');
    const before = repository.now;
    settle(repository);
    expect(repository.wrong).toEqual([]);
    expect(isNamedIn(repository.head?.files.get(INDEX) ?? '', 12)).toBe(true);
    expect(isNamedIn(repository.head?.files.get(INDEX) ?? '', 13)).toBe(true);
    expect(repository.now).toBeLessThan(plus(before, 3 * HOUR));
    repository.merge();
    expect(repository.main.files.get(INDEX)).toContain('Other 13');
  });

  it('takes two looks to open, and nothing more until something happens', () => {
    const repository = new SimulatedRepository();
    expect(settle(repository)).toBeLessThan(4);
    repository.now = plus(repository.now, 24 * HOUR);
    expect(planPostmortem(repository.input()).effects).toEqual([]);
  });
});
