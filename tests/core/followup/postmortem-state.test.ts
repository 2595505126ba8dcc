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
  closedAt: state === 'open' ? null : minute(90),
});

const says = (body: string, at = 30) => [aComment(body, { id: at, createdAt: minute(at) })];

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
      asked: null,
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
    expect(stateOf(given)).toEqual({ is: 'due', by: null, pull: pull('open'), asked: null });
    expect(stateOf({ ...given, postmortem: pull('closed') })).toEqual({ is: 'not-asked' });
  });

  it('that the app has opened is owed no more once the severity asks for none', () => {
    const postmortem = { ...pull('open'), own: true } as const;
    const { dontRepeat } = aPolicy();
    const policy = aPolicy({ dontRepeat: { ...dontRepeat, severities: [] } });
    const before = says('/severity sev1\n/resolved', 10);
    expect(stateOf({ comments: before, postmortem }, policy).is).toBe('due');
    const lower = [...before, ...says('/severity sev5', 20)];
    expect(stateOf({ comments: lower, postmortem }, policy)).toEqual({ is: 'not-asked' });
    const wanted = [...lower, ...says('/postmortem', 30)];
    expect(stateOf({ comments: wanted, postmortem }, policy).is).toBe('due');
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['opened again', { comments: says('/reopen it came back', 20) }],
    ['mitigated by a click', { events: [labeled('status:mitigated', { at: minute(20) })] }],
  ])('that the app has opened is owed while the incident is %s', (_, { comments = [], events }) => {
    const before = says('/severity sev1\n/resolved', 10);
    const given = { comments: [...before, ...comments], ...(events && { events }) };
    const postmortem = { ...pull('open'), own: true } as const;
    const due = { is: 'due', by: null, pull: postmortem, asked: null };
    expect(stateOf({ ...given, postmortem })).toEqual(due);
    expect(stateOf(given)).toEqual({ is: 'not-asked' });
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['where the severity asks for none', { comments: says('/severity sev5\n/postmortem') }],
    ['before anything is resolved', { comments: says('/severity sev1\n/postmortem') }],
    ['of a drill', { comments: says('/postmortem'), events: [labeled('drill')] }],
  ])('is due by a word, also %s', (_, given) => {
    expect(stateOf(given)).toMatchObject({
      is: 'due',
      by: null,
      asked: { by: 'bob', at: minute(30) },
    });
  });

  it('that a word asked for has the term of its severity, from the word or the end', () => {
    const within = aPolicy().severities[2]?.postmortemWithin;
    if (within == null) throw new Error('the third one has a term');
    const by = (at: number) => addDuration(minute(at), within, aPolicy());
    const early = [...says('/severity sev3\n/postmortem', 10), ...says('/resolved', 30)];
    expect(stateOf({ comments: early })).toMatchObject({ by: by(30) });
    const late = [...says('/severity sev3\n/resolved', 10), ...says('/postmortem', 30)];
    expect(stateOf({ comments: late })).toMatchObject({ by: by(30) });
  });

  it('is taken back by closing the pull request, until somebody asks again', () => {
    const closed = { postmortem: pull('closed') };
    const said = (at: number) => says('/severity sev5\n/postmortem', at);
    expect(stateOf({ comments: said(30), ...closed })).toEqual({ is: 'not-asked' });
    expect(stateOf({ comments: said(95), ...closed })).toMatchObject({ is: 'due' });
  });

  it('is not taken back by the app, which closes what was a false alarm', () => {
    const said = says('/severity sev5\n/postmortem', 30);
    const calledNone = [...said, ...says('/false-alarm the probe broke', 40)];
    const postmortem = { ...pull('closed'), own: true, closedByApp: true } as const;
    expect(stateOf({ comments: calledNone, postmortem })).toEqual({ is: 'not-asked' });
    const real = [...calledNone, ...says('/reopen it was real', 100)];
    expect(stateOf({ comments: real, postmortem })).toMatchObject({
      is: 'due',
      asked: { at: minute(30) },
    });
  });

  it('of a false alarm is asked for by what is said after that is known', () => {
    const before = [...says('/postmortem', 10), ...says('/false-alarm the probe broke', 20)];
    expect(stateOf({ comments: before })).toEqual({ is: 'not-asked' });
    expect(stateOf({ comments: [...before, ...says('/postmortem', 30)] }).is).toBe('due');
  });

  it.each([
    [
      '/postmortem',
      pull('merged'),
      'is published: <https://github.example/acme/incidents/pull/77>',
    ],
    ['/create-items', pull('merged'), 'became action items when it was merged'],
    ['/create-items', pull('closed'), 'no postmortem of this incident is open'],
    ['/create-items', null, 'no postmortem of this incident is open'],
  ])('%s is refused where there is nothing to open or to take', (command, postmortem, words) => {
    const { ledger } = run({ comments: says(command), postmortem });
    const refused = ledger.find(({ verdict }) => verdict === 'refused');
    expect(refused?.verdict === 'refused' && refused.answer).toContain(words);
  });

  it('is published by being merged', () => {
    const given = { comments: says('/severity sev1\n/resolved'), postmortem: pull('merged') };
    expect(stateOf(given)).toEqual({ is: 'published', pull: pull('merged') });
  });

  it('merged without a document is due as before, also where only a word asked for it', () => {
    const empty = { ...pull('closed'), mergedAt: minute(90) };
    const required = { comments: says('/severity sev1\n/resolved'), postmortem: empty };
    expect(stateOf(required)).toMatchObject({ is: 'due', pull: empty });
    const asked = { comments: says('/severity sev5\n/postmortem'), postmortem: empty };
    expect(stateOf(asked)).toMatchObject({ is: 'due', asked: { at: minute(30) } });
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
