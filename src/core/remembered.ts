/**
 * A function of a text that remembers its latest answers. An incident's texts are read again whenever
 * anything happens in it, somebody may have made one long and hard to read, and the answer for one text is
 * always the same. What is remembered changes no answer, only how soon it comes.
 *
 * @param most characters of text that are remembered; the oldest are forgotten first.
 */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  most = 2_000_000,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  let held = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = answer(text);
    known.set(text, found);
    held += text.length;
    for (const [oldest] of known) {
      if (held <= most || oldest === text) break;
      known.delete(oldest);
      held -= oldest.length;
    }
    return found;
  };
}
