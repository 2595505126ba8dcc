import { z } from 'zod';

const Payload = z.object({
  action: z.string().optional(),
  installation: z.object({
    id: z.int().positive(),
    account: z.object({ login: z.string() }).nullish().catch(undefined),
  }),
  repository: z.object({ full_name: z.string() }).optional().catch(undefined),
  organization: z.object({ login: z.string() }).optional().catch(undefined),
});

/** Through which installation a delivery came, and whose; `gone` when it says that it ended. */
export interface InstallationNews {
  readonly id: number;
  readonly owner: string | null;
  readonly gone: boolean;
}

/** Pure; `null` when the payload names no installation. */
export function installationOf(event: string, payload: unknown): InstallationNews | null {
  const { data } = Payload.safeParse(payload);
  if (data === undefined) return null;
  const owner =
    data.installation.account?.login ??
    data.repository?.full_name.split('/')[0] ??
    data.organization?.login ??
    null;
  const gone = event === 'installation' && ['deleted', 'suspend'].includes(data.action ?? '');
  return { id: data.installation.id, owner, gone };
}
