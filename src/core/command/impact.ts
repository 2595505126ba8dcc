import { cut } from '../markdown/characters.ts';
import type { Impact } from '../policy/policy.ts';
import { nearestOf } from './words.ts';

export type ReadImpact =
  | { readonly kind: 'impact'; readonly impact: Impact }
  | { readonly kind: 'wrong'; readonly problem: string; readonly instead: string };

/**
 * Reads `users=15% customers=2,5%`: any of the three figures, in any order, with a point or a comma.
 * `=`, `:` or a blank may stand between, `%` may be missing, `~` is let through.
 */
export function readImpact(text: string): ReadImpact {
  const impact: Partial<Record<keyof Impact, number>> = {};
  let left = text.trim();
  if (left === '') return wrong('it gives no figure', impact);
  while (left !== '') {
    const match = FIGURE.exec(left);
    const [whole, name, digits] = match ?? [];
    if (whole === undefined || name === undefined || digits === undefined) {
      return wrong(`I cannot read “${cut(left, 40)}” as a figure`, impact);
    }
    const measure = measureOf(name);
    const value = Number(digits.replace(',', '.'));
    const problem = measure === undefined ? unknown(name) : unfit(measure, value, impact);
    if (measure === undefined || problem !== null) return wrong(problem ?? '', impact);
    impact[measure] = value;
    left = left.slice(whole.length).trimStart();
  }
  return { kind: 'impact', impact };
}

const FIGURE =
  /^([A-Za-z]+)\s*[=:]?\s*[~≈]?\s*(\d{1,9}(?:[.,]\d{1,6})?)\s*(?:%|percent\b)?(?=[\s,;]|$)[,;]?/;
const MEASURES = ['users', 'customers', 'cost'] as const satisfies readonly (keyof Impact)[];
/** Cost is what is spent beyond the expected: ten thousand percent is a hundred times as much. */
const HIGHEST = { users: 100, customers: 100, cost: 10_000 } as const;

function measureOf(name: string): keyof Impact | undefined {
  const wanted = name.toLowerCase();
  return MEASURES.find((measure) => measure === wanted || measure === `${wanted}s`);
}

function unknown(name: string): string {
  const near = nearestOf(name, MEASURES);
  const meant = near === undefined ? '' : ` (did you mean ${near}?)`;
  return `the figures are users, customers and cost, not “${name.slice(0, 40)}”${meant}`;
}

function unfit(measure: keyof Impact, value: number, given: Impact): string | null {
  if (given[measure] !== undefined) return `it gives ${measure} twice`;
  if (value > HIGHEST[measure]) {
    return `${measure} cannot be more than ${String(HIGHEST[measure])} percent`;
  }
  return null;
}

/** What was understood so far is kept in the line to write instead. */
function wrong(problem: string, understood: Impact): ReadImpact {
  const figures = MEASURES.flatMap((measure) => {
    const value = understood[measure];
    return value === undefined ? [] : [`${measure}=${String(value)}%`];
  });
  const instead = figures.length > 0 ? figures.join(' ') : 'users=15% customers=3%';
  return { kind: 'wrong', problem, instead: `/impact ${instead}` };
}
