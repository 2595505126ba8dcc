/**
 * Whether a name with slashes fits a policy's glob: `*` and `?` stand for characters other than a slash,
 * `**` as a whole segment for any number of segments; nothing else means anything. Case counts. The time
 * is bounded by the product of the lengths, whatever the glob: policies come from many hands, and no
 * glob may become a regular expression that never ends.
 */
export function fitsGlob(name: string, glob: string): boolean {
  const names = name.split('/');
  // Which prefixes of the name fit what was read of the glob so far: lengths in segments.
  let fitting: ReadonlySet<number> = new Set([0]);
  for (const segment of glob.split('/')) {
    fitting = segment === '**' ? anyMore(fitting, names.length) : oneMore(fitting, segment, names);
    if (fitting.size === 0) return false;
  }
  return fitting.has(names.length);
}

function anyMore(fitting: ReadonlySet<number>, most: number): ReadonlySet<number> {
  const least = Math.min(...fitting);
  return new Set(Array.from({ length: most - least + 1 }, (_, more) => least + more));
}

function oneMore(
  fitting: ReadonlySet<number>,
  segment: string,
  names: readonly string[],
): ReadonlySet<number> {
  const next = new Set<number>();
  for (const length of fitting) {
    const name = names[length];
    if (name !== undefined && fitsSegment(name, segment)) next.add(length + 1);
  }
  return next;
}

/** After a mismatch only the latest star can take one character more: those before it need not. */
function fitsSegment(name: string, segment: string): boolean {
  let at = 0;
  let read = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const wanted = segment[read];
    if (wanted === '*') {
      star = read;
      resume = at;
      read += 1;
    } else if (wanted === '?' || wanted === name[at]) {
      at += 1;
      read += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      read = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(segment.slice(read));
}
