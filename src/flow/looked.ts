/**
 * What was looked at and led to nothing, so that it is not asked of GitHub again with every job. Only for
 * jobs of this process: after a start it costs one more look.
 */
export interface Looked {
  has(subject: string, at: string): boolean;
  /** What was noted last; undefined when nothing was, or it is forgotten. */
  last(subject: string): string | undefined;
  note(subject: string, at: string): void;
}

/** The longest ago forgotten first. */
const MOST = 10_000;

export function rememberLooked(): Looked {
  const last = new Map<string, string>();
  return {
    has: (subject, at) => last.get(subject) === at,
    last: (subject) => last.get(subject),
    note: (subject, at) => {
      last.delete(subject);
      last.set(subject, at);
      const [oldest] = last.keys();
      if (last.size > MOST && oldest !== undefined) last.delete(oldest);
    },
  };
}
