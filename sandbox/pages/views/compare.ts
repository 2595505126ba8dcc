import { changesBetween } from '../../model/git/compare.ts';
import { commitsBetween, mergeBase } from '../../model/git/history.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { repositoryPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { fileChanges } from '../parts/diff.ts';
import { layout } from '../parts/layout.ts';

/** Two branches beside each other, and the form that opens a pull request between them. */
export function compareView(
  frame: Frame,
  repository: Repository,
  base: string,
  head: string,
): string {
  return layout(frame, {
    title: `Comparing changes · ${fullName(repository)}`,
    repository,
    tab: 'pulls',
    body: html`
      <h1 class="f2 mb-3">Comparing changes</h1>
      <form
        action="${repositoryPath(repository)}/compare"
        class="row box mb-3"
        style="padding:12px"
      >
        <label>base: ${branchSelect(repository, 'base', base)}</label>
        <span aria-hidden="true">←</span>
        <label>compare: ${branchSelect(repository, 'head', head)}</label>
        <button class="btn">Compare</button>
      </form>
      ${comparison(repository, base, head)}
    `,
  });
}

function branchSelect(repository: Repository, name: string, chosen: string): Html {
  return html`<select class="form-select" name="${name}">
    ${!repository.branches.has(chosen) && html`<option value="">choose a branch</option>`}
    ${[...repository.branches.keys()].map(
      (branch) => html`<option ${branch === chosen && html`selected`}>${branch}</option>`,
    )}
  </select>`;
}

function comparison(repository: Repository, base: string, head: string): Html {
  const [from, to] = [repository.branches.get(base), repository.branches.get(head)];
  if (from === undefined || to === undefined) {
    return html`<div class="box empty">
      Choose two branches to see what has changed or to start a new pull request.
    </div>`;
  }
  const commits = commitsBetween(repository.objects, from, to);
  if (commits.length === 0) {
    return html`<div class="box empty">
      There isn't anything to compare: ${base} is up to date with ${head}.
    </div>`;
  }
  const files = changesBetween(repository.objects, mergeBase(repository.objects, from, to), to);
  return html`
    <form method="post" action="${repositoryPath(repository)}/pulls" class="mb-4">
      <input type="hidden" name="base" value="${base}" />
      <input type="hidden" name="head" value="${head}" />
      <div class="field">
        <label for="title">Add a title</label>
        <input
          class="form-control"
          id="title"
          name="title"
          required
          maxlength="256"
          value="${commits[0]?.message.split('\n')[0]}"
        />
      </div>
      <div class="field">
        <label for="body">Add a description</label>
        <textarea class="form-control" id="body" name="body" rows="8"></textarea>
      </div>
      <div class="row">
        <label class="push"><input type="checkbox" name="draft" value="yes" /> Draft</label>
        <button class="btn btn-primary">Create pull request</button>
      </div>
    </form>
    ${fileChanges(files)}
  `;
}
