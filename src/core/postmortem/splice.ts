/** A piece of a text between two offsets, and what takes its place. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text with all edits made; every byte outside them stays as it is. They do not overlap; several at
 * one place keep their order.
 */
export function spliced(source: string, edits: readonly Edit[]): string {
  const inOrder = edits.map((edit, index) => ({ edit, index }));
  inOrder.sort((a, b) => a.edit.from - b.edit.from || a.index - b.index);
  const pieces: string[] = [];
  let at = 0;
  for (const { edit } of inOrder) {
    if (edit.from < at) throw new Error(`edits overlap at offset ${String(edit.from)}`);
    pieces.push(source.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  pieces.push(source.slice(at));
  return pieces.join('');
}
