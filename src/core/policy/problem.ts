/** What is wrong with a policy file, exactly where, and what to write instead. */

export interface PolicyProblem {
  /** The file's path in its repository, `.github/norepeat.yml`, or as given to `norepeat validate`. */
  readonly file: string;
  /** Both 1-based; they point at the offending key, value or list item. */
  readonly line: number;
  readonly column: number;
  /** `services.checkout.responders[1]`; empty for the whole file. Keys with odd characters are quoted. */
  readonly keyPath: string;
  /** What is there, shortened: `"5 minutes"`, `a list`, `nothing`. */
  readonly found: string;
  /** What may stand there, with an example. */
  readonly expected: string;
  /** The nearest word that would have been understood. */
  readonly nearest?: string;
}

/** Valid, but probably not what was meant. Has the same places as a problem. */
export interface PolicyNote {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly keyPath: string;
  /** One full sentence. */
  readonly note: string;
}
