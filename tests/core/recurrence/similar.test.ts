import { describe, expect, test } from 'vitest';
import type { PastIncident } from '../../../src/core/recurrence/past-incident.ts';
import { similarIndex, type Alike } from '../../../src/core/recurrence/similar.ts';
import { termsOf } from '../../../src/core/recurrence/terms.ts';
import { plus } from '../../../src/core/time.ts';
import { aPast } from './a-past.ts';
import { CORPUS, type Told } from './corpus.ts';

function similarIncidents(question: PastIncident, past: readonly PastIncident[]): readonly Alike[] {
  const index = similarIndex();
  for (const one of past) index.put(one);
  return index.search(question);
}

const told = (number: number, { title, words, services, causes }: Told): PastIncident =>
  aPast(number, { title, words, services, causes });
const PAST = CORPUS.map((one, index) => told(index + 1, one));
const NOW = CORPUS.length + 1;

/** The same incident as one of the corpus, declared now, without the words that nobody knows yet. */
function again(index: number, known: Partial<PastIncident> = {}): PastIncident {
  return { ...told(NOW, CORPUS[index]!), causes: [], ...known };
}

const others = (index: number): readonly PastIncident[] => PAST.filter((_, at) => at !== index);
const numbers = (found: readonly { readonly ref: { readonly number: number } }[]): number[] =>
  found.map(({ ref }) => ref.number);
const families = CORPUS.flatMap(({ family, title }, index) =>
  family === '-' ? [] : [{ family, title, index }],
);
const loners = CORPUS.flatMap(({ family, title }, index) =>
  family === '-' ? [{ title, index }] : [],
);

describe('of sixty incidents', () => {
  test.each(families)('$title: finds its like and nothing else', ({ family, index }) => {
    const like = families.filter((one) => one.family === family && one.index !== index);
    const found = similarIncidents(again(index), others(index));
    expect(numbers(found)).toEqual(like.map((one) => one.index + 1));
  });

  test.each(families)('$title: the cause known, its like comes first', ({ family, index }) => {
    const [best] = similarIncidents(again(index, told(NOW, CORPUS[index]!)), others(index));
    expect(CORPUS[(best?.ref.number ?? 0) - 1]?.family).toBe(family);
    expect(best?.shares).toEqual(['service', 'cause', 'words']);
  });

  test.each(loners)('$title: finds nothing, for nothing is like it', ({ index }) => {
    expect(similarIncidents(again(index), others(index))).toEqual([]);
    expect(similarIncidents(again(index, told(NOW, CORPUS[index]!)), others(index))).toEqual([]);
  });

  test('a cause alone, a service alone and both together without a word in common find nothing', () => {
    const asked = aPast(NOW, { title: 'Zebra', words: 'Quagga okapi', services: ['login'] });
    expect(similarIncidents(asked, PAST)).toEqual([]);
    expect(similarIncidents({ ...asked, services: [], causes: ['change'] }, PAST)).toEqual([]);
    expect(similarIncidents({ ...asked, causes: ['change'] }, PAST)).toEqual([]);
  });
});

/** Written after the threshold was set, in a hurry, as at three in the morning. */
describe('said in other words', () => {
  test.each([
    [
      'A',
      'checkout',
      'Stripe is slow and the checkout pool is exhausted',
      'Since 9 am orders fail at the last step.',
    ],
    [
      'C',
      'login',
      'Nobody can log in: expired certificate',
      'Browser says CERT_DATE_INVALID on login.acme.example',
    ],
    [
      'B',
      'checkout',
      'Disk full on orders db',
      'WAL is filling the volume, replication slot stuck',
    ],
    ['E', 'gateway', '429 for mobile customers', 'Rate limiter throttles a carrier NAT address'],
    [
      'F',
      'search',
      'search down, reindex running',
      'queries rejected since the full reindex began',
    ],
    ['G', 'mail', 'Mails bounce', '550 from the mail provider, our domain is blocked'],
  ])('one of family %s in %s is found: %s', (family, service, title, words) => {
    const found = similarIncidents(aPast(NOW, { title, words, services: [service] }), PAST);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ ref }) => CORPUS[ref.number - 1]?.family))).toEqual(
      new Set([family]),
    );
  });

  test.each([
    ['checkout', 'Checkout is down', ''],
    ['checkout', 'Checkout is slow', 'p99 is 4 s since the deploy of 10:20'],
    ['billing', 'Database failover in eu-west-1', 'The primary failed over and replicas lag'],
    ['checkout', 'Cart is empty after login', 'Session cookie is lost for some'],
    ['warehouse', 'Kafka consumers lag', 'events are delayed by 20 minutes'],
    ['search', 'Search returns nothing', 'index alias points to an empty index after deploy'],
  ])('what never was before finds nothing: %s, %s', (service, title, words) => {
    expect(similarIncidents(aPast(NOW, { title, words, services: [service] }), PAST)).toEqual([]);
  });
});

describe('what is compared', () => {
  const first = aPast(1, {
    title: 'Checkout fails for Irish postcodes',
    words: 'Addresses in Ireland are rejected by the validation of postcodes.',
    causes: ['postcode-table'],
  });

  test('a service and a cause that few incidents have weigh as much as words', () => {
    const asked = aPast(NOW, {
      title: 'Nobody can order from Ireland',
      services: ['checkout'],
      causes: ['postcode-table'],
    });
    expect(numbers(similarIncidents(asked, [first, ...PAST.slice(1)]))[0]).toBe(1);
  });

  test('endings, accents and a slip of the finger make no other word', () => {
    const asked = aPast(NOW, {
      title: 'CHECKOUT failing: irish postcode validatoin',
      words: 'Rejected address, Ireland; vàlidation of postcodes',
    });
    expect(numbers(similarIncidents(asked, [first]))).toEqual([1]);
  });

  test.each([
    ['支付服务超时，结账失败', '支付网关响应缓慢，连接池耗尽'],
    ['決済サービスがタイムアウトする', '決済プロバイダの応答が遅く、接続プールが枯渇した'],
    ['Оплата не проходит', 'Платёжный провайдер отвечает медленно, пул соединений исчерпан'],
    ['Zahlung schlägt fehl', 'Der Zahlungsanbieter antwortet langsam, Verbindungen sind erschöpft'],
    ['الدفع لا يعمل', 'مزود الدفع بطيء ومجمع الاتصالات مستنفد'],
  ])('%s: is like itself in any script', (title, words) => {
    const past = [aPast(1, { title, words, services: [] }), ...PAST.slice(1)];
    const asked = aPast(NOW, { title: `${title}!`, words, services: [] });
    expect(numbers(similarIncidents(asked, past))).toEqual([1]);
  });

  test('what was never confirmed, and what was a duplicate, is not among them', () => {
    const asked = { ...first, ...aPast(NOW, { title: first.title, words: first.words }) };
    const ended = { as: 'duplicate', at: first.declaredAt, took: null, how: null } as const;
    expect(similarIncidents(asked, [{ ...first, confirmed: false }])).toEqual([]);
    expect(similarIncidents(asked, [{ ...first, ended }])).toEqual([]);
    const alarm = { ...ended, as: 'false-alarm' } as const;
    expect(numbers(similarIncidents(asked, [{ ...first, ended: alarm }]))).toEqual([1]);
  });

  test('a drill is found by drills only', () => {
    const asked = aPast(NOW, { title: first.title, words: first.words });
    expect(similarIncidents(asked, [{ ...first, drill: true }])).toEqual([]);
    expect(
      numbers(similarIncidents({ ...asked, drill: true }, [{ ...first, drill: true }])),
    ).toEqual([1]);
  });

  test('only earlier ones are found, and never itself', () => {
    const later = aPast(NOW + 1, { title: first.title, words: first.words });
    const asked = aPast(NOW, { title: first.title, words: first.words });
    expect(similarIncidents(asked, [asked, later])).toEqual([]);
  });

  test('an incident whose declaration was kept as an earlier one is not found by itself', () => {
    const asked = aPast(NOW, { title: first.title, words: first.words });
    const kept = { ...asked, declaredAt: plus(asked.declaredAt, -1000) };
    expect(similarIncidents(asked, [kept])).toEqual([]);
  });

  test('two titles that say the same are alike although nobody described anything', () => {
    const past = [aPast(1, { title: 'Checkout is down' }), ...PAST.slice(1)];
    expect(numbers(similarIncidents(aPast(NOW, { title: 'Checkout down' }), past))).toContain(1);
  });
});

describe('the index', () => {
  test('answers the same whatever was added, changed and taken out in between, and in which order', () => {
    const asked = again(0);
    const index = similarIndex();
    for (const one of PAST.toReversed()) index.put({ ...one, words: 'something else entirely' });
    index.put(aPast(900, { title: asked.title, words: asked.words, services: asked.services }));
    for (const one of PAST) index.put(one);
    index.forget(aPast(900).ref);
    index.forget(aPast(1).ref);
    index.forget(aPast(901).ref);
    expect(index.search(asked)).toEqual(similarIncidents(asked, others(0)));
  });

  test('of equals names the latest first, and five at most', () => {
    const same = Array.from({ length: 8 }, (_, index) => aPast(index + 1, { words: 'Pool empty' }));
    const found = similarIncidents(aPast(NOW, { words: 'Pool empty' }), same);
    expect(numbers(found)).toEqual([8, 7, 6, 5, 4]);
  });

  test('of two thousand incidents is built and asked fast enough', () => {
    const index = similarIndex();
    const began = performance.now();
    for (let number = 1; number <= 2000; number += 1) {
      const one = CORPUS[number % CORPUS.length]!;
      const other = CORPUS[(number * 7) % CORPUS.length]!;
      const words = `${one.words} ${other.words} host-${String(number)} shard-${String(number * 3)}`;
      index.put(told(number, { ...one, words }));
    }
    const built = performance.now() - began;
    const asked = Array.from({ length: 20 }, (_, at) => ({ ...again(at), ref: aPast(5000).ref }));
    const from = performance.now();
    for (const one of asked) index.search({ ...one, declaredAt: aPast(5000).declaredAt });
    const each = (performance.now() - from) / asked.length;
    // Generous: the machine that runs the tests has other things to do.
    expect(built).toBeLessThan(15_000);
    expect(each).toBeLessThan(500);
  });

  test.each([
    ['nothing', '', ''],
    ['emoji and nulls', '🔥\u0000🔥', '\u0000\ud800\udc00\ud800'],
    ['names of the language', 'constructor __proto__ toString', 'hasOwnProperty valueOf __proto__'],
    ['a very long word', 'x'.repeat(60_000), 'y'.repeat(60_000)],
    ['marks that look like its own', 's:checkout c:change', 'p:database s: c: :'],
    ['expressions', '.*+?^${}()|[]\\', '(a+)+$ <!-- --> <script>'],
  ])('hurts itself on no text: %s', (_, title, words) => {
    const index = similarIndex();
    const hostile = aPast(1, {
      title,
      words,
      services: [title],
      causes: [words],
      components: [''],
    });
    index.put(hostile);
    expect(() => index.search({ ...hostile, ref: aPast(2).ref })).not.toThrow();
    for (const one of PAST) index.put(one);
    expect(numbers(index.search(again(0)))).toContain(12);
    index.put({ ...hostile, title: 'other' });
    index.forget(hostile.ref);
  });
});

describe('terms', () => {
  test('leave out what every report has, and numbers', () => {
    expect(termsOf('The incident: 500 errors for 20 customers on checkout')).toEqual(['checkout']);
  });

  test('are one for the forms of a word', () => {
    const [one] = termsOf('timeouts');
    expect(termsOf('timeout Timeout TIMEOUTS')).toEqual([one, one, one]);
    expect(new Set(termsOf('validate validated validating validation validations')).size).toBe(1);
  });

  test('of one text are no more than a few hundred', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `w${'abcdefghij'[index % 10]!}x`);
    expect(termsOf(many.join(' ')).length).toBeLessThanOrEqual(400);
  });
});
