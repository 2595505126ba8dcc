import { describe, expect, it } from 'vitest';
import { labelDifference } from '../../../src/core/incident/labels.ts';
import type { IncidentFacts, PostmortemPull } from '../../../src/core/incident/facts.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { addDuration } from '../../../src/core/calendar.ts';
import { aComment, labeled, minute, person } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

const pull = (state: PostmortemPull['state']): PostmortemPull => ({
  ref: { repo: { owner: 'acme', name: 'incidents' }, number: 77 },
  url: 'https://github.example/acme/incidents/pull/77',
  title: 'Postmortem',
  state,
  mergedAt: state === 'merged' ? minute(90) : null,
});

const says = (body: string, at = 30) => [aComment(body, { createdAt: minute(at) })];

function stateOf(given: Partial<IncidentFacts>, policy = aPolicy()) {
  return run(given, { policy }).incident.postmortem;
}

describe('a postmortem', () => {
  it('is asked for once it is resolved, within what its severity allows', () => {
    const within = aPolicy().severities[0]?.postmortemWithin;
    if (within == null) throw new Error('the most severe one has a term');
    expect(stateOf({ comments: says('/severity sev1\n/resolved at 14:20') })).toEqual({
      is: 'due',
      by: addDuration(minute(20), within, aPolicy()),
      pull: null,
    });
    expect(stateOf({ comments: says('/severity sev1\n/mitigated') })).toEqual({ is: 'not-asked' });
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['a severity that asks for none', { comments: says('/severity sev5\n/resolved') }],
    ['a drill', { comments: says('/resolved'), events: [labeled('drill')] }],
    ['a false alarm', { comments: says('/false-alarm no') }],
    ['an unconfirmed declaration', { author: person('eve'), events: [] }],
  ])('is not asked of %s', (_, given) => {
    expect(stateOf(given)).toEqual({ is: 'not-asked' });
  });

  it('that somebody has begun is waited for, whoever asked', () => {
    const given = { comments: says('/severity sev4\n/resolved'), postmortem: pull('open') };
    expect(stateOf(given)).toEqual({ is: 'due', by: null, pull: pull('open') });
    expect(stateOf({ ...given, postmortem: pull('closed') })).toEqual({ is: 'not-asked' });
  });

  it('is published by being merged', () => {
    const given = { comments: says('/severity sev1\n/resolved'), postmortem: pull('merged') };
    expect(stateOf(given)).toEqual({ is: 'published', pull: pull('merged') });
  });

  it('closed without being merged is due as before', () => {
    const given = { comments: says('/severity sev1\n/resolved'), postmortem: pull('closed') };
    expect(stateOf(given).is).toBe('due');
  });

  it.each([
    [null, 'postmortem:due'],
    [pull('closed'), 'postmortem:due'],
    [pull('open'), 'postmortem:open'],
    [pull('merged'), 'postmortem:published'],
  ])('shows where it stands as a label, whatever label somebody set', (postmortem, label) => {
    const { incident } = run({ comments: says('/severity sev1\n/resolved'), postmortem });
    const set = ['postmortem:due', 'postmortem:open', 'Postmortem:Published', 'postmortem:odd'];
    const { add, remove } = labelDifference(incident, set);
    const after = [...set.filter((name) => !remove.includes(name)), ...add];
    const own = after.filter((name) => name.toLowerCase().startsWith('postmortem:'));
    expect(own.map((name) => name.toLowerCase())).toEqual([label]);
  });

  it('a click on its label is no event', () => {
    const events = [labeled('incident', { by: 'alice', at: minute(0) })];
    const clicked = [...events, labeled('postmortem:published', { at: minute(40) })];
    expect(run({ events: clicked }).ledger).toEqual(run({ events }).ledger);
  });
});
