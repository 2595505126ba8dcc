import { contentHash, silentHash } from './content-hash.ts';
import { newFrontMatter } from './front-matter.ts';
import { factInAddress, factInHtml, inlineOrUnknown, isFact, plainFact } from './inline-content.ts';
import { findPlaceholders, type Placeholder } from './placeholders.ts';
import { contentOf, questionsOf } from './regions/content.ts';
import { hashEdit, kindOf } from './regions/edit.ts';
import { parseDocument, type ParsedDocument, type Region } from './regions/regions.ts';
import { spliced, type Edit } from './splice.ts';
import type { Telling } from './telling.ts';
import { templateProblems } from './template-problems.ts';
import { factInYaml } from './yaml-fact.ts';

/** What keeps a text from being a template. */
export interface TemplateProblem {
  /** From 1. */
  readonly line: number;
  /** What stands there: `<!-- norepeat:timelin -->`, `{{titel}}`. */
  readonly found: string;
  /** What may stand there, or what is to be done; a sentence without a full stop. */
  readonly expected: string;
  /** The nearest that would have been understood, as it would be written; null where nothing is near. */
  readonly nearest: string | null;
}

/** All that is wrong with a template, in the order of its lines; nothing for one that can be used. */
export function checkTemplate(text: string): readonly TemplateProblem[] {
  return templateProblems(parseDocument(text));
}

export interface NewDocument {
  /** Markdown with regions, in which nothing is filled yet. */
  readonly template: string;
  readonly telling: Telling;
  /** Markdown of the app's own that stands above everything else; null for none. */
  readonly notice: string | null;
}

/**
 * The document that a postmortem begins as: front matter, and the template with its regions and facts
 * filled. Of a template that is broken, what is whole is filled and the rest stands as it is.
 */
export function newDocument({ template, telling, notice }: NewDocument): string {
  const parsed = parseDocument(template.replaceAll(/\r\n?/g, '\n'));
  const { source, tree, found } = parsed;
  const [first] = tree.children;
  const matterEnd = first?.type === 'yaml' ? (first.position?.end.offset ?? 0) : 0;
  const facts = findPlaceholders(source, tree).filter(({ name }) => isFact(name));
  const regions = found.regions.flatMap((region) => filled(parsed, region, { facts, telling }));
  const loose = facts.filter(({ from }) => !found.regions.some((region) => isIn(region, from)));
  const ofMatter = loose.filter(({ from }) => from < matterEnd);
  const ofBody = loose.filter(({ from }) => from >= matterEnd);
  const whole = spliced(source, [
    ...regions,
    ...ofBody.map((fact) => ({ ...fact, text: followingFact(fact, telling) })),
  ]);
  const matter =
    first?.type === 'yaml'
      ? spliced(
          first.value,
          ofMatter.map((fact) => {
            const shift = source.indexOf(first.value);
            return {
              from: fact.from - shift,
              to: fact.to - shift,
              text: factInYaml(source, fact, telling),
            };
          }),
        )
      : '';
  const body = whole.slice(matterEnd).replace(/^\n+/, '').trimEnd();
  const head = notice === null ? '' : `${notice.trim()}\n\n`;
  return `${newFrontMatter(telling, matter)}\n${head}${body}\n`;
}

/** Of one region: its hash, and what stands in it. */
function filled(
  { source }: ParsedDocument,
  region: Region,
  { facts, telling }: { readonly facts: readonly Placeholder[]; readonly telling: Telling },
): readonly Edit[] {
  const { start, end, form, inLink, name } = region;
  if (form === 'inline') {
    const content = inlineOrUnknown(name, telling, inLink);
    const hash = contentHash(content);
    return [hashEdit(region, hash), { from: start.to, to: end.from, text: content }];
  }
  const kind = kindOf(name);
  if (kind === undefined) return [];
  const own = ownText(source, region, { facts, telling });
  const told = contentOf(kind, telling, own === '' ? null : own);
  const content = told ?? (own === '' ? questionsOf(kind) : own);
  const hash = told === null ? silentHash(content) : contentHash(content);
  return [hashEdit(region, hash), { from: start.to, to: end.from, text: `\n\n${content}\n\n` }];
}

/** What the template says in a region of its own; its facts as text, for no region stands in another. */
function ownText(
  source: string,
  { from, to }: Region,
  { facts, telling }: { readonly facts: readonly Placeholder[]; readonly telling: Telling },
): string {
  const inside = facts.filter((fact) => fact.from >= from && fact.to <= to);
  return spliced(
    source.slice(from, to),
    inside.map((fact) => ({
      from: fact.from - from,
      to: fact.to - from,
      text: standingFact(fact, telling),
    })),
  );
}

function isIn({ start, end }: Region, offset: number): boolean {
  return offset >= start.from && offset < end.to;
}

/** Between markers where they can stand, so that it stays current. */
function followingFact(fact: Placeholder, telling: Telling): string {
  if (fact.where !== 'text' && fact.where !== 'link-text') return standingFact(fact, telling);
  const content = inlineOrUnknown(fact.name, telling, fact.where === 'link-text');
  const start = `<!-- norepeat:${fact.name} ${contentHash(content)} -->`;
  // A comment that begins a line would make the whole line HTML.
  const before = fact.opensLine ? '<span></span>' : '';
  return `${before}${start}${content}<!-- /norepeat:${fact.name} -->`;
}

function standingFact(fact: Placeholder, telling: Telling): string {
  switch (fact.where) {
    case 'text':
    case 'link-text':
      return inlineOrUnknown(fact.name, telling, fact.where === 'link-text');
    case 'address':
      return factInAddress(fact.name, telling, fact.opensAddress);
    case 'html':
      return factInHtml(fact.name, telling);
    case 'front-matter':
      return plainFact(fact.name, telling);
  }
}
