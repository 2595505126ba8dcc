/** GitHub's bound on summary and text of a run, in characters (docs.github.com/rest/checks/runs). */
const MOST_TEXT = 65_535;

export function cutCheckText(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 1)}…`;
}
