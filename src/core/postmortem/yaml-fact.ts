import { plainFact } from './inline-content.ts';
import type { Placeholder } from './placeholders.ts';
import type { Telling } from './telling.ts';

/** A fact in a template's own front matter, so that what is YAML stays YAML whatever the fact says. */
export function factInYaml(
  source: string,
  fact: Pick<Placeholder, 'name' | 'from' | 'to'>,
  telling: Telling,
): string {
  const words = plainFact(fact.name, telling).replace(/\s+/g, ' ');
  const before = source.slice(source.lastIndexOf('\n', fact.from - 1) + 1, fact.from);
  const after = /^[^\n]*/.exec(source.slice(fact.to))?.[0] ?? '';
  const json = JSON.stringify(words);
  if (count(before, '"') % 2 === 1) return json.slice(1, -1);
  if (count(before, "'") % 2 === 1) return words.replaceAll("'", "''");
  const isWhole = /(?::|-)[ \t]+$/.test(before) && after.trim() === '';
  return isWhole ? json : words.replace(/[^\p{L}\p{N} ._/+]/gu, ' ');
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
