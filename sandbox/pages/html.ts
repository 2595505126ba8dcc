/** A piece of markup that may go into a page as it is. Only `html` and `markup` make one. */
export interface Html {
  readonly markup: string;
}

/** What can stand in a template: text is escaped, lists are joined, nothing is nothing. */
export type Insertable = Html | string | number | false | null | undefined | readonly Insertable[];

/** A template whose inserted text is escaped, so that no issue title can become markup. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Html {
  return {
    markup: strings.reduce((text, part, index) => text + written(values[index - 1]) + part),
  };
}

/** Markup that was made safe elsewhere, such as rendered Markdown. */
export function markup(safe: string): Html {
  return { markup: safe };
}

/** Text with the five characters that mean something in HTML replaced. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function written(value: Insertable): string {
  if (value === false || value == null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(written).join('');
}
