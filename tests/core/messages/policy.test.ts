import { describe, expect, it } from 'vitest';
import {
  policyMended,
  policyProblemLine,
  policyTroubleIssue,
  policyTroubleNow,
  policyVerdict,
} from '../../../src/core/messages/policy.ts';
import type { PolicyProblem } from '../../../src/core/policy/problem.ts';

const problem = (overrides: Partial<PolicyProblem> = {}): PolicyProblem => ({
  file: '.github/norepeat.yml',
  line: 3,
  column: 10,
  keyPath: 'incidents.scale',
  found: '"sevv"',
  expected: 'one of sev, priority',
  nearest: 'sev',
  ...overrides,
});

const where = { repo: { owner: 'acme', name: '.github' }, path: '.github/norepeat.yml' };
const MARKER = '<!-- norepeat:policy acme/.github 2026-11-21T09:00:00.000Z -->';

describe('what is said of a policy file', () => {
  it('a problem is one line for a terminal', () => {
    expect(policyProblemLine(problem())).toBe(
      'incidents.scale: found "sevv", expected one of sev, priority. Did you mean sev?',
    );
  });

  it('a problem of the whole file names no key', () => {
    const whole = {
      file: where.path,
      line: 1,
      column: 1,
      keyPath: '',
      found: 'an empty file',
      expected: 'at least one key',
    };
    expect(policyProblemLine(whole)).toBe('found an empty file, expected at least one key.');
  });

  it('the check annotates each problem on its line', () => {
    const verdict = policyVerdict(
      { kind: 'invalid', problems: [problem(), problem({ line: 9 })] },
      where.path,
    );
    expect(verdict).toMatchObject({ conclusion: 'failure', title: '2 problems' });
    expect(verdict.annotations.map(({ line, level }) => [line, level])).toEqual([
      [3, 'failure'],
      [9, 'failure'],
    ]);
    expect(verdict.text).toContain(
      '- Line 3, `incidents.scale`: found `"sevv"`, expected one of sev,',
    );
  });

  it('a value of the file stands as code, a phrase about it as words', () => {
    const phrase = problem({ found: 'the unknown key "@acme/everyone"' });
    const verdict = policyVerdict({ kind: 'invalid', problems: [phrase] }, where.path);
    expect(verdict.text).toContain('found the unknown key "@\u200bacme/everyone", expected');
  });

  it('a valid file passes, with its notes as notices', () => {
    const note = {
      file: where.path,
      line: 5,
      column: 1,
      keyPath: 'services.web',
      note: 'No team owns web.',
    };
    expect(policyVerdict({ kind: 'valid', notes: [] }, where.path)).toMatchObject({
      conclusion: 'success',
      title: 'Valid',
      text: null,
      annotations: [],
    });
    expect(policyVerdict({ kind: 'valid', notes: [note] }, where.path)).toMatchObject({
      conclusion: 'success',
      title: 'Valid, with 1 note',
      annotations: [{ line: 5, level: 'notice' }],
    });
  });

  it('the issue begins with its marker and says what is in force meanwhile', () => {
    const trouble = { kind: 'invalid', ...where, problems: [problem()], inForce: true } as const;
    const { title, body } = policyTroubleIssue(trouble, MARKER);
    expect(title).toBe('The Norepeat policy in acme/.github is not valid');
    expect(body.startsWith(`${MARKER}\n`)).toBe(true);
    expect(body).toContain('The last valid policy stays in force');
    expect(policyTroubleIssue({ ...trouble, inForce: false }, MARKER).body).toContain(
      'no valid policy yet',
    );
    expect(policyTroubleIssue({ kind: 'missing', ...where }, MARKER).title).toMatch(/is gone$/);
  });

  it('the comment in that issue is always the same one', () => {
    const now = policyTroubleNow({ kind: 'missing', ...where });
    expect(now.marker).toBe(policyMended(where.repo).marker);
    expect(now.body.startsWith(now.marker)).toBe(true);
  });

  it('nothing from the file pings, forges a marker or leaves its code span', () => {
    const evil = '"`@acme/everyone` <!-- norepeat:summary --> \n# big"';
    const trouble = {
      kind: 'invalid',
      ...where,
      problems: [problem({ found: evil, expected: 'a role: @bob', keyPath: 'x`@alice`y' })],
      inForce: true,
    } as const;
    const { body } = policyTroubleIssue(trouble, MARKER);
    const outside = body.replace(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '');
    expect(outside).not.toMatch(/@[a-z]/);
    expect(outside.match(/<!--/g)).toHaveLength(1);
    expect(outside).not.toContain('# big');
  });

  it('a thousand problems are still a readable page', () => {
    const problems = Array.from({ length: 1000 }, (_, line) => problem({ line }));
    const verdict = policyVerdict({ kind: 'invalid', problems }, where.path);
    expect(verdict.annotations).toHaveLength(50);
    expect(verdict.text).toContain('and 975 more');
    expect(verdict.text!.length).toBeLessThan(65_535);
  });
});
