import { describe, expect, it } from 'vitest';
import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import {
  deedOfClick,
  isControlLabel,
  labelCatalog,
  labelDifference,
} from '../../../src/core/incident/labels.ts';
import type { LedgerEntry } from '../../../src/core/ledger/ledger.ts';
import { causeQuestion } from '../../../src/core/messages/cause-question.ts';
import { summaryComment } from '../../../src/core/messages/summary.ts';
import { BUILT_IN_CAUSES } from '../../../src/core/policy/taxonomy.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aComment, formBody, labeled, minute, unlabeled } from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';
import { settle } from './planned.ts';

const ASKED = '<!-- norepeat:cause ';

/** Long after. */
const settled = (given: Partial<IncidentFacts>, before: Parameters<typeof settle>[1] = {}) =>
  settle(given, { ...before, now: minute(200) });

const questions = ({ comments }: IncidentFacts): readonly CommentFacts[] =>
  comments.filter(({ author, body }) => author.kind === 'self' && body.startsWith(ASKED));

const said = (body: string, at: number, id = 1000 + at): CommentFacts =>
  aComment(body, { id, createdAt: minute(at) });

const RESOLVED = [said('/ack', 1), said('/mitigated', 5), said('/resolved gone', 9)];

describe('what broke and where', () => {
  it('is said with a command, in the words of the policy, and taken back with a minus', () => {
    const comments = [
      said('/cause Change, capacity', 1),
      said('/component database', 2),
      said('/cause -change', 3),
    ];
    const { incident } = run({ comments });
    expect(incident.causes).toEqual(['capacity']);
    expect(incident.components).toEqual(['database']);
  });

  it('is said with a label just as well, and the later stands', () => {
    const events = [
      labeled('cause:change', { at: minute(1) }),
      labeled('Component:Database', { at: minute(2) }),
      unlabeled('cause:change', { at: minute(4) }),
      labeled('cause:capacity', { at: minute(5) }),
    ];
    const { incident } = run({ events, comments: [said('/cause unknown', 3)] });
    expect(incident.causes).toEqual(['unknown', 'capacity']);
    expect(incident.components).toEqual(['database']);
  });

  it('in a word that the policy does not have is refused, with its words and the nearest', () => {
    const { incident, ledger } = run({ comments: [aComment('/cause chnage')] });
    expect(incident.causes).toEqual([]);
    expect(answerTo(ledger)).toContain('change, capacity, unknown');
    expect(answerTo(ledger)).toContain('/cause change');
  });

  it('by somebody without the right does not count', () => {
    const events = [labeled('cause:change', { by: 'mallory', at: minute(1) })];
    const comments = [aComment('/cause capacity', { by: 'mallory' })];
    const { incident } = run({ events, comments });
    expect(incident.causes).toEqual([]);
    expect(labelDifference(incident, ['incident', 'cause:change']).remove).toContain(
      'cause:change',
    );
  });

  it('is a line of the timeline, once a change', () => {
    const comments = [
      said('/cause change', 1),
      said('/cause change', 2),
      said('/cause -change', 3),
    ];
    const { incident } = run({
      comments,
      events: [labeled('component:database', { at: minute(4) })],
    });
    const lines = incident.timeline.filter(({ kind }) => kind === 'cause').map(({ text }) => text);
    expect(lines).toEqual(['Cause: change', 'Cause is not change', 'Component: database']);
  });

  it('stands in the summary', () => {
    const incident = anIncident({ causes: ['change', '@all'], components: ['database'] });
    const text = summaryComment(incident, aPolicy(), minute(9), { ledgerBlocks: [] });
    expect(text).toContain('<summary>What broke</summary>');
    expect(text).toMatch(/- Cause: change, @.all\n- Component: database/u);
    expect(text).not.toContain('@all');
  });
});

describe('its labels', () => {
  it('are there for every word of the policy, short enough for GitHub', () => {
    const taxonomy = { causes: BUILT_IN_CAUSES, components: ['database', 'a'.repeat(31)] };
    const labels = labelCatalog(aPolicy({ taxonomy })).filter(({ name }) =>
      /^(?:cause|component):/.test(name),
    );
    expect(labels).toHaveLength(BUILT_IN_CAUSES.length + 2);
    for (const { name, color, description } of labels) {
      expect(name.length).toBeLessThanOrEqual(50);
      expect(color).toMatch(/^[0-9a-f]{6}$/);
      expect(description.length).toBeGreaterThan(10);
      expect(description.length).toBeLessThanOrEqual(100);
    }
    const described = new Set(labels.map(({ description }) => description));
    expect(described.size).toBe(labels.length);
  });

  it('are set and taken off with what is said', () => {
    const { facts, ledger } = settled({
      comments: [said('/cause change', 1), said('/component database', 2)],
    });
    expect(facts.labels).toEqual(expect.arrayContaining(['cause:change', 'component:database']));
    const comments = [...facts.comments, said('/cause -change', 3)];
    const later = settled({ ...facts, comments }, { ledger });
    expect(later.facts.labels).not.toContain('cause:change');
    expect(later.facts.labels).toContain('component:database');
  });

  it('of a word that the policy does not have stay when a person with the right sets one', () => {
    const label = 'cause:Solar flare';
    const events = [labeled(label, { at: minute(1) })];
    const { facts, incident } = settled({ events, labels: ['incident', label] });
    expect(incident.causes).toEqual(['Solar flare']);
    expect(facts.labels).toContain(label);
    const off = [...events, unlabeled(label, { at: minute(2) })];
    expect(run({ events: off }).incident.causes).toEqual([]);
  });

  it('stay on an incident when the policy drops the word', () => {
    const { facts, ledger } = settled({ comments: [said('/cause capacity', 1)] });
    const policy = aPolicy({ taxonomy: { causes: ['change'], components: [] } });
    expect(settled(facts, { policy, ledger }).facts.labels).toContain('cause:capacity');
  });

  it('are controls, and a bare prefix means nothing', () => {
    expect(isControlLabel('cause:change')).toBe(true);
    expect(isControlLabel('Component:Web')).toBe(true);
    expect(isControlLabel('causes')).toBe(false);
    expect(deedOfClick('labeled', 'cause:')).toBeNull();
    expect(deedOfClick('unlabeled', 'component:web')).toEqual({
      do: 'classify',
      as: 'component',
      change: 'remove',
      word: 'web',
    });
  });
});

describe('the question what broke', () => {
  it('is asked once it is resolved, with every line that answers it', () => {
    const [question, ...others] = questions(settled({ comments: RESOLVED }).facts);
    expect(others).toEqual([]);
    expect(question?.body).toContain('`/cause change` · `/cause capacity` · `/cause unknown`');
    expect(question?.body).toContain('`/component database`');
  });

  it('is not asked before that, nor of a drill, of a false alarm, or of what is known', () => {
    const none = (given: Partial<IncidentFacts>, policy = aPolicy()): void => {
      expect(questions(settled(given, { policy }).facts)).toEqual([]);
    };
    none({ comments: RESOLVED.slice(0, 2) });
    none({ comments: RESOLVED, body: formBody({ drill: true }) });
    none({ comments: [said('/cause change', 2), ...RESOLVED] });
    none({ comments: RESOLVED }, aPolicy({ taxonomy: { causes: [], components: ['web'] } }));
    none({ comments: [said('/severity sev4', 2), ...RESOLVED, said('/false-alarm a test', 10)] });
  });

  it('stands as it was once somebody answered, and is not asked again after a correction', () => {
    const first = settled({ comments: RESOLVED });
    const answered = settled(
      { ...first.facts, comments: [...first.facts.comments, said('/cause change', 20)] },
      first,
    );
    expect(questions(answered.facts)).toEqual(questions(first.facts));
    const comments = [
      ...first.facts.comments,
      aComment('/resolved at 14:07', { id: 1030, createdAt: minute(30) }),
    ];
    expect(questions(settled({ ...first.facts, comments }, first).facts)).toHaveLength(1);
  });

  it('that somebody deleted is not asked again', () => {
    const { facts, ledger } = settled({ comments: RESOLVED });
    const [question] = questions(facts);
    const comments = facts.comments.filter((comment) => comment !== question);
    expect(questions(settled({ ...facts, comments }, { ledger }).facts)).toEqual([]);
  });

  it('is put right when somebody writes over it while it is open', () => {
    const { facts, ledger } = settled({ comments: RESOLVED });
    const comments = facts.comments.map((one) =>
      one.body.startsWith(ASKED) ? { ...one, body: `${one.body}\nno` } : one,
    );
    expect(questions(settled({ ...facts, comments }, { ledger }).facts)[0]?.body).not.toMatch(
      /no$/,
    );
  });

  it('is the end of the closing comment where nobody was asked before, and not asked again', () => {
    const before = run({ comments: RESOLVED });
    const ended: LedgerEntry = { verdict: 'ended', resolvedAt: minute(9), at: minute(10) };
    const ledger = [...before.ledger, ended];
    const closed = settled(before.facts, { ledger });
    const words = ({ comments }: IncidentFacts): readonly string[] =>
      comments.flatMap(({ body }) => (body.includes('**Closed:**') ? [body] : []));
    expect(words(closed.facts)).toHaveLength(1);
    expect(words(closed.facts)[0]).toContain(
      'If it comes back: `/reopen reason`.\n\n**What broke?**',
    );
    expect(questions(closed.facts)).toEqual([]);
    expect(closed.ledger).toContainEqual(expect.objectContaining({ clock: 'cause' }));
    const comments = closed.facts.comments.filter(({ body }) => !body.includes('**Closed:**'));
    const without = settled({ ...closed.facts, comments }, closed);
    expect([...words(without.facts), ...questions(without.facts)]).toEqual([]);

    const asked = settled({ comments: RESOLVED });
    const later = settled(asked.facts, { ledger: [...asked.ledger, ended] });
    expect(words(later.facts)[0]).not.toContain('What broke?');
    expect(questions(later.facts)).toEqual(questions(asked.facts));
  });

  it('is asked again when it was resolved a second time and nobody knows', () => {
    const first = settled({ comments: RESOLVED });
    const comments = [
      ...first.facts.comments,
      said('/reopen it is back', 20),
      said('/resolved for good', 30),
    ];
    const second = settled({ ...first.facts, comments }, first);
    expect(questions(second.facts)).toHaveLength(2);
    expect(questions(settled(second.facts, second).facts)).toHaveLength(2);
  });

  it('that somebody else forged is none', () => {
    const forged = aComment(`${ASKED}${String(minute(0))} -->`, { id: 1002, createdAt: minute(2) });
    const { facts } = settled({ comments: [...RESOLVED, forged] });
    expect(questions(facts)).toHaveLength(1);
  });

  it('shows no more lines than one can read, and components only while none is known', () => {
    const causes = Array.from({ length: 50 }, (_, index) => `cause-${String(index)}`);
    const policy = aPolicy({ taxonomy: { causes, components: ['web'] } });
    expect(causeQuestion(anIncident(), policy)).toContain('and 20 more in the policy');
    expect(causeQuestion(anIncident(), policy)).toContain('/component web');
    expect(causeQuestion(anIncident({ components: ['web'] }), policy)).not.toContain('/component');
  });
});
