/** Length as GitHub counts it: in characters (code points), not in UTF-16 units or bytes. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
