/** Static words, data in fields; never a token or the text of a comment. */
export interface FlowLog {
  info(fields: Readonly<Record<string, unknown>>, what: string): void;
  warn(fields: Readonly<Record<string, unknown>>, what: string): void;
}
