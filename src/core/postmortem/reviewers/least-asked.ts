import { sameLogin } from '../../incident/authority.ts';
import type { OtherPostmortem } from '../facts.ts';

/**
 * Who has the fewest open postmortems to read; of those, who was asked longest ago, or never; of those, by
 * turns: the number of the incident decides, so that everybody who looks decides the same. Null: nobody.
 */
export function leastAsked(
  logins: readonly string[],
  others: readonly OtherPostmortem[],
  incident: number,
): string | null {
  const all = [...new Map(logins.map((login) => [login.toLowerCase(), login])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, login]) => ({ login, ...loadOf(login, others, incident) }));
  const [best] = [...all].sort((a, b) => a.open - b.open || a.last - b.last);
  if (best === undefined) return null;
  const equal = all.filter(({ open, last }) => open === best.open && last === best.last);
  return equal[incident % equal.length]?.login ?? null;
}

function loadOf(
  login: string,
  others: readonly OtherPostmortem[],
  incident: number,
): { readonly open: number; readonly last: number } {
  const own = others.filter(
    (other) =>
      other.incident !== incident && other.reviewers.some((reviewer) => sameLogin(reviewer, login)),
  );
  return {
    open: own.filter(({ state }) => state === 'open').length,
    last: Math.max(0, ...own.map(({ createdAt }) => createdAt)),
  };
}
