import { describe, expect, it } from 'vitest';
import {
  formatIssue,
  formatRepo,
  issueKey,
  parseIssue,
  parseRepo,
  repoKey,
  sameRepo,
} from '../../src/core/ids.ts';

describe('names of repositories and issues', () => {
  it.each(['acme/checkout', 'a/b', 'acme/.github', 'mona_acme/notes', 'Acme-2/a_b.c'])(
    '%s is read and written the same',
    (text) => {
      const repo = parseRepo(text);
      expect(repo && formatRepo(repo)).toBe(text);
    },
  );

  it.each([
    '',
    'acme',
    'acme/',
    '/checkout',
    'acme/check out',
    '-acme/x',
    'a/b/c',
    'acme/../x',
    'acme/..',
    'acme/.',
  ])('%j names no repository', (text) => {
    expect(parseRepo(text)).toBeUndefined();
  });

  it('an issue without a repository is one of the repository at hand', () => {
    const home = { owner: 'acme', name: 'incidents' };
    expect(parseIssue('#12', home)).toEqual({ repo: home, number: 12 });
    expect(parseIssue('#12')).toBeUndefined();
    const elsewhere = parseIssue('acme/checkout#34', home);
    expect(elsewhere && formatIssue(elsewhere)).toBe('acme/checkout#34');
  });

  it.each(['12', '#0', '#-1', '#1x', '#12#13', 'acme/checkout#', '#99999999999'])(
    '%j names no issue',
    (text) => {
      expect(parseIssue(text, { owner: 'acme', name: 'incidents' })).toBeUndefined();
    },
  );

  it('owners and names are the same in any case', () => {
    expect(sameRepo({ owner: 'Acme', name: 'X' }, { owner: 'acme', name: 'x' })).toBe(true);
  });

  it('a repository and an issue are kept under one name, however they are written', () => {
    const repo = { owner: 'Acme', name: 'Checkout' };
    expect(repoKey(repo)).toBe('acme/checkout');
    expect(issueKey({ repo, number: 34 })).toBe('acme/checkout#34');
  });
});
