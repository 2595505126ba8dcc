import type { FileChange } from '../../model/records/git.ts';
import { html, type Html } from '../html.ts';

/** What stands beside a patch: links of the file, and notes below its lines. */
export interface Beside {
  readonly links: (file: FileChange) => Html | false;
  readonly notes: (path: string, line: number) => readonly Html[];
}

const NOTHING: Beside = { links: () => false, notes: () => [] };

/** The files of a comparison with their patches. */
export function fileChanges(files: readonly FileChange[], beside = NOTHING): Html {
  const [additions, deletions] = [sum(files, 'additions'), sum(files, 'deletions')];
  return html`<p class="muted mb-3">
      Showing <strong>${files.length} changed ${files.length === 1 ? 'file' : 'files'}</strong> with
      <span class="tint-open">${additions} ${additions === 1 ? 'addition' : 'additions'}</span> and
      <span class="tint-closed">${deletions} ${deletions === 1 ? 'deletion' : 'deletions'}</span>.
    </p>
    ${files.map((file) => fileChange(file, beside))}`;
}

function fileChange(file: FileChange, beside: Beside): Html {
  const name =
    file.previousFilename === undefined
      ? file.filename
      : `${file.previousFilename} → ${file.filename}`;
  return html`<section class="box mb-3" aria-label="${name}">
    <header class="row">
      <span class="mono">${name}</span> <span class="pill">${file.status}</span>
      <span class="push mono"
        ><span class="tint-open">+${file.additions}</span>
        <span class="tint-closed">−${file.deletions}</span></span
      >
      ${beside.links(file)}
    </header>
    ${file.patch === undefined ? html`<div class="pad muted">No textual diff.</div>` : patch(file, beside)}
  </section>`;
}

function patch({ filename, patch: text = '' }: FileChange, { notes }: Beside): Html {
  let [before, after] = [0, 0];
  const below = (line: number): readonly Html[] =>
    notes(filename, line).map(
      (note) =>
        html`<tr class="notes">
          <td colspan="3">${note}</td>
        </tr>`,
    );
  const rows = text.split('\n').map((line) => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/u.exec(line);
    if (hunk !== null) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      return html`<tr class="hunk">
        <td class="num"></td>
        <td class="num"></td>
        <td>${line}</td>
      </tr>`;
    }
    if (line.startsWith('+')) {
      return html`<tr class="add">
          <td class="num"></td>
          <td class="num">${after}</td>
          <td>${line}</td>
        </tr>
        ${below(after++)}`;
    }
    if (line.startsWith('-')) {
      return html`<tr class="del">
        <td class="num">${before++}</td>
        <td class="num"></td>
        <td>${line}</td>
      </tr>`;
    }
    if (line.startsWith('\\')) {
      return html`<tr>
        <td class="num"></td>
        <td class="num"></td>
        <td class="muted">${line}</td>
      </tr>`;
    }
    return html`<tr>
        <td class="num">${before++}</td>
        <td class="num">${after}</td>
        <td>${line}</td>
      </tr>
      ${below(after++)}`;
  });
  return html`<table class="diff">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function sum(files: readonly FileChange[], count: 'additions' | 'deletions'): number {
  return files.reduce((total, file) => total + file[count], 0);
}
