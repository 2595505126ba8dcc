import MiniSearch from 'minisearch';
import { issueKey, sameIssue, sameRepo, type IssueRef } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { PastIncident } from './past-incident.ts';
import { termsOf } from './terms.ts';

/** What is asked: which earlier incidents look like this one. */
export type Question = Pick<
  PastIncident,
  'ref' | 'title' | 'words' | 'services' | 'causes' | 'components' | 'declaredAt' | 'drill'
>;

/** A past incident that looks like the one asked about, and in what. */
export interface Alike {
  readonly ref: IssueRef;
  /** Up to about 2.5; anything from `VERY_ALIKE` on is probably the same again. */
  readonly score: number;
  readonly shares: readonly Share[];
}

export type Share = 'service' | 'cause' | 'component' | 'words';

/** From here on it is worth asking whether it is the same once more. */
export const VERY_ALIKE = 1.1;

/** What is searched in: one incident repository's. Kept as long as the program runs, changed as incidents do. */
export interface SimilarIndex {
  /** Adds or replaces. */
  put(past: PastIncident): void;
  forget(issue: IssueRef): void;
  /** Declared earlier than the one asked about; best first, then latest. At most `most`. */
  search(question: Question, most?: number): readonly Alike[];
}

export const MOST_SIMILAR = 5;

/** Best first, as `search` orders them. */
export function byLikeness(
  a: Alike & { readonly declaredAt: Instant },
  b: Alike & { readonly declaredAt: Instant },
): number {
  return (
    b.score - a.score || b.declaredAt - a.declaredAt || (issueKey(a.ref) < issueKey(b.ref) ? -1 : 1)
  );
}

export function similarIndex(): SimilarIndex {
  return new Incidents();
}

/** What is compared of an incident. */
interface Document {
  readonly id: string;
  readonly ref: IssueRef;
  readonly declaredAt: Instant;
  readonly shown: 'never' | 'to-drills' | 'to-all';
  /** Terms of the title, with a blank between. */
  readonly title: string;
  /** Terms of title and words, so that MiniSearch can read them. */
  readonly text: string;
  /** Services, causes and components, as terms of their own kind. */
  readonly keys: string;
  /** How much each term counts, before its rarity. */
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * MiniSearch finds what shares a word with the question (or one with a slip of the finger in it) among
 * thousands; how alike two of them are is reckoned here. Its own scores grow with the length of the
 * question and fall with the size of what is searched, so that no threshold could be set on them.
 */
class Incidents implements SimilarIndex {
  readonly #documents = new Map<string, Document>();
  /** In how many documents a term occurs. */
  readonly #spread = new Map<string, number>();
  readonly #search = new MiniSearch<Document>({
    idField: 'id',
    fields: ['text', 'keys'],
    tokenize: (text) => text.split(' ').filter((term) => term !== ''),
    processTerm: (term) => term,
    autoVacuum: false,
  });

  put(past: PastIncident): void {
    const document = documentOf(past);
    const before = this.#documents.get(document.id);
    if (before !== undefined) {
      if (isSame(before, document)) return;
      this.#drop(before);
    }
    this.#documents.set(document.id, document);
    this.#search.add(document);
    this.#count(document, 1);
  }

  forget(issue: IssueRef): void {
    const document = this.#documents.get(issueKey(issue));
    if (document !== undefined) this.#drop(document);
  }

  search(question: Question, most = MOST_SIMILAR): readonly Alike[] {
    const asked = documentOf({ ...question, confirmed: true, ended: null });
    const found: (Alike & { readonly declaredAt: Instant })[] = [];
    for (const { id, terms } of this.#candidates(asked)) {
      const document = this.#documents.get(id);
      if (document === undefined || !isEarlier(document, asked)) continue;
      if (document.shown === 'never') continue;
      if (document.shown === 'to-drills' && !question.drill) continue;
      const alike = this.#compare(asked, document, terms);
      if (alike !== null) found.push({ ...alike, declaredAt: document.declaredAt });
    }
    return found
      .sort(byLikeness)
      .slice(0, most)
      .map(({ ref, score, shares }) => ({ ref, score, shares }));
  }

  #drop(document: Document): void {
    this.#documents.delete(document.id);
    this.#search.remove(document);
    this.#count(document, -1);
  }

  #count({ weights }: Document, by: 1 | -1): void {
    for (const term of weights.keys()) {
      const now = (this.#spread.get(term) ?? 0) + by;
      if (now === 0) this.#spread.delete(term);
      else this.#spread.set(term, now);
    }
  }

  /** Those that share anything, with the terms by which MiniSearch found them. */
  #candidates(
    asked: Document,
  ): readonly { readonly id: string; readonly terms: readonly string[] }[] {
    const words = [...asked.weights.keys()].slice(0, MOST_ASKED).join(' ');
    const results = this.#search.search(words, {
      // A slip of the finger is one letter of a long word.
      fuzzy: (term) => (term.length >= 6 && !term.includes(':') ? 1 : false),
      prefix: false,
      combineWith: 'OR',
    });
    return results.slice(0, MOST_COMPARED).map(({ id, terms }) => ({ id: String(id), terms }));
  }

  #compare(asked: Document, other: Document, found: readonly string[]): Alike | null {
    const words = this.#likenessOfWords(asked, other, found);
    const kinds = KINDS.flatMap((kind) => {
      const part = this.#likenessOfKeys(asked, other, kind);
      return part === 0 ? [] : [{ share: kind.share, worth: kind.weight * part }];
    });
    const score = round(WORDS * words + kinds.reduce((sum, { worth }) => sum + worth, 0));
    // A busy service has many incidents that have nothing else in common.
    const hasReason = words >= SOME_WORDS || kinds.length >= 2;
    if (!hasReason || score < THRESHOLD) return null;
    const shares = kinds.map(({ share }): Share => share);
    return { ref: other.ref, score, shares: words >= SOME_WORDS ? [...shares, 'words'] : shares };
  }

  /** The angle between both texts, 0 to 1, in which rare words count more. */
  #likenessOfWords(asked: Document, other: Document, found: readonly string[]): number {
    const terms = new Set(found.filter((term) => !term.includes(':')));
    let shared = 0;
    let count = 0;
    for (const term of terms) {
      const theirs = other.weights.get(term);
      if (theirs === undefined) continue;
      const ours = asked.weights.get(term);
      count += 1;
      const rarity = this.#rarity(term) ** 2;
      shared += ours === undefined ? SLIP * theirs * rarity : ours * theirs * rarity;
    }
    const lengths = this.#length(asked) * this.#length(other);
    if (lengths === 0) return 0;
    // One rare word in common is chance, unless it is all that both say.
    const sure = asked.title === other.title ? 1 : Math.min(1, count / ENOUGH_TERMS);
    return Math.min(1, shared / lengths) * sure;
  }

  #length({ weights }: Document): number {
    let sum = 0;
    for (const [term, weight] of weights) {
      if (!term.includes(':')) sum += (weight * this.#rarity(term)) ** 2;
    }
    return Math.sqrt(sum);
  }

  /** How much of what either has both have; what every second incident has counts least. */
  #likenessOfKeys(asked: Document, other: Document, { mark, least }: Kind): number {
    const ours = keysOf(asked, mark);
    const theirs = new Set(keysOf(other, mark));
    const both = ours.filter((key) => theirs.has(key));
    if (both.length === 0) return 0;
    const all = new Set([...ours, ...theirs]).size;
    const rarest = Math.max(...both.map((key) => this.#rarity(key) / this.#rarity('')));
    return (least + (1 - least) * rarest ** 2) * Math.sqrt(both.length / all);
  }

  /** As if fifty more incidents were known: in a young repository every word looks rare, or none does. */
  #rarity(term: string): number {
    const known = this.#documents.size + 50;
    return Math.log(1 + known / (1 + (this.#spread.get(term) ?? 0)));
  }
}

/** Lower, and unrelated ones come in; see the tests, which have examples of both. */
const THRESHOLD = 0.78;
const WORDS = 1.5;
const SOME_WORDS = 0.1;
const ENOUGH_TERMS = 4;
/** What a word with another spelling counts for. */
const SLIP = 0.5;
/** Terms of a question, the title's first. */
const MOST_ASKED = 150;
const MOST_COMPARED = 200;

interface Kind {
  readonly share: Share;
  readonly mark: string;
  readonly weight: number;
  /** The part of its weight that one which every incident has still counts for. */
  readonly least: number;
}

/** A team's own words for causes say much where they are rare; `change` is said of every second incident. */
const KINDS: readonly Kind[] = [
  { share: 'service', mark: 's:', weight: 0.35, least: 0.6 },
  { share: 'cause', mark: 'c:', weight: 0.65, least: 0.2 },
  { share: 'component', mark: 'p:', weight: 0.4, least: 0.3 },
];

/** Causes that name none. */
const UNTELLING: ReadonlySet<string> = new Set(['unknown', 'other']);

function documentOf(past: Question & Pick<PastIncident, 'confirmed' | 'ended'>): Document {
  const title = termsOf(past.title);
  const words = termsOf(past.words);
  const keys = [
    ...past.services.map((id) => `s:${oneTerm(id)}`),
    ...past.causes.filter((id) => !UNTELLING.has(id.toLowerCase())).map((id) => `c:${oneTerm(id)}`),
    ...past.components.map((id) => `p:${oneTerm(id)}`),
  ];
  // Whoever reads titles only knows most of it.
  const weights = new Map<string, number>([
    ...words.map((term) => [term, 1] as const),
    ...keys.map((key) => [key, 1] as const),
  ]);
  return {
    id: issueKey(past.ref),
    ref: past.ref,
    declaredAt: past.declaredAt,
    shown: shownOf(past),
    title: title.join(' '),
    text: [...title, ...words].join(' '),
    keys: keys.join(' '),
    weights: new Map([...title.map((term) => [term, 2] as const), ...without(weights, title)]),
  };
}

function without(
  weights: ReadonlyMap<string, number>,
  terms: readonly string[],
): readonly (readonly [string, number])[] {
  const known = new Set(terms);
  return [...weights].filter(([term]) => !known.has(term));
}

/** What nobody confirmed may be anybody's joke; a double says nothing that its original does not. */
function shownOf({
  confirmed,
  drill,
  ended,
}: Pick<PastIncident, 'confirmed' | 'drill' | 'ended'>): Document['shown'] {
  if (!confirmed || ended?.as === 'duplicate') return 'never';
  return drill ? 'to-drills' : 'to-all';
}

function oneTerm(id: string): string {
  return id.toLowerCase().replace(/\s+/g, '_');
}

function keysOf({ keys }: Document, mark: string): readonly string[] {
  return keys.split(' ').filter((key) => key.startsWith(mark));
}

function isSame(a: Document, b: Document): boolean {
  return (
    a.title === b.title &&
    a.text === b.text &&
    a.keys === b.keys &&
    a.shown === b.shown &&
    a.declaredAt === b.declaredAt
  );
}

type Declared = Pick<PastIncident, 'ref' | 'declaredAt'>;

/**
 * Of two of one second in two repositories, nobody knows: either may be shown with the other. None is earlier
 * than itself, also where its declaration was corrected since it was kept.
 */
export function isEarlier(one: Declared, than: Declared): boolean {
  if (sameIssue(one.ref, than.ref)) return false;
  if (one.declaredAt !== than.declaredAt) return one.declaredAt < than.declaredAt;
  return !sameRepo(one.ref.repo, than.ref.repo) || one.ref.number < than.ref.number;
}

/** So that the order of additions decides nothing. */
function round(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
