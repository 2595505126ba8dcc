import type { Octokit } from '@octokit/core';
import type { RepoRef } from '../../core/ids.ts';
import type { RealTime } from '../time.ts';
import { isGone } from './errors.ts';

/** Which installation sees which account. Learnt from deliveries, asked for when unknown. */
export interface Installations {
  of(repo: RepoRef): Promise<number | null>;
  /** By account alone: of one that is unknown the whole list of installations is asked for. */
  ofAccount(owner: string): Promise<number | null>;
  /** Every delivery says it. */
  learn(owner: string, installation: number): void;
  forget(installation: number): void;
  /** Some installation, to ask GitHub the time as. */
  any(): number | undefined;
  /** Asks GitHub for all accounts the app is installed on, and learns them. */
  accounts(): Promise<readonly { readonly owner: string; readonly id: number }[]>;
}

/** How long "not installed there" is believed. */
const ABSENCE_HOLDS = 60_000;

export function createInstallations(app: Octokit, time: RealTime): Installations {
  const known = new Map<string, number>();
  const absent = new Map<string, number>();

  const learn = (owner: string, installation: number): void => {
    known.set(owner.toLowerCase(), installation);
    for (const key of absent.keys()) {
      if (key.startsWith(`${owner.toLowerCase()}/`)) absent.delete(key);
    }
  };

  const accounts: Installations['accounts'] = async () => {
    const installed = await installedAccounts(app);
    for (const { owner, id } of installed) learn(owner, id);
    return installed;
  };

  return {
    learn,
    forget: (installation) => {
      for (const [owner, id] of known) if (id === installation) known.delete(owner);
    },
    any: () => known.values().next().value,
    of: async (repo) => {
      const found = known.get(repo.owner.toLowerCase());
      if (found !== undefined) return found;
      const key = `${repo.owner}/${repo.name}`.toLowerCase();
      const since = absent.get(key);
      if (since !== undefined && time.now() - since < ABSENCE_HOLDS) return null;
      const id = await ask(app, repo);
      if (id === null) absent.set(key, time.now());
      else learn(repo.owner, id);
      return id;
    },
    ofAccount: async (owner) => {
      const name = owner.toLowerCase();
      if (!known.has(name)) await accounts();
      return known.get(name) ?? null;
    },
    accounts,
  };
}

async function ask(app: Octokit, repo: RepoRef): Promise<number | null> {
  try {
    const { data } = await app.request('GET /repos/{owner}/{repo}/installation', {
      owner: repo.owner,
      repo: repo.name,
    });
    return data.suspended_at === null ? data.id : null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function installedAccounts(
  app: Octokit,
): Promise<readonly { readonly owner: string; readonly id: number }[]> {
  const accounts: { readonly owner: string; readonly id: number }[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await app.request('GET /app/installations', { per_page: 100, page });
    for (const { id, account, suspended_at: suspended } of data) {
      if (suspended !== null || account === null || !('login' in account)) continue;
      accounts.push({ owner: account.login, id });
    }
    if (data.length < 100) return accounts;
  }
}
