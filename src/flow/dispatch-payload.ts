import { z } from 'zod';

const Words = z.union([z.string(), z.number()]).transform(String);
const Percent = z
  .union([z.number(), z.string().transform((text) => Number(text.replace('%', '').trim() || 'x'))])
  .refine((value) => Number.isFinite(value) && value >= 0);

/** A field that cannot be read is left out: an incident told from what is there beats a lost alarm. */
function lenient<T extends z.ZodType>(schema: T): z.ZodCatch<z.ZodNullable<T>> {
  return schema.nullable().catch(() => null);
}

/** `client_payload` of a `repository_dispatch` event `incident`: only a title is required. */
export const DispatchPayload = z.object({
  title: Words.transform((title) => title.trim()).refine((title) => title !== ''),
  description: lenient(Words),
  services: lenient(z.union([z.array(Words), Words.transform((text) => text.split(','))])),
  severity: lenient(Words),
  users: lenient(Percent),
  customers: lenient(Percent),
  cost: lenient(Percent),
  started_at: lenient(Words),
  detected_at: lenient(Words),
  dedup_key: lenient(Words.refine((key) => key.trim() !== '')),
});
export type DispatchPayload = z.infer<typeof DispatchPayload>;

/** What the door keeps of the delivery (`github/receive/repositories.ts`). */
export const DispatchIntent = z.object({
  client_payload: z.unknown(),
  sender: z.string().nullable().catch(null),
});
