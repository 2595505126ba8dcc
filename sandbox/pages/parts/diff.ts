import type { FileChange } from '../../model/records/git.ts';
import { html, type Html } from '../html.ts';

/** The files of a comparison with their patches. */
export function fileChanges(files: readonly FileChange[]): Html {
  const [additions, deletions] = [sum(files, 'additions'), sum(files, 'deletions')];
  return html`<p class="muted mb-3">
      Showing <strong>${files.length} changed ${files.length === 1 ? 'file' : 'files'}</strong> with
      <span class="tint-open">${additions} ${additions === 1 ? 'addition' : 'additions'}</span> and
      <span class="tint-closed">${deletions} ${deletions === 1 ? 'deletion' : 'deletions'}</span>.
    </p>
    ${files.map(fileChange)}`;
}

function fileChange(file: FileChange): Html {
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
    </header>
    ${file.patch === undefined ? html`<div class="pad muted">No textual diff.</div>` : patch(file.patch)}
  </section>`;
}

function patch(text: string): Html {
  let [before, after] = [0, 0];
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
        <td class="num">${after++}</td>
        <td>${line}</td>
      </tr>`;
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
      <td class="num">${after++}</td>
      <td>${line}</td>
    </tr>`;
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
