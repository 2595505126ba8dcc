/**
 * The line `For: payments` in an action item's text: the team whose work it is, where the repository does
 * not say so. Written by `/action … for payments`, or by hand.
 */
export function forLine(team: string): string {
  return `${PREFIX} ${team}`;
}

/** What the first such line names: `payments`, `acme/payments`, a service; several with commas between. */
export function namedInForLine(body: string): readonly string[] {
  const line = body.split(/\r\n|\r|\n/).find((one) => bare(one).toLowerCase().startsWith('for:'));
  if (line === undefined) return [];
  return bare(line)
    .slice(PREFIX.length)
    .split(',')
    .map((name) => name.trim().replace(/\.$/, '').replace(/^@/, ''))
    .filter((name) => name !== '');
}

const PREFIX = 'For:';

/** Without the signs of Markdown, and without the character that keeps a mention dead. */
function bare(line: string): string {
  return line
    .replace(/[*`\u200b\u2060]/g, '')
    .trim()
    .slice(0, 300);
}
