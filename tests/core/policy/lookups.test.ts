import { describe, expect, it } from 'vitest';
import {
  matchesRepository,
  repositoriesOf,
  serviceById,
  serviceOwners,
  servicesOfPaths,
  servicesOfRepository,
} from '../../../src/core/policy/services.ts';
import { severityById, severityByWord, severityRank } from '../../../src/core/policy/severities.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';

const repo = (name: string, owner = 'acme') => ({ owner, name });

describe('severities', () => {
  const policy = aPolicy();

  it('are found by id without regard to case', () => {
    expect(severityById(policy, 'SEV2')?.name).toBe('SEV-2');
    expect(severityById(policy, 'sev9')).toBeUndefined();
  });

  it('are found by what people say', () => {
    for (const word of ['sev1', 'SEV-1', 'Sev 1', 'sev_1']) {
      expect(severityByWord(policy, word)?.id).toBe('sev1');
    }
    expect(severityByWord(policy, '1')).toBeUndefined();
  });

  it('rank from the most severe down, and an unknown one never ranks as milder', () => {
    expect(['sev1', 'sev2', 'sev5', 'gone'].map((id) => severityRank(policy, id))).toEqual([
      0, 1, 4, 0,
    ]);
  });
});

describe('services', () => {
  const shop = aService({
    id: 'shop',
    team: { org: 'acme', slug: 'Payments' },
    repositories: ['acme/shop-*'],
    paths: [{ repository: 'acme/mono', glob: 'services/shop/**' }],
  });
  const loose = aService({ id: 'loose', team: null, repositories: [], paths: [] });
  const policy = aPolicy({ services: [...aPolicy().services, shop, loose] });
  const ids = (services: readonly { readonly id: string }[]) => services.map(({ id }) => id);

  it('are found by id without regard to case', () => {
    expect(serviceById(policy, 'Checkout')?.id).toBe('checkout');
    expect(serviceById(policy, 'nothing')).toBeUndefined();
  });

  it('name each owning team once, and none for what is unknown or unowned', () => {
    const teams = serviceOwners(policy, ['checkout', 'shop', 'loose', 'gone', 'search']);
    expect(teams.map(({ slug }) => slug.toLowerCase()).sort()).toEqual(['discovery', 'payments']);
  });

  it('own whole repositories by name or glob, without regard to case', () => {
    expect(ids(servicesOfRepository(policy, repo('Shop-web', 'ACME')))).toEqual(['shop']);
    expect(ids(servicesOfRepository(policy, repo('checkout')))).toEqual(['checkout']);
    expect(ids(servicesOfRepository(policy, repo('checkout-api')))).toEqual([]);
    expect(ids(servicesOfRepository(policy, repo('shop-web', 'other')))).toEqual([]);
  });

  it('own parts of shared repositories by path', () => {
    const touching = (...paths: string[]) => ids(servicesOfPaths(policy, repo('mono'), paths));
    expect(touching('services/shop/src/main.ts')).toEqual(['shop']);
    expect(touching('services/shop/.env')).toEqual(['shop']);
    expect(touching('readme.md', 'services/shop/a')).toEqual(['shop']);
    expect(touching('services/shopping/a', 'services/other/a')).toEqual([]);
    expect(ids(servicesOfPaths(policy, repo('elsewhere'), ['services/shop/a']))).toEqual([]);
  });

  it('are looked for in every repository they name, each once', () => {
    expect(repositoriesOf([shop, shop, loose])).toEqual(['acme/shop-*', 'acme/mono']);
  });

  it('nothing but *, ** and ? means anything in a glob', () => {
    expect(matchesRepository('acme/*', repo('.github'))).toBe(true);
    expect(matchesRepository('acme/a?', repo('ab'))).toBe(true);
    expect(matchesRepository('acme/{a,b}', repo('a'))).toBe(false);
    expect(matchesRepository('acme/@(a|b)', repo('a'))).toBe(false);
    expect(matchesRepository('acme/[ab]', repo('a'))).toBe(false);
    expect(matchesRepository('!acme/a', repo('b'))).toBe(false);
  });
});
