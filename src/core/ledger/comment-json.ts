/**
 * JSON inside an HTML comment. Hyphens and angle brackets within strings are written as escapes, so
 * that no text, whatever a person typed, can end the comment or begin another; everything beyond
 * printable ASCII is escaped too, so that no editor or normalisation changes a byte.
 */
export function commentJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Anything but plain ASCII, and those characters that mean something to HTML, Markdown or GitHub. */
const UNSAFE = /[^ -~]|(?:-(?=[^0-9]|$))|[<>&`@#]/g;

/** Reads the first `<!-- name {json} -->` of a text; `undefined` when there is none or it is broken. */
export function readCommentJson(text: string, name: string): unknown {
  return readAllCommentJson(text, name)[0];
}

/** Every readable one, in the order of the text. */
export function readAllCommentJson(text: string, name: string): readonly unknown[] {
  const open = `<!-- ${name} `;
  const values: unknown[] = [];
  for (let at = text.indexOf(open); at !== -1; at = text.indexOf(open, at + open.length)) {
    const end = text.indexOf(' -->', at + open.length);
    if (end === -1) break;
    const value = parsed(text.slice(at + open.length, end));
    if (value !== undefined) values.push(value);
  }
  return values;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
