import { describe, expect, it } from 'vitest';
import {
  matchesRepository,
  repositoriesOf,
  serviceById,
  servicesOfRepository,
} from '../../../src/core/policy/services.ts';
import { severityById, severityRank } from '../../../src/core/policy/severities.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';

const repo = (name: string, owner = 'acme') => ({ owner, name });

describe('severities', () => {
  const policy = aPolicy();

  it('are found by id without regard to case', () => {
    expect(severityById(policy, 'SEV2')?.name).toBe('SEV-2');
    expect(severityById(policy, 'sev9')).toBeUndefined();
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

  it('own whole repositories by name or glob, without regard to case', () => {
    expect(ids(servicesOfRepository(policy, repo('Shop-web', 'ACME')))).toEqual(['shop']);
    expect(ids(servicesOfRepository(policy, repo('checkout')))).toEqual(['checkout']);
    expect(ids(servicesOfRepository(policy, repo('checkout-api')))).toEqual([]);
    expect(ids(servicesOfRepository(policy, repo('shop-web', 'other')))).toEqual([]);
  });

  it('are looked for in every repository they name, each once', () => {
    expect(repositoriesOf([shop, shop, loose])).toEqual(['acme/mono', 'acme/shop-*']);
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
