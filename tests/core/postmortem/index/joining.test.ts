/** A postmortem that found no room in the index when it opened: what it writes once there is, in which order. */
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../../src/core/effects.ts';
import { indexOnOpening } from '../../../../src/core/postmortem/index/postmortem-index.ts';
import type { OtherPostmortem, PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { planPostmortem } from '../../../../src/core/postmortem/plan/plan.ts';
import type { PastIncident } from '../../../../src/core/recurrence/past-incident.ts';
import { aPostmortem, aPull, aReview, postmortemFacts } from '../../../builders/a-postmortem.ts';
import { minute } from '../../../builders/facts.ts';
import { aPast } from '../../recurrence/a-past.ts';

const PATH = 'postmortems/2026/2026-11-21-12-checkout-is-down.md';
const INDEX = 'postmortems/README.md';

/** The index as another incident's postmortem leaves it. */
function indexOf(...numbers: readonly number[]): string {
  const text = numbers.reduce<string | null>((before, number) => {
    const mine = {
      number,
      day: '2026-11-20',
      title: `Other ${String(number)}`,
      href: `2026/${String(number)}.md`,
      severity: 'SEV-2',
      services: [],
      causes: [],
    };
    return indexOnOpening(before, { mine, published: [], othersOpen: [] });
  }, null);
  return text ?? '';
}

function another(incident: number, over: Partial<OtherPostmortem> = {}): OtherPostmortem {
  return { incident, state: 'open', createdAt: minute(50), reviewers: [], ...over };
}

function document(): string {
  const [first] = planPostmortem(aPostmortem()).effects;
  const files = first?.kind === 'write-branch' ? first.files : [];
  return files.find(({ path }) => path === PATH)?.text ?? '';
}
const text = document();

interface Given {
  readonly index: PostmortemFacts['index'];
  readonly others?: readonly OtherPostmortem[];
  readonly pull?: Parameters<typeof aPull>[0];
  readonly published?: readonly PastIncident[];
  readonly ownCommitAt?: number;
}

/** Open and current but for the index, an hour after its last commit. */
function plan({ index, others = [], pull = {}, published = [], ownCommitAt = 61 }: Given) {
  const facts = postmortemFacts({
    branch: { oid: 'branch-1', ownCommitAt: minute(ownCommitAt) },
    pull: aPull(pull),
    document: { path: PATH, text },
    index,
    others,
  });
  return planPostmortem(aPostmortem({ facts, published, now: minute(130) }));
}

function written(effects: readonly Effect[]): string | undefined {
  const commit = effects.find(({ kind }) => kind === 'write-branch');
  return commit?.kind === 'write-branch'
    ? commit.files.find(({ path }) => path === INDEX)?.text
    : undefined;
}

function kinds(effects: readonly Effect[]): readonly string[] {
  return effects.map(({ kind }) => kind);
}

const onMain = indexOf(11);
/** It opened beside another, before there was an index. */
const WITHOUT = { onMain, onBranch: null, atParting: null };

describe('a postmortem whose branch lacks its lines in the index', () => {
  it('brings main into its branch once main has an index, after what needs no commit', () => {
    const { effects, lookAgainAt } = plan({ index: WITHOUT });
    expect(kinds(effects)).toEqual(['report-check', 'update-branch']);
    expect(effects.at(-1)).toMatchObject({ pull: { number: 40 }, expected: 'branch-1' });
    expect(lookAgainAt).toBe(minute(130) + 5000);
  });

  it('then writes its lines, and sorts in what is there where it is the only one open', () => {
    const { effects } = plan({ index: { onMain, onBranch: onMain, atParting: onMain } });
    expect(written(effects)).toContain('Checkout is down');
    expect(written(effects)).toMatch(/### 2026\n\n- .*Other 11/);
  });

  it('writes no more than its own lines where another is open that opened before or after it', () => {
    for (const createdAt of [minute(50), minute(90)]) {
      const others = [another(13, { createdAt })];
      const { effects } = plan({ index: { onMain, onBranch: onMain, atParting: onMain }, others });
      const lines = (written(effects) ?? '').split('\n');
      expect(lines.filter((line) => !line.includes('Checkout is down')).join('\n')).toBe(onMain);
    }
  });

  it('waits while there is no room, and has not to get main for that', () => {
    // The other one holds the place; and so does a line on main that nobody may sort in beside it.
    const same = [another(44)];
    expect(kinds(plan({ index: WITHOUT, others: same }).effects)).toEqual(['report-check']);
    const taken = indexOf(44);
    const index = { onMain: taken, onBranch: null, atParting: null };
    expect(kinds(plan({ index, others: [another(13)] }).effects)).toEqual(['report-check']);
    expect(kinds(plan({ index }).effects)).toContain('update-branch');
  });

  it('does not wait for one that opened later and waits for it', () => {
    const later = [another(44, { createdAt: minute(90) })];
    const index = { onMain, onBranch: onMain, atParting: onMain };
    expect(written(plan({ index, others: later }).effects)).toContain('Checkout is down');
    const none = { onMain: null, onBranch: null, atParting: null };
    expect(written(plan({ index: none, others: later }).effects)).toContain('Checkout is down');
    expect(written(plan({ index: none, others: [another(44)] }).effects)).toBeUndefined();
  });

  it('keeps to one commit an hour, and to none once somebody approved', () => {
    const soon = plan({ index: WITHOUT, ownCommitAt: 100 });
    expect(kinds(soon.effects)).toEqual(['report-check']);
    expect(soon.lookAgainAt).toBe(minute(160));
    const approved = plan({ index: WITHOUT, pull: { reviews: [aReview()] } });
    expect(kinds(approved.effects)).toEqual(['report-check']);
    expect(approved.lookAgainAt).toBeNull();
  });

  it('says in its check that the next one brings its lines, once somebody approved', () => {
    const said = (given: Given): string =>
      plan(given)
        .effects.map((effect) => (effect.kind === 'report-check' ? effect.summary : ''))
        .join('');
    const reviews = [aReview()];
    expect(said({ index: WITHOUT, pull: { reviews } })).toContain('postmortems/README.md');
    expect(said({ index: WITHOUT })).not.toContain('README.md');
    const own = written(
      plan({ index: { ...WITHOUT, onBranch: onMain, atParting: onMain } }).effects,
    );
    const named = { onMain, onBranch: own ?? '', atParting: onMain };
    expect(said({ index: named, pull: { reviews } })).not.toContain('README.md');
  });

  it('makes the index with what was merged meanwhile without one, as the only one that is open', () => {
    const facts = { onMain: null, onBranch: indexOf(12), atParting: null };
    const published = [
      aPast(9, {
        title: 'Search was slow',
        postmortem: { url: 'https://github.example/acme/incidents/pull/10', published: true },
      }),
    ];
    const own = written(plan({ index: facts }).effects) ?? '';
    expect(own).toContain('Checkout is down');
    const both = written(plan({ index: facts, published }).effects) ?? '';
    expect(both).toContain('Checkout is down');
    expect(both).toContain('Search was slow');
    const others = [another(13)];
    expect(written(plan({ index: facts, published, others }).effects)).toBe(own);
    const done = { ...facts, onBranch: both };
    expect(written(plan({ index: done, published }).effects)).toBeUndefined();
  });

  it('leaves to people what they changed in the index there, and a branch that conflicts', () => {
    const deleted = { onMain, onBranch: null, atParting: onMain };
    expect(kinds(plan({ index: deleted }).effects)).toEqual(['report-check']);
    const edited = { onMain, onBranch: `${onMain}\nMine.\n`, atParting: null };
    expect(kinds(plan({ index: edited }).effects)).toEqual(['report-check']);
    expect(kinds(plan({ index: WITHOUT, pull: { conflicting: true } }).effects)).toEqual([
      'report-check',
    ]);
  });

  it('gives way in a conflict with what main says, and gets its lines by main after that', () => {
    const onBranch = indexOf(12);
    const clash = { onMain, onBranch, atParting: null };
    expect(written(plan({ index: clash, pull: { conflicting: true } }).effects)).toBe(onMain);
    const gave = { onMain, onBranch: onMain, atParting: null };
    expect(kinds(plan({ index: gave }).effects)).toEqual(['report-check', 'update-branch']);
  });
});

it('a postmortem that opens leaves the index to one that opened in the same moment', () => {
  const facts = postmortemFacts({ others: [another(13, { createdAt: minute(61) })] });
  expect(written(planPostmortem(aPostmortem({ facts })).effects)).toBeUndefined();
});

describe('an index that cannot be read as UTF-8', () => {
  it('is left alone, when it opens and later, and the check says so', () => {
    const opening = planPostmortem(aPostmortem({ facts: postmortemFacts({ index: null }) }));
    expect(kinds(opening.effects)).toEqual(['write-branch', 'open-pull']);
    expect(written(opening.effects)).toBeUndefined();
    const { effects } = plan({ index: null });
    expect(kinds(effects)).toEqual(['report-check']);
    expect(effects[0]).toMatchObject({ summary: expect.stringContaining('UTF-8') as unknown });
  });
});
