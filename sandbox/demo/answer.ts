/** How people write into a postmortem: answers take the place of questions, what is missing is added. */

/** A question, by how it begins, and what somebody writes in its place. */
export type Answer = readonly [question: string, words: string];

/** Throws where a question is not asked, so that the demo notices when the template asks something else. */
export function answered(text: string, answers: readonly Answer[]): string {
  return answers.reduce((written, [question, words]) => {
    const from = written.indexOf(`_${question}`);
    const to = written.indexOf('_', from + question.length + 1);
    if (from === -1 || to === -1) throw new Error(`The document does not ask: ${question}`);
    return written.slice(0, from) + words + written.slice(to + 1);
  }, text);
}

/** Paragraphs at the end of the section before a heading, below what the app wrote there. */
export function addedBefore(text: string, heading: string, words: string): string {
  return replaced(text, `\n${heading}\n`, `\n${words}\n\n${heading}\n`);
}

/** A last row of the action table, below what the app wrote there. */
export function withRow(text: string, row: string): string {
  const end = '<!-- /norepeat:action-items -->';
  const at = text.indexOf(end);
  const table = text.slice(0, at).trimEnd();
  if (at === -1) throw new Error('The document has no action table.');
  const isEmpty = !table.endsWith('|');
  const head = isEmpty ? '\n\n| Action | Owner | Due | Status |\n| --- | --- | --- | --- |' : '';
  return `${table}${head}\n${row}\n\n${text.slice(at)}`;
}

export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The document does not say: ${from}`);
  return text.replace(from, () => to);
}
