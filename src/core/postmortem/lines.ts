/** Which line of a text an offset lies in, counted from 1; line ends are `\n`, `\r\n` and `\r`. */
export function lineCounter(source: string): (offset: number) => number {
  const ends = Array.from(source.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** Where the line of an offset begins and where it ends, without its line end. */
export function lineAround(source: string, from: number, to: number): readonly [number, number] {
  let start = from;
  while (start > 0 && !isLineEnd(source[start - 1])) start -= 1;
  let end = to;
  while (end < source.length && !isLineEnd(source[end])) end += 1;
  return [start, end];
}

function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}
