import type { Label } from '../../core/effects.ts';
import { statusOf } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo, repeatable } from './place.ts';

interface Present {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

/** Creates what is missing and mends colour and description; GitHub compares names without case. */
export async function keepLabels(hands: Hands, effect: EffectOf<'keep-labels'>): Promise<void> {
  const present = await labelsOf(hands, effect);
  const byName = new Map(present.map((label) => [label.name.toLowerCase(), label]));
  for (const label of effect.labels) {
    const there = byName.get(label.name.toLowerCase());
    if (there === undefined) await create(hands, effect, label);
    else if (differs(there, label)) await mend(hands, effect, label);
  }
}

function differs(there: Present, label: Label): boolean {
  return (
    there.color.toLowerCase() !== label.color.toLowerCase() ||
    there.description !== label.description
  );
}

async function create(
  { session }: Hands,
  effect: EffectOf<'keep-labels'>,
  label: Label,
): Promise<void> {
  try {
    await session.octokit.request('POST /repos/{owner}/{repo}/labels', {
      ...inRepo(effect.repo),
      ...label,
      ...repeatable,
    });
  } catch (error) {
    // By somebody else meanwhile, or by a request whose answer was lost.
    const there = error instanceof Error && error.message.includes('already_exists');
    if (statusOf(error) !== 422 || !there) throw error;
  }
}

async function mend(
  { session }: Hands,
  effect: EffectOf<'keep-labels'>,
  { name, color, description }: Label,
): Promise<void> {
  await session.octokit.request('PATCH /repos/{owner}/{repo}/labels/{name}', {
    ...inRepo(effect.repo),
    name,
    color,
    description,
    ...repeatable,
  });
}

async function labelsOf(
  { session }: Hands,
  effect: EffectOf<'keep-labels'>,
): Promise<readonly Present[]> {
  const found: Present[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/labels', {
      ...inRepo(effect.repo),
      per_page: 100,
      page,
    });
    found.push(
      ...data.map(({ name, color, description }) => ({
        name,
        color,
        description: description ?? '',
      })),
    );
    if (data.length < 100) return found;
  }
}
