import type { TeamRef } from '../core/policy/policy.ts';
import type { Executor } from './schema.ts';

/**
 * A team has another name: what it owes goes on under that one from the same moment as the policy does,
 * for in between nothing would be held. Incidents read anew say the same.
 */
export async function renameTeam(trx: Executor, from: TeamRef, to: TeamRef): Promise<void> {
  const rows = await trx
    .selectFrom('obligations')
    .select(['issue', 'kept'])
    .where('kept', 'is not', null)
    .execute();
  for (const { issue, kept } of rows) {
    if (kept === null) continue;
    const renamed = JSON.stringify(
      JSON.parse(kept, (_, value: unknown) => (isTeam(value, from) ? to : value)),
    );
    if (renamed === kept) continue;
    await trx
      .updateTable('obligations')
      .set({ kept: renamed })
      .where('issue', '=', issue)
      .execute();
  }
}

function isTeam(value: unknown, team: TeamRef): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('org' in value && 'slug' in value) || Object.keys(value).length !== 2) return false;
  return (
    String(value.org).toLowerCase() === team.org.toLowerCase() &&
    String(value.slug).toLowerCase() === team.slug.toLowerCase()
  );
}
