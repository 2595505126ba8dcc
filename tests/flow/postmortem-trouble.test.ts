import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/core/effects.ts';
import type { PostmortemTrouble } from '../../src/core/messages/postmortem/refused.ts';
import { refusalOf } from '../../src/flow/faults.ts';
import { rememberLooked } from '../../src/flow/looked.ts';
import {
  countLooks,
  isStep,
  tellOver,
  tellTrouble,
  waitAfter,
} from '../../src/flow/postmortem-trouble.ts';
import { postmortemFacts } from '../builders/a-postmortem.ts';
import { aComment, INCIDENT_REF, SELF, someFacts } from '../builders/facts.ts';

const REFUSED: PostmortemTrouble = { is: 'refused', said: 'No, <!-- --> @alice.' };
const PULL = { ...INCIDENT_REF, number: 40 };
const record = someFacts({});

function aDesk() {
  const written: string[] = [];
  const perform = (effect: Effect): Promise<void> => {
    if (effect.kind === 'keep-comment') written.push(effect.body);
    return Promise.resolve();
  };
  return { written, deps: { looked: rememberLooked(), performer: { perform } } };
}

describe('what is in the way of a postmortem', () => {
  it('is said once, and again only when it is something else', async () => {
    const { written, deps } = aDesk();
    const place = { record, pull: null };
    await tellTrouble(deps, place, REFUSED);
    await tellTrouble(deps, place, REFUSED);
    expect(written).toHaveLength(1);
    expect(written[0]).not.toContain(' @alice');
    await tellTrouble(deps, place, { is: 'silent' });
    expect(written).toHaveLength(2);
  });

  it('is not said again by a process that finds it said', async () => {
    const before = aDesk();
    await tellTrouble(before.deps, { record, pull: null }, REFUSED);
    const comments = [aComment(before.written[0]!, { by: SELF, id: 7 })];
    const { written, deps } = aDesk();
    await tellTrouble(deps, { record: someFacts({ comments }), pull: null }, REFUSED);
    expect(written).toEqual([]);
  });

  it('is over only where it was said', async () => {
    const { written, deps } = aDesk();
    await tellOver(deps, { record, pull: PULL });
    expect(written).toEqual([]);
    await tellTrouble(deps, { record, pull: null }, REFUSED);
    await tellOver(deps, { record, pull: PULL });
    await tellOver(deps, { record, pull: PULL });
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('open as #40');
  });

  it('keeps nothing from being done where nobody can be told', async () => {
    const looked = rememberLooked();
    const archived = Object.assign(new Error('read-only'), { name: 'PermissionMissing' });
    const performer = { perform: () => Promise.reject(archived) };
    await tellTrouble({ looked, performer }, { record, pull: null }, REFUSED);
    const broken = { perform: () => Promise.reject(new Error('502')) };
    const telling = tellTrouble(
      { looked, performer: broken },
      { record, pull: null },
      { is: 'silent' },
    );
    await expect(telling).rejects.toThrow('502');
  });
});

describe('steps that lead to nothing', () => {
  const step: Effect = { kind: 'reopen-pull', pull: PULL, branch: 'b', restore: null };
  const words: Effect = { kind: 'label-issue', issue: PULL, add: ['x'], remove: [] };

  it('are taken less and less often, while main moves on', () => {
    const looked = rememberLooked();
    const waits = Array.from({ length: 8 }, (_, at) => {
      const facts = postmortemFacts({ main: { name: 'main', oid: `main-${String(at)}` } });
      return waitAfter(countLooks(looked, INCIDENT_REF, { effects: [words, step], facts })) / 1000;
    });
    expect(waits).toEqual([5, 60, 600, 3600, 21_600, 86_400, 86_400, 86_400]);
  });

  it('are counted also where GitHub does not bring the branch up to date', () => {
    const looked = rememberLooked();
    const update: Effect = { kind: 'update-branch', pull: PULL, expected: 'branch-1' };
    const counts = [1, 2].map(() =>
      countLooks(looked, INCIDENT_REF, { effects: [words, update], facts: postmortemFacts() }),
    );
    expect(counts).toEqual([1, 2]);
    // It keeps nobody from a postmortem, so nobody is told.
    expect(isStep(update)).toBe(false);
  });

  it('are counted anew when something came of them, and words are no steps', () => {
    const looked = rememberLooked();
    const count = (effects: readonly Effect[], oid = 'a') =>
      countLooks(looked, INCIDENT_REF, {
        effects,
        facts: postmortemFacts({ branch: { oid, ownCommitAt: null } }),
      });
    expect([count([step]), count([step]), count([step], 'b')]).toEqual([1, 2, 1]);
    expect([count([words], 'b'), count([step], 'b')]).toEqual([0, 1]);
  });
});

describe('a refusal', () => {
  const thrown = (name: string, message: string): Error =>
    new Error('write-branch failed', { cause: Object.assign(new Error(message), { name }) });

  it('is known by name, in GitHub’s words', () => {
    expect(
      refusalOf(thrown('PermissionMissing', 'GitHub refused POST https://x.y/z: Resource: no')),
    ).toEqual({ is: 'permission', said: 'Resource: no' });
    expect(refusalOf(thrown('Refused', 'GitHub took no commit: UNPROCESSABLE A rule'))).toEqual({
      is: 'refused',
      said: 'A rule',
    });
    expect(refusalOf(thrown('Unavailable', '502'))).toBeNull();
  });
});
