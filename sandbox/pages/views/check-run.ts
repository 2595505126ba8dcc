import { runsOfSuite } from '../../model/queries/checks.ts';
import type { CheckAnnotation, CheckRun } from '../../model/records/checks.ts';
import { fullName } from '../../model/world.ts';
import { blobPath, checkRunPath, commitPath, issuePath } from '../../paths.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { lookIcon, runLook } from '../parts/checks.ts';
import { layout } from '../parts/layout.ts';
import { ago } from '../parts/time.ts';

/** What an App reports on one commit: title, summary, text, annotations, buttons. */
export function checkRunView(frame: Frame, run: CheckRun): string {
  const { repository } = run;
  const pulls = [...repository.issues.values()].filter(
    (issue) => issue.pull?.headSha === run.headSha,
  );
  const outcome = (run.conclusion ?? run.status).replaceAll('_', ' ');
  return layout(frame, {
    title: `${run.name} · ${fullName(repository)}`,
    live: true,
    repository,
    tab: 'pulls',
    body: html`
      <p class="row">
        ${pulls.map((issue) => html`<a href="${issuePath(issue)}">${issue.title} #${issue.number}</a>`)}
        <a class="muted mono" href="${commitPath(repository, run.headSha)}"
          >${run.headSha.slice(0, 7)}</a
        >
      </p>
      <div class="row mb-3 pb-3 border-bottom">
        <h1 class="f2">${lookIcon(runLook(run))} ${run.name}</h1>
        <span class="muted"
          >${outcome}${run.completedAt !== null && html` · ${ago(frame, run.completedAt)}`} · by
          ${run.suite.app.name}</span
        >
        <span class="push row">${buttons(run)}</span>
      </div>
      ${laterRun(run)} ${run.title !== null && html`<h2 class="f3 mb-2">${run.title}</h2>`}
      ${run.summary !== null && html`<div class="markdown-body mb-4">${markdown(frame, repository, run.summary, 'file')}</div>`}
      ${
        run.text !== null &&
        html`<section class="box mb-4">
          <header>Details</header>
          <div class="markdown-body" style="padding:16px">
            ${markdown(frame, repository, run.text, 'file')}
          </div>
        </section>`
      }
      ${run.annotations.length > 0 && annotations(run)}
    `,
  });
}

/** After a re-run one stands on the page of what was. */
function laterRun(run: CheckRun): Html {
  const latest = runsOfSuite(run.suite).findLast(({ name }) => name === run.name);
  if (latest === undefined || latest === run) return html``;
  return html`<p class="note warn">
    A later run of this check is the one that counts:
    <a href="${checkRunPath(latest)}"
      >${latest.title ?? (latest.conclusion ?? latest.status).replaceAll('_', ' ')}</a
    >
  </p>`;
}

function buttons(run: CheckRun): Html {
  const path = checkRunPath(run);
  return html`
    ${
      run.status === 'completed' &&
      run.actions.map(
        (action) =>
          html`<form method="post" action="${path}/action">
            <button
              class="btn"
              name="identifier"
              value="${action.identifier}"
              title="${action.description}"
            >
              ${action.label}
            </button>
          </form>`,
      )
    }
    <form method="post" action="${path}/rerun"><button class="btn">Re-run</button></form>
    <form method="post" action="${path}/rerun-all">
      <button class="btn">Re-run all checks</button>
    </form>
  `;
}

function annotations(run: CheckRun): Html {
  return html`<section class="box" aria-label="Annotations">
    <header>Annotations <span class="count">${run.annotations.length}</span></header>
    ${run.annotations.map((annotation) => annotationLine(run, annotation))}
  </section>`;
}

function annotationLine(run: CheckRun, annotation: CheckAnnotation): Html {
  const tones = {
    failure: 'tint-closed',
    warning: 'tint-pending',
    notice: 'tint-neutral',
  } as const;
  const lines =
    annotation.startLine === annotation.endLine
      ? `${annotation.startLine}`
      : `${annotation.startLine}-${annotation.endLine}`;
  return html`<div class="line">
    <span class="${tones[annotation.level]}">${icon('dot', annotation.level)}</span>
    <a
      class="mono"
      href="${blobPath(run.repository, run.headSha, annotation.path)}?plain=1#L${annotation.startLine}"
      >${annotation.path}:${lines}</a
    >
    ${annotation.title !== null && html`<strong>${annotation.title}</strong>`}
    <pre style="white-space:pre-wrap">${annotation.message}</pre>
    ${
      annotation.rawDetails !== null &&
      html`<details>
        <summary class="muted small">Raw output</summary>
        <pre class="small">${annotation.rawDetails}</pre>
      </details>`
    }
  </div>`;
}
