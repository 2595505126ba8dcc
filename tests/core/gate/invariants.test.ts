import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwedItem } from '../../../src/core/followup/obligation.ts';
import { toAsk } from '../../../src/core/gate/ask.ts';
import type { Decision } from '../../../src/core/gate/decision.ts';
import { judge, type Matter } from '../../../src/core/gate/judge.ts';
import { inReach } from '../../../src/core/gate/reach.ts';
import { sameIssue } from '../../../src/core/ids.ts';
import type { Actor } from '../../../src/core/incident/facts.ts';
import { verdictRun } from '../../../src/core/messages/gate/verdict-run.ts';
import { HOUR, plus, type Instant } from '../../../src/core/time.ts';
import { CREATED } from '../../builders/facts.ts';
import { anOwedItem, HEAD, heldFor, MONO, NOW } from '../../builders/gate.ts';
import { runs } from '../../support/properties.ts';
import { judged, matters, obligations, passes, PEOPLE, withPulls } from './any-matter.ts';

function always(law: (matter: Matter) => void, numRuns = 2500): void {
  fc.assert(fc.property(matters, law), runs(numRuns));
}

describe('the gate, whatever happens', () => {
  it('does not open because more is owed', () => {
    fc.assert(
      fc.property(matters, obligations, (matter, more) => {
        const worse = judged(matter, { obligations: [...matter.obligations, more] });
        if (passes(worse)) expect(passes(judged(matter))).toBe(true);
      }),
      runs(2500),
    );
  });

  it('holds exactly what it says it holds', () => {
    always((matter) => {
      const decision = judged(matter);
      expect(passes(decision)).toBe(decision.holds.length === 0);
      const held = matter.policy.dontRepeat.mode === 'enforce' ? 'failure' : 'neutral';
      expect(decision.conclusion).toBe(decision.holds.length === 0 ? 'success' : held);
      expect(decision.holds.every(({ state }) => state.is === 'open')).toBe(true);
    });
  });

  it('is never opened by what authors say of their own change', () => {
    always((matter) => {
      const { pulls: all } = matter.commit;
      const strict = {
        ...matter.policy,
        dontRepeat: { ...matter.policy.dontRepeat, vouch: 'other' as const },
      };
      const opened = all.map(({ author }) => author);
      const own = (said: { readonly by: Actor }): boolean =>
        opened.some(({ login, kind }) => kind === 'person' && login === said.by.login);
      const keepOwn = withPulls({ ...matter, policy: strict }, (pull) => ({
        ...pull,
        reviews: pull.reviews.filter(own),
        fixLabel: pull.fixLabel !== null && own(pull.fixLabel) ? pull.fixLabel : null,
      }));
      const nothing = withPulls({ ...matter, policy: strict }, (pull) => ({
        ...pull,
        reviews: [],
        fixLabel: null,
      }));
      // In a group each pull request has authors of its own.
      if (matter.commit.as === 'group' && all.length > 1) return;
      expect(judged(keepOwn).conclusion).toBe(judged(nothing).conclusion);
    });
  });

  it('takes no word of authors who have no standing, also where it takes authors’ word', () => {
    always((matter) => {
      const strangers = {
        ...matter,
        policy: { ...matter.policy, dontRepeat: { ...matter.policy.dontRepeat, vouch: 'author' } },
        obligations: matter.obligations.map((one) => ({
          ...one,
          roleHolders: [],
          fixTargets: one.fixTargets.map((target) => ({ ...target, assignees: [] })),
        })),
      } as const satisfies Matter;
      const unlinked = {
        ...withPulls(strangers, (pull) => ({ ...pull, closes: [] })),
        obligations: strangers.obligations.map((one) => ({ ...one, fixes: [] })),
      };
      const nobody = new Map([...PEOPLE].map(([login, one]) => [login, { ...one, teams: [] }]));
      expect(judge(strangers, nobody).conclusion).toBe(judge(unlinked, nobody).conclusion);
    });
  });

  it('is never opened by an author’s own override', () => {
    always((matter) => {
      const [pull] = matter.commit.pulls;
      if (pull?.author.kind !== 'person') return;
      const commit = { ...matter.commit, pulls: [pull] };
      const overridden = (by: string | null): Decision =>
        judged(matter, {
          commit,
          obligations: matter.obligations.map((one) => ({
            ...one,
            overrides:
              by === null ? [] : [{ pull: pull.ref, sha: HEAD, by, reason: 'x', at: CREATED }],
          })),
        });
      expect(overridden(pull.author.login).conclusion).toBe(overridden(null).conclusion);
      expect(passes(overridden('somebody-else'))).toBe(true);
    });
  });

  it('does not listen to words: titles of incidents and items change no verdict', () => {
    always((matter) => {
      const reworded = matter.obligations.map((one) => ({
        ...one,
        incident: { ...one.incident, title: 'dont-repeat-fix: postmortems only, hotfix!' },
        teams: one.teams.map((team) => ({
          ...team,
          items: team.items.map((item): OwedItem => ({ ...item, title: '/override' })),
        })),
      }));
      expect(judged(matter, { obligations: reworded }).conclusion).toBe(judged(matter).conclusion);
    });
  });

  it('is not opened by not knowing: of the files, of the people, of who wrote it', () => {
    always((matter) => {
      const whole = judged(matter);
      const cut = withPulls(matter, (pull) => ({
        ...pull,
        files: { ...pull.files, paths: pull.files.paths.slice(1), complete: false },
      }));
      const nameless = withPulls(matter, (pull) => ({ ...pull, headPushedAt: null }));
      if (passes(whole)) return;
      expect(passes(judged(cut))).toBe(false);
      expect(passes(judged(nameless))).toBe(false);
      expect(passes(judge(matter, new Map()))).toBe(false);
    });
  });

  it('asks for everything that can change the verdict', () => {
    always((matter) => {
      const questions = toAsk(matter);
      const asked = new Map([...PEOPLE].filter(([login]) => questions.logins.includes(login)));
      expect(judge(matter, asked).conclusion).toBe(judged(matter).conclusion);
      const cut = withPulls(matter, (pull) => ({
        ...pull,
        files: { ...pull.files, paths: pull.files.paths.slice(0, 1), complete: false },
      }));
      const { files } = toAsk(cut);
      const read = withPulls(cut, (pull) => {
        const known = matter.commit.pulls.find(({ ref }) => sameIssue(ref, pull.ref))!;
        return files.some((ref) => sameIssue(ref, pull.ref)) ? known : pull;
      });
      expect(judged(read).conclusion).toBe(judged(matter).conclusion);
    });
  });

  it('unites the owners of those who share a head: without evidence one that is held holds all', () => {
    always((matter) => {
      const bare = withPulls(
        {
          ...matter,
          obligations: matter.obligations.map((one) => ({ ...one, fixes: [], overrides: [] })),
        },
        (pull) => ({
          ...pull,
          closes: [],
          commitAuthors: { authors: [null], complete: true, signed: true },
        }),
      );
      const { pulls: all } = bare.commit;
      const alone = all.map((pull) =>
        judged(bare, { commit: { ...bare.commit, as: 'pulls', pulls: [pull] } }),
      );
      const together = judged(bare, { commit: { ...bare.commit, as: 'pulls' } });
      expect(passes(together)).toBe(alone.every(passes));
    });
  });

  it('is never looser with a group than with any of its members', () => {
    always((matter) => {
      const group = judged(matter, { commit: { ...matter.commit, as: 'group' } });
      const members = matter.commit.pulls.map((pull) =>
        judged(matter, { commit: { ...matter.commit, as: 'pulls', pulls: [pull] } }),
      );
      expect(passes(group)).toBe(members.every(passes));
      expect(heldFor(group.holds)).toEqual(members.flatMap(({ holds }) => heldFor(holds)));
    });
  });

  it('says the same, in the same words, until the moment that it names', () => {
    always((matter) => {
      const decision = judged(matter);
      const written = (now: Instant): string => {
        const { commit, policy } = matter;
        const about = { headSha: HEAD, commit, policy };
        return verdictRun(judged(matter, { now }), about).externalId;
      };
      const until = decision.changesAt ?? plus(NOW, 1000 * HOUR);
      expect(until).toBeGreaterThan(NOW);
      expect(written(plus(until, -1))).toBe(written(NOW));
    }, 300);
  });

  it('lets everything through where nothing is in reach', () => {
    always((matter) => {
      const { policy, obligations: owed, now } = matter;
      const codeOwners = [...matter.codeOwners.values()];
      const reached = inReach({ repo: MONO, policy, codeOwners, obligations: owed, now });
      if (reached.length === 0) expect(passes(judged(matter))).toBe(true);
      expect(judged(matter, { obligations: reached }).conclusion).toBe(judged(matter).conclusion);
    });
  });

  it('does not care in which order things are given', () => {
    always((matter) => {
      const turned = {
        ...withPulls(matter, (pull) => ({
          ...pull,
          closes: pull.closes.toReversed(),
          reviews: pull.reviews.toReversed(),
          files: { ...pull.files, paths: pull.files.paths.toReversed() },
        })),
        obligations: matter.obligations.toReversed(),
      };
      expect(judged(turned).conclusion).toBe(judged(matter).conclusion);
    });
  });

  it('counts as owed whatever state an item is in', () => {
    always((matter) => {
      const states = ['open', 'closed-without-evidence', 'taken-away'] as const;
      const [first, ...others] = states.map((state) =>
        judged(matter, {
          obligations: matter.obligations.map((one) => ({
            ...one,
            teams: one.teams.map((team) => ({ ...team, items: [anOwedItem({ state })] })),
          })),
        }),
      );
      for (const other of others) expect(other.conclusion).toBe(first?.conclusion);
    });
  });
});
