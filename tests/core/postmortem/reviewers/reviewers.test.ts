import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  OtherPostmortem,
  PullFacts,
  Reviewer,
} from '../../../../src/core/postmortem/facts.ts';
import { leastAsked } from '../../../../src/core/postmortem/reviewers/least-asked.ts';
import {
  peopleToLookUp,
  reviewersFor,
  wantsReviewers,
  type Candidate,
  type ReviewerInput,
} from '../../../../src/core/postmortem/reviewers/reviewers.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { aPull, aResolvedIncident, aReview } from '../../../builders/a-postmortem.ts';
import { aComment, aSubIssue, minute, person, someFacts } from '../../../builders/facts.ts';
import { runs } from '../../../support/properties.ts';

/** Can be asked, unless said otherwise. */
function candidate(login: string, overrides: Partial<Candidate> = {}): Candidate {
  return { login, kind: 'person', mayRead: true, reviewable: true, ...overrides };
}

const ALL = ['alice', 'bob', 'carol', 'dave', 'erin'].map((login) => candidate(login));

/** Declared by alice, commanded by carol, resolved by bob; the policy asks acme/sre. */
function input(
  pull: Partial<PullFacts> = {},
  overrides: Partial<ReviewerInput> = {},
): ReviewerInput {
  return {
    incident: aResolvedIncident(),
    record: someFacts({ comments: [aComment('/resolved', { by: 'bob' })] }),
    facts: { pull: aPull(pull), others: [] },
    policy: aPolicy(),
    ...overrides,
  };
}

const asked = (from: ReviewerInput, candidates: readonly Candidate[] = ALL): string[] =>
  reviewersFor({ ...from, candidates }).map(nameOf);

function nameOf(reviewer: Reviewer): string {
  return reviewer.kind === 'team' ? `${reviewer.org}/${reviewer.slug}` : reviewer.login;
}

const SRE: Reviewer = { kind: 'team', org: 'acme', slug: 'sre' };
const CAROL: Reviewer = { kind: 'person', login: 'carol' };

describe('the reviewers of a postmortem', () => {
  it("are the policy's, the commander, and one person who did not take part", () => {
    expect(asked(input())).toEqual(['acme/sre', 'carol', 'dave']);
  });

  it('are asked nothing twice: not those who were taken off, not those who reviewed already', () => {
    const had: Reviewer[] = [SRE, CAROL, { kind: 'person', login: 'Dave' }];
    expect(asked(input({ askedByApp: had }))).toEqual([]);
    expect(asked(input({ askedByApp: [SRE, CAROL], reviews: [aReview()] }))).toEqual([]);
    expect(wantsReviewers(input({ askedByApp: had }), minute(62))).toBe(false);
  });

  it('are no bots, nobody who cannot read it, and nobody whom GitHub does not ask', () => {
    const unable = [
      candidate('dave', { kind: 'bot' }),
      candidate('erin', { mayRead: false }),
      candidate('frank', { reviewable: false }),
      candidate('carol', { mayRead: false }),
    ];
    expect(asked(input(), unable)).toEqual(['acme/sre']);
  });

  it('do not include whoever opened the pull request', () => {
    const own = input({ author: person('carol') });
    expect(asked(own, [candidate('carol')])).toEqual(['acme/sre']);
    expect(asked(input({ author: person('dave') }))).toContain('erin');
  });

  it('are not asked once it is closed or merged', () => {
    expect(asked(input({ state: 'closed', closedAt: minute(70) }))).toEqual([]);
    expect(wantsReviewers(input({ state: 'merged' }), minute(70))).toBe(false);
  });

  it('are looked up for a day, and for as long as nobody was asked', () => {
    const tomorrow = minute(61 + 24 * 60);
    expect(wantsReviewers(input({ askedByApp: [SRE] }), minute(62))).toBe(true);
    expect(wantsReviewers(input({ askedByApp: [SRE] }), tomorrow)).toBe(false);
    expect(wantsReviewers(input(), tomorrow)).toBe(true);
  });

  it('are without an outsider where the policy wants none', () => {
    const policy = aPolicy({
      postmortems: { ...aPolicy().postmortems, uninvolvedReviewer: false },
    });
    expect(asked(input({}, { policy }))).toEqual(['acme/sre', 'carol']);
    expect(peopleToLookUp({ incident: aResolvedIncident(), policy })).toEqual({
      logins: ['carol'],
      teams: [],
      writers: false,
    });
  });
});

describe('the person who did not take part', () => {
  const outsiderWith = (overrides: Partial<ReviewerInput>): string[] =>
    asked(input({}, overrides), [candidate('dave'), candidate('erin')]).slice(1);

  it('is nobody who said something, was assigned, or did something on the incident', () => {
    const said = someFacts({ comments: [aComment('thanks', { by: 'dave' })] });
    expect(outsiderWith({ record: said })).toEqual(['erin']);
    expect(outsiderWith({ record: someFacts({ assignees: ['Dave'] }) })).toEqual(['erin']);
    const clicked = someFacts({
      events: [{ kind: 'labeled', label: 'drill', by: person('dave'), at: minute(1) }],
    });
    expect(outsiderWith({ record: clicked })).toEqual(['erin']);
  });

  it('is nobody who held a role or works on an item', () => {
    const incident = aResolvedIncident({ roles: new Map([['scribe', 'dave']]) });
    expect(outsiderWith({ incident })).toEqual(['erin']);
    const record = someFacts({ subIssues: [aSubIssue({ assignees: ['dave'] })] });
    expect(outsiderWith({ record })).toEqual(['erin']);
  });

  it('is looked for among all who may push where the policy knows no teams and no responders', () => {
    const incident = aResolvedIncident();
    const { postmortems, dontRepeat } = aPolicy();
    const alone = aPolicy({
      services: [],
      postmortems: { ...postmortems, reviewers: [] },
      dontRepeat: { ...dontRepeat, waivers: { ...dontRepeat.waivers, approvers: [] } },
    });
    expect(peopleToLookUp({ incident, policy: alone })).toEqual({
      logins: ['carol'],
      teams: [],
      writers: true,
    });
    expect(peopleToLookUp({ incident, policy: aPolicy() }).writers).toBe(false);
  });

  it('is nobody at all where everybody took part', () => {
    const record = someFacts({ assignees: ['dave', 'erin'] });
    expect(outsiderWith({ record })).toEqual([]);
  });

  it('stays the one who was asked, also when they say something in the incident afterwards', () => {
    const askedByApp: Reviewer[] = [SRE, CAROL, { kind: 'person', login: 'dave' }];
    const record = someFacts({ comments: [aComment('I read it', { by: 'dave' })] });
    expect(asked(input({ askedByApp }, { record }))).toEqual([]);
  });

  it('is not replaced when somebody takes that person off', () => {
    const askedByApp: Reviewer[] = [SRE, CAROL, { kind: 'person', login: 'dave' }];
    expect(asked(input({ askedByApp, asked: [SRE, CAROL] }))).toEqual([]);
  });
});

describe('the load of reading postmortems', () => {
  const other = (
    incident: number,
    reviewers: readonly string[],
    overrides: Partial<OtherPostmortem> = {},
  ): OtherPostmortem => ({
    incident,
    state: 'open',
    createdAt: minute(incident),
    reviewers,
    ...overrides,
  });

  it('goes to whoever has the fewest open ones', () => {
    const others = [other(1, ['dave']), other(2, ['Dave', 'erin'])];
    expect(leastAsked(['dave', 'erin'], others, 12)).toBe('erin');
  });

  it('goes to whoever was asked longest ago', () => {
    const others = [
      other(1, ['dave'], { state: 'merged' }),
      other(2, ['erin'], { state: 'merged' }),
    ];
    expect(leastAsked(['dave', 'erin'], others, 12)).toBe('dave');
    expect(leastAsked(['dave', 'erin', 'frank'], others, 12)).toBe('frank');
  });

  it('goes by turns among equals', () => {
    const logins = ['dave', 'erin', 'frank'];
    const chosen = [1, 2, 3, 4, 5, 6].map((incident) => leastAsked(logins, [], incident));
    expect(new Set(chosen.slice(0, 3)).size).toBe(3);
    expect(chosen.slice(3)).toEqual(chosen.slice(0, 3));
  });

  it('is nobody of nobody', () => {
    expect(leastAsked([], [], 12)).toBeNull();
  });

  it('is spread: nobody reads two more than anybody else, however many are opened at once', () => {
    const logins = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(logins, { minLength: 1 }),
        fc.integer({ min: 1, max: 30 }),
        (pool, count) => {
          const others: OtherPostmortem[] = [];
          for (let incident = 1; incident <= count; incident += 1) {
            others.push(other(incident, [leastAsked(pool, others, incident) ?? '']));
          }
          const loads = pool.map(
            (login) => others.filter(({ reviewers }) => reviewers.includes(login)).length,
          );
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThan(2);
        },
      ),
      runs(),
    );
  });

  it('does not depend on the order in which GitHub lists people', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 4 }), (pool) => {
        expect(leastAsked(pool, [], 7)).toBe(leastAsked(['a', 'b', 'c', 'd'], [], 7));
      }),
      runs(),
    );
  });
});
