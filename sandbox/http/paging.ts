import { okay } from './answers.ts';
import type { Answer, Call } from './context.ts';

/**
 * One page of a list with the `Link` header of the others. GitHub gives 30 unless asked and never more
 * than 100. Only the page's items are rendered.
 */
export function page<Item>(
  call: Call,
  items: readonly Item[],
  render: (item: Item) => unknown,
  wrap: (rendered: readonly unknown[], total: number) => unknown = (rendered) => rendered,
): Answer {
  const perPage = Math.min(100, Math.max(1, numberOf(call.parameters['per_page'], 30)));
  const number = Math.max(1, numberOf(call.parameters['page'], 1));
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const slice = items.slice((number - 1) * perPage, number * perPage);
  const link = linkHeader(call.url, number, last);
  return {
    ...okay(wrap(slice.map(render), items.length)),
    ...(link === null ? {} : { headers: { link } }),
  };
}

function linkHeader(url: URL, page: number, last: number): string | null {
  const to = (target: number, rel: string): string => {
    const there = new URL(url);
    there.searchParams.set('page', String(target));
    return `<${there.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return links.length === 0 ? null : links.join(', ');
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
