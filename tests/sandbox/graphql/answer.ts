/** Answers of GraphQL, of which nothing is believed but what a test looks at. */
import { z } from 'zod';

/**
 * What stands at a path such as `repository.issue.labels.nodes.*.name`: each step is a key or a place in a
 * list, and `*` is every one of a list. Throws where a step leads nowhere.
 */
export function at(answer: unknown, path: string): unknown {
  return follow(answer, path.split('.'));
}

/** A text at such a path. Throws when it is none. */
export function textAt(answer: unknown, path: string): string {
  return z.string().parse(at(answer, path));
}

function follow(answer: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return answer;
  if (step === '*')
    return z
      .array(z.unknown())
      .parse(answer)
      .map((each) => follow(each, rest));
  if (typeof answer !== 'object' || answer === null || !Object.hasOwn(answer, step)) {
    throw new Error(`no ${step} in ${JSON.stringify(answer)}`);
  }
  const next: unknown = Reflect.get(answer, step);
  return follow(next, rest);
}
