import type { Label, Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { labelLink } from '../parts/label.ts';
import { layout } from '../parts/layout.ts';

export function labelsView(frame: Frame, repository: Repository): string {
  const path = `${repositoryPath(repository)}/labels`;
  const labels = [...repository.labels.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  return layout(frame, {
    title: `Labels · ${fullName(repository)}`,
    repository,
    tab: 'labels',
    body: html`
      <div class="row mb-3">
        <h1 class="f3">Labels</h1>
        <details class="menu push">
          <summary class="btn btn-primary">New label</summary>
          <div class="sheet">
            ${labelForm(path, { name: '', color: 'ededed', description: '' }, 'Create label')}
          </div>
        </details>
      </div>
      <section class="box" aria-label="Labels">
        <header>${labels.length} labels</header>
        ${labels.map((label) => line(path, label))}
      </section>
    `,
  });
}

function line(path: string, label: Label): Html {
  const open = [...label.repository.issues.values()].filter(
    (issue) => issue.state === 'open' && issue.labels.includes(label),
  ).length;
  return html`<div class="line row">
    <span style="min-width:220px">${labelLink(label)}</span>
    <span class="muted small" style="flex:1">${label.description}</span>
    <span class="muted small">${open} open</span>
    <details class="menu">
      <summary class="btn btn-sm">Edit</summary>
      <div class="sheet">
        ${labelForm(`${path}/${label.id}/edit`, label, 'Save changes')}
        <form method="post" action="${path}/${label.id}/delete">
          <button class="btn btn-sm btn-danger">Delete</button>
        </form>
      </div>
    </details>
  </div>`;
}

function labelForm(
  action: string,
  label: Pick<Label, 'name' | 'color' | 'description'>,
  button: string,
): Html {
  return html`<form method="post" action="${action}" class="stack">
    <label class="d-block"
      >Name
      <input
        class="form-control width-full"
        name="name"
        value="${label.name}"
        required
        maxlength="50"
    /></label>
    <label class="d-block"
      >Description
      <input
        class="form-control width-full"
        name="description"
        value="${label.description ?? ''}"
        maxlength="100"
    /></label>
    <label class="d-block">Color <input type="color" name="color" value="#${label.color}" /></label>
    <button class="btn btn-sm btn-primary">${button}</button>
  </form>`;
}
