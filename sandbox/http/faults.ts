import { z } from 'zod';

/** How a request goes wrong on purpose. */
export const faultOf = z.strictObject({
  /** Requests to hit: method and a part of the path (`/graphql` for GraphQL). All when absent. */
  method: z.string().optional(),
  path: z.string().optional(),
  /** A part of the request body, e.g. the name of a GraphQL mutation. */
  body: z.string().optional(),
  /** How many requests to hit; for good when absent. */
  times: z.int().positive().optional(),
  /** How many fitting requests to let through first. */
  skip: z.int().nonnegative().default(0),
  /**
   * `lost-answer` performs the request and then breaks the connection, as when a proxy gives up; `status`
   * answers without performing it.
   */
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('status'),
      status: z.union([z.literal(403), z.literal(429), z.int().min(500).max(599)]),
      retryAfterSeconds: z.number().nonnegative().optional(),
    }),
    z.strictObject({
      kind: z.literal('secondary-limit'),
      retryAfterSeconds: z.number().nonnegative().optional(),
    }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('lost-answer') }),
    z.strictObject({ kind: z.literal('slow'), milliseconds: z.number().positive() }),
  ]),
});

export type Fault = z.input<typeof faultOf>;
export type FaultEffect = z.infer<typeof faultOf>['effect'];

export interface Faults {
  /** Starts a fault; the answer ends it. */
  inject(fault: Fault): () => void;
  clear(): void;
  /** The effect that this request is to suffer, if any; counts it. */
  strike(request: { method: string; path: string; body: string }): FaultEffect | null;
}

type Active = { readonly fault: z.infer<typeof faultOf>; seen: number };

export function createFaults(): Faults {
  const active = new Set<Active>();
  return {
    inject: (fault) => {
      const entry: Active = { fault: faultOf.parse(fault), seen: 0 };
      active.add(entry);
      return () => {
        active.delete(entry);
      };
    },
    clear: () => {
      active.clear();
    },
    strike: (request) => {
      for (const entry of active) {
        const { fault } = entry;
        if (!hits(fault, request)) continue;
        entry.seen += 1;
        if (entry.seen <= fault.skip) continue;
        const last = fault.skip + (fault.times ?? Infinity);
        if (entry.seen >= last) active.delete(entry);
        return fault.effect;
      }
      return null;
    },
  };
}

function hits(
  fault: z.infer<typeof faultOf>,
  request: { method: string; path: string; body: string },
): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
    (fault.path === undefined || request.path.includes(fault.path)) &&
    (fault.body === undefined || request.body.includes(fault.body))
  );
}
