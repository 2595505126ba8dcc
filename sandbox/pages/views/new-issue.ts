import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { repositoryPath } from '../../paths.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { fieldName, issueForms, type FormElement, type IssueForm } from '../issue-form.ts';
import { layout } from '../parts/layout.ts';
import { findLabel } from '../../model/actions/labels.ts';
import { labelChip } from '../parts/label.ts';
import { avatar } from '../parts/person.ts';

/** The choice between the project's forms and a blank issue. */
export function chooseFormView(frame: Frame, repository: Repository): string {
  const path = `${repositoryPath(repository)}/issues/new`;
  const { forms, broken } = issueForms(repository);
  return layout(frame, {
    title: `New issue · ${fullName(repository)}`,
    repository,
    tab: 'issues',
    body: html`
      <h1 class="f2 mb-3">Create a new issue</h1>
      ${broken.map(
        (file) =>
          html`<div class="note error" role="alert">
            <strong>${file.file}</strong> is not a valid form, so GitHub would not show it.
            <pre class="small mt-2" style="white-space:pre-wrap">${file.problem}</pre>
          </div>`,
      )}
      <section class="box">
        <ul>
          ${forms.map((form) =>
            choice(
              form.name,
              form.description,
              `${path}?template=${encodeURIComponent(form.file)}`,
            ),
          )}
          ${choice('Blank issue', 'Create a new issue from scratch', `${path}?template=blank`)}
        </ul>
      </section>
    `,
  });
}

function choice(name: string, description: string, url: string): Html {
  return html`<li class="row" style="padding:16px">
    <div><strong class="f4">${name}</strong><br /><span class="muted">${description}</span></div>
    <a class="btn btn-primary push" href="${url}" aria-label="Get started with ${name}"
      >Get started</a
    >
  </li>`;
}

/** An empty title and text. */
export function blankIssueView(frame: Frame, repository: Repository): string {
  return newIssue(
    frame,
    repository,
    'Create new issue',
    html`
      ${titleField('')}
      <div class="field">
        <label for="body">Add a description</label>
        <textarea class="form-control" id="body" name="body" rows="10"></textarea>
      </div>
    `,
  );
}

/** The form as its YAML describes it. `required` holds in public repositories only, as on GitHub. */
export function formView(frame: Frame, repository: Repository, form: IssueForm): string {
  const strict = repository.visibility === 'public';
  const known = form.labels.flatMap((name) => findLabel(repository, name) ?? []);
  const unknown = form.labels.filter((name) => findLabel(repository, name) === undefined);
  return newIssue(
    frame,
    repository,
    form.name,
    html`
      <p class="muted mb-3">${form.description}</p>
      <input type="hidden" name="template" value="${form.file}" />
      ${titleField(form.title)}
      ${form.body.map((one) => field(frame, repository, form, one, strict))}
      ${
        (known.length > 0 || unknown.length > 0) &&
        html`<p class="small muted row">
          Labels: ${known.map((label) => labelChip(label))}
          ${unknown.length > 0 && html`<span>${unknown.join(', ')} — not added, because the repository has no such label</span>`}
        </p>`
      }
    `,
  );
}

function newIssue(frame: Frame, repository: Repository, title: string, fields: Html): string {
  return layout(frame, {
    title: `${title} · ${fullName(repository)}`,
    repository,
    tab: 'issues',
    body: html`<div class="timeline" style="max-width:860px">
      <div class="with-avatar">
        ${avatar(frame.viewer, 40)}
        <form method="post" action="${repositoryPath(repository)}/issues">
          <h1 class="f2 mb-2">${title}</h1>
          ${fields}
          <div class="row">
            <a class="push" href="${repositoryPath(repository)}/issues/new/choose">Cancel</a>
            <button class="btn btn-primary">Create</button>
          </div>
        </form>
      </div>
    </div>`,
  });
}

function titleField(value: string): Html {
  return html`<div class="field">
    <label class="required" for="title">Add a title</label>
    <input class="form-control" id="title" name="title" value="${value}" required maxlength="256" />
  </div>`;
}

function field(
  frame: Frame,
  repository: Repository,
  ...[form, one, strict]: readonly [IssueForm, FormElement, boolean]
): Html {
  if (one.type === 'markdown') {
    return html`<div class="field markdown-body">
      ${markdown(frame, repository, one.attributes.value, 'file')}
    </div>`;
  }
  const name = fieldName(form, one);
  const isRequired = strict && one.type !== 'checkboxes' && one.validations.required;
  const hint =
    one.attributes.description !== '' &&
    html`<div class="hint markdown-body" id="hint-${name}">
      ${markdown(frame, repository, one.attributes.description, 'file')}
    </div>`;
  if (one.type === 'checkboxes') {
    return html`<fieldset class="field">
      <legend>${one.attributes.label}</legend>
      ${hint}
      ${one.attributes.options.map(
        (option) =>
          html`<label class="choice d-block">
            <input
              type="checkbox"
              name="f:${name}"
              value="${option.label}"
              ${strict && option.required && html`required`}
            />
            <span class="${strict && option.required ? 'required' : ''}">${option.label}</span>
          </label>`,
      )}
    </fieldset>`;
  }
  return html`<div class="field">
    <label class="${isRequired ? 'required' : ''}" for="f-${name}">${one.attributes.label}</label>
    ${hint} ${control(one, name, isRequired)}
  </div>`;
}

function control(
  one: Exclude<FormElement, { readonly type: 'markdown' | 'checkboxes' }>,
  name: string,
  isRequired: boolean,
): Html {
  const must = isRequired && html`required`;
  switch (one.type) {
    case 'input':
      return html`<input
        class="form-control"
        id="f-${name}"
        name="f:${name}"
        value="${one.attributes.value}"
        placeholder="${one.attributes.placeholder}"
        ${must}
      />`;
    case 'textarea':
      return html`<textarea
        class="form-control ${one.attributes.render === undefined ? '' : 'mono'}"
        id="f-${name}"
        name="f:${name}"
        rows="6"
        placeholder="${one.attributes.placeholder}"
        ${must}
      >
${one.attributes.value}</textarea>`;
    case 'dropdown':
      return html`<select
        class="form-select"
        id="f-${name}"
        name="f:${name}"
        ${one.attributes.multiple && html`multiple size="${Math.min(8, one.attributes.options.length)}"`}
        ${must}
      >
        ${
          !one.attributes.multiple &&
          html`<option value="">${isRequired ? 'Selections' : 'None'}</option>`
        }
        ${one.attributes.options.map(
          (option, index) =>
            html`<option ${index === one.attributes.default && html`selected`}>${option}</option>`,
        )}
      </select>`;
  }
}
