import { z } from 'zod';
import type { Label } from '../../core/effects.ts';
import { formatRepo } from '../../core/ids.ts';
import type { EffectOf, Hands } from './performer.ts';

type KeepLabels = EffectOf<'keep-labels'>;

/** What is missing, or there (`id`) with another colour or description. */
interface Change {
  readonly label: Label;
  readonly id: string | null;
}

interface Difference {
  /** Node id. */
  readonly repository: string;
  readonly changes: readonly Change[];
}

/** So many labels a request: GraphQL works them off one by one and gives up after ten seconds. */
const MOST_AT_ONCE = 40;

/** A label that somebody else made meanwhile, perhaps in grey, is mended in the second round. */
const MOST_ROUNDS = 3;

/**
 * Creates what is missing and mends colour and description, all in one request as a rule. GitHub compares
 * names without case. A refusal is no error when the labels are as they should be all the same: somebody
 * else was faster, or the answer to an earlier request was lost.
 */
export async function keepLabels(hands: Hands, effect: KeepLabels): Promise<void> {
  let refusals: readonly string[] = [];
  for (let round = 1; ; round += 1) {
    const there = await difference(hands, effect);
    if (there === null || there.changes.length === 0) return;
    if (round > MOST_ROUNDS) throw notTaken(effect, there.changes, refusals);
    refusals = await change(hands, there);
    if (refusals.length === 0) return;
  }
}

function notTaken(
  { repo }: KeepLabels,
  changes: readonly Change[],
  refusals: readonly string[],
): Error {
  const names = changes.map(({ label }) => label.name).join(', ');
  const where = formatRepo(repo);
  return new Error(`GitHub did not take labels of ${where} (${names}): ${refusals.join('; ')}`);
}

/** What GitHub refused. */
async function change({ session }: Hands, wanted: Difference): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (let from = 0; from < wanted.changes.length; from += MOST_AT_ONCE) {
    const some = wanted.changes.slice(from, from + MOST_AT_ONCE);
    const { document, variables } = labelsMutation(wanted.repository, some);
    refusals.push(...(await session.mutate(document, variables)));
  }
  return refusals;
}

/** One aliased mutation a change; validated in the queries' test. */
export function labelsMutation(
  repository: string,
  changes: readonly Change[],
): { readonly document: string; readonly variables: Readonly<Record<string, string>> } {
  const fields = changes.map(({ id }, i) => {
    const said = `color: $c${i}, description: $d${i}`;
    return id === null
      ? `l${i}: createLabel(input: { repositoryId: $repository, name: $l${i}, ${said} }) { clientMutationId }`
      : `l${i}: updateLabel(input: { id: $l${i}, ${said} }) { clientMutationId }`;
  });
  const declared = changes.map(
    ({ id }, i) => `$l${i}: ${id === null ? 'String!' : 'ID!'}, $c${i}: String!, $d${i}: String!`,
  );
  const creates = changes.some(({ id }) => id === null);
  const variables = changes.flatMap(({ id, label }, i): (readonly [string, string])[] => [
    [`l${i}`, id ?? label.name],
    [`c${i}`, label.color],
    [`d${i}`, label.description],
  ]);
  return {
    document: `mutation KeepLabels(${[...(creates ? ['$repository: ID!'] : []), ...declared].join(', ')}) {
  ${fields.join('\n  ')}
}`,
    variables: {
      ...(creates ? { repository } : {}),
      ...Object.fromEntries(variables),
    },
  };
}

/** `null` when the repository is gone. */
async function difference(hands: Hands, effect: KeepLabels): Promise<Difference | null> {
  const there = await labelsOf(hands, effect);
  if (there === null) return null;
  const byName = new Map(there.labels.map((label) => [label.name.toLowerCase(), label]));
  const changes = effect.labels.flatMap((label): readonly Change[] => {
    const present = byName.get(label.name.toLowerCase());
    if (present !== undefined && !differs(present, label)) return [];
    return [{ label, id: present?.id ?? null }];
  });
  return { repository: there.repository, changes };
}

function differs(there: Present, label: Label): boolean {
  return (
    there.color.toLowerCase() !== label.color.toLowerCase() ||
    (there.description ?? '') !== label.description
  );
}

export const LABELS_QUERY = `query Labels($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    id
    labels(first: 100, after: $after) {
      nodes { id name color description }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const Present = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string(),
  description: z.string().nullable(),
});
type Present = z.infer<typeof Present>;

const LabelsAnswer = z.object({
  repository: z
    .object({
      id: z.string(),
      labels: z.object({
        nodes: z.array(Present),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    })
    .nullable(),
});

async function labelsOf(
  { session, note }: Hands,
  { repo }: KeepLabels,
): Promise<{ readonly repository: string; readonly labels: readonly Present[] } | null> {
  const labels: Present[] = [];
  for (let after: string | null = null; ;) {
    const variables: Readonly<Record<string, unknown>> = { ...repo, after };
    const { repository } = await session.query(LABELS_QUERY, variables, LabelsAnswer);
    if (repository === null) {
      note('labels to be kept found their repository gone', { repository: formatRepo(repo) });
      return null;
    }
    labels.push(...repository.labels.nodes);
    const { hasNextPage, endCursor } = repository.labels.pageInfo;
    if (!hasNextPage) return { repository: repository.id, labels };
    after = endCursor;
  }
}
