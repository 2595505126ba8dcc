import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import type { Code } from 'mdast';
import type { Mermaid } from 'mermaid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clocks } from '../../../../src/core/incident/incident.ts';
import { phasesOf } from '../../../../src/core/messages/postmortem/course.ts';
import { phasesRegion } from '../../../../src/core/messages/postmortem/phases.ts';
import { DAY, instantFromIso, plus, type Instant } from '../../../../src/core/time.ts';
import { CREATED, minute } from '../../../builders/facts.ts';
import { runs } from '../../../support/properties.ts';
import { aTelling, OVER, told } from './a-telling.ts';

let mermaid: Mermaid;

/** The parser that GitHub's pages run needs a document to exist. */
beforeAll(async () => {
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  mermaid = (await import('mermaid')).default;
  mermaid.initialize({ startOnLoad: false });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'window');
  Reflect.deleteProperty(globalThis, 'document');
});

function chartOf(clocks: Clocks, timeZone = 'UTC'): string | null {
  const blocks = phasesRegion(aTelling({ clocks }, { timeZone }));
  const chart = blocks?.find((block): block is Code => block.type === 'code');
  return chart?.value ?? null;
}

/** Declared, and nothing else. */
const NONE: Clocks = {
  startedAt: null,
  detectedAt: null,
  declaredAt: CREATED,
  acknowledgedAt: null,
  mitigatedAt: null,
  resolvedAt: null,
  closedAt: null,
};

const anInstant = fc
  .oneof(fc.integer({ min: -400 * DAY, max: 400 * DAY }), fc.integer({ min: -5000, max: 5000 }))
  .map((span): Instant => plus(CREATED, span));
const maybe = fc.option(anInstant);
const someClocks: fc.Arbitrary<Clocks> = fc.record({
  startedAt: maybe,
  detectedAt: maybe,
  declaredAt: anInstant,
  acknowledgedAt: maybe,
  mitigatedAt: maybe,
  resolvedAt: maybe,
  closedAt: maybe,
});
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'];

describe('the chart of phases', () => {
  test('is a Gantt chart that Mermaid reads, whatever the clocks say', async () => {
    await fc.assert(
      fc.asyncProperty(someClocks, fc.constantFrom(...ZONES), async (clocks, zone) => {
        const chart = chartOf(clocks, zone);
        if (chart === null) return;
        expect(await mermaid.parse(chart)).toMatchObject({ diagramType: 'gantt' });
      }),
      runs(150),
    );
  });

  test('the parser that says so refuses what is none', async () => {
    await expect(mermaid.parse('gantt\n  dateFormat\n  title: x\n  nonsense')).rejects.toThrow();
  });

  test('never has a phase that ends before it begins, also where the clocks are set back', () => {
    const walls = /:(?:crit|active), (\S+ \S+), (\S+ \S+)$/;
    fc.assert(
      fc.property(someClocks, fc.constantFrom(...ZONES), (clocks, zone) => {
        for (const line of chartOf(clocks, zone)?.split('\n') ?? []) {
          const [, from, to] = walls.exec(line) ?? [];
          if (from !== undefined && to !== undefined) expect(from < to).toBe(true);
        }
      }),
      runs(),
    );
    // At 01:00 UTC the clocks of Berlin went from 03:00 back to 02:00.
    const clocks = {
      ...NONE,
      declaredAt: instantFromIso('2026-10-25T00:50:00Z'),
      mitigatedAt: instantFromIso('2026-10-25T01:10:00Z'),
    };
    expect(chartOf(clocks, 'Europe/Berlin')).toContain('(UTC)');
  });

  test('is red while customers were affected, and says in figures what it draws', () => {
    const region = told('phases', aTelling(OVER)) ?? '';
    expect(region).toContain(
      'Until mitigated, 56 min :crit, 2026-11-21 14:02:00, 2026-11-21 14:58:00',
    );
    expect(region).toContain(
      'Until resolved, 32 min :active, 2026-11-21 14:58:00, 2026-11-21 15:30:00',
    );
    expect(region).toContain('| Until detected | 13:52 | 13:58 | 6 min |');
    expect(region).toContain('From (UTC)');
  });

  test('in another zone it shows the clocks on the wall there, and names it', () => {
    const region = told('phases', aTelling(OVER, { timeZone: 'Asia/Kathmandu' })) ?? '';
    expect(region).toContain('title Phases of the incident (Asia/Kathmandu)');
    expect(region).toContain('2026-11-21 19:47:00');
  });

  test('there is none with fewer than two moments that differ', () => {
    expect(chartOf(NONE)).toBeNull();
    expect(chartOf({ ...NONE, acknowledgedAt: NONE.declaredAt })).toBeNull();
    expect(chartOf({ ...NONE, acknowledgedAt: minute(1) })).not.toBeNull();
  });
});

test('phases follow each other without a gap, and none is empty', () => {
  fc.assert(
    fc.property(someClocks, (clocks) => {
      const phases = phasesOf(clocks);
      phases.forEach(({ from, to }, index) => {
        expect(to).toBeGreaterThan(from);
        if (index > 0) expect(from).toBe(phases[index - 1]?.to);
      });
    }),
    runs(),
  );
});

test('a moment that lies before the one it follows makes no phase', () => {
  const clocks = {
    ...NONE,
    acknowledgedAt: minute(5),
    mitigatedAt: minute(3),
    resolvedAt: minute(9),
  };
  expect(phasesOf(clocks).map(({ name }) => name)).toEqual([
    'Until acknowledged',
    'Until resolved',
  ]);
});
