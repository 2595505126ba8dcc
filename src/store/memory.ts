/** What the program remembers about itself between starts: small values by name. */
import type { Db } from './schema.ts';

export interface Memory {
  /** `null` when nothing was remembered under this name. */
  recall(name: string): Promise<string | null>;
  remember(name: string, value: string): Promise<void>;
}

export function keepMemory(db: Db): Memory {
  return {
    recall: async (name) => {
      const row = await db
        .selectFrom('memory')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value ?? null;
    },
    remember: async (name, value) => {
      await db
        .insertInto('memory')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
