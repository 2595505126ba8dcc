import { changesBetween } from '../../model/git/compare.ts';
import { entryAt, fileAt } from '../../model/git/objects.ts';
import { log } from '../../model/git/history.ts';
import type { GitCommit } from '../../model/records/git.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { blobPath, branchPath, commitPath, repositoryPath } from '../../paths.ts';
import { markdown, type Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { fileChanges } from '../parts/diff.ts';
import { layout } from '../parts/layout.ts';
import { personLink } from '../parts/person.ts';
import { ago } from '../parts/time.ts';

interface OpenFile {
  readonly ref: string;
  readonly path: string;
}

interface ShownFile extends OpenFile {
  readonly content: Buffer;
  /** Markdown, too, as it is written: `?plain=1`. */
  readonly plain: boolean;
}

/** A folder: its latest commit, its entries, its README. */
export function treeView(frame: Frame, repository: Repository, ref: string, path: string): string {
  const sha = repository.branches.get(ref) ?? ref;
  const { objects } = repository;
  const tree = path === '' ? objects.commits.get(sha)?.tree : entryAt(objects, sha, path)?.sha;
  const entries = objects.trees.get(tree ?? '')?.entries ?? [];
  const [latest] = log(objects, sha);
  const inside = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const readme = entries.find((entry) => /^readme\.md$/iu.test(entry.name));
  const readmeText =
    readme === undefined
      ? undefined
      : fileAt(objects, sha, inside(readme.name))?.content.toString('utf8');
  return layout(frame, {
    title: path === '' ? fullName(repository) : `${path} · ${fullName(repository)}`,
    repository,
    tab: 'code',
    body: html`
      ${repository.settings.description !== null && html`<p class="f4 mb-3">${repository.settings.description}</p>`}
      <div class="row mb-3">
        ${branchMenu(repository, ref)} ${breadcrumb(repository, ref, path)}
        <a
          class="btn btn-sm push"
          href="${repositoryPath(repository)}/edit/${ref}/${inside('new-file.md')}"
          >Add file</a
        >
      </div>
      <section class="box mb-4" aria-label="Files">
        ${latest === undefined ? html`<div class="empty">This repository is empty.</div>` : commitHeader(frame, repository, latest)}
        <ul>
          ${[...entries]
            .toSorted(
              (a, b) =>
                Number(b.type === 'tree') - Number(a.type === 'tree') ||
                a.name.localeCompare(b.name),
            )
            .map(
              (entry) =>
                html`<li>
                  ${icon(entry.type === 'tree' ? 'folder' : 'file')}
                  <a
                    class="quiet"
                    href="${entry.type === 'tree' ? `${branchPath(repository, ref)}/${inside(entry.name)}` : blobPath(repository, ref, inside(entry.name))}"
                    >${entry.name}</a
                  >
                </li>`,
            )}
        </ul>
      </section>
      ${
        readmeText !== undefined &&
        html`<section class="box">
          <header>${icon('book')} ${readme?.name}</header>
          <div class="markdown-body pad" style="padding:32px">
            ${markdown(frame, repository, readmeText, 'file')}
          </div>
        </section>`
      }
    `,
  });
}

/** A file: Markdown rendered, other text with line numbers. */
export function blobView(frame: Frame, repository: Repository, file: ShownFile): string {
  const text = file.content.includes(0) ? null : file.content.toString('utf8');
  return layout(frame, {
    title: `${file.path} · ${fullName(repository)}`,
    repository,
    tab: 'code',
    body: html`
      <div class="row mb-3">
        ${branchMenu(repository, file.ref)} ${breadcrumb(repository, file.ref, file.path)}
        ${
          repository.branches.has(file.ref) &&
          html`<a
            class="btn btn-sm push"
            href="${repositoryPath(repository)}/edit/${file.ref}/${file.path}"
            >Edit</a
          >`
        }
      </div>
      <section class="box">
        <header class="row">
          ${file.path.endsWith('.md') && previewOrCode(repository, file)}
          <span class="mono muted push">${file.content.length} bytes</span>
        </header>
        ${contentOf(frame, repository, file, text)}
      </section>
    `,
  });
}

function previewOrCode(repository: Repository, { ref, path, plain }: ShownFile): Html {
  const url = blobPath(repository, ref, path);
  return html`<a class="btn btn-sm" href="${url}" ${!plain && html`aria-current="page"`}>Preview</a>
    <a class="btn btn-sm" href="${url}?plain=1" ${plain && html`aria-current="page"`}>Code</a>`;
}

function contentOf(
  frame: Frame,
  repository: Repository,
  { path, plain }: ShownFile,
  text: string | null,
): Html {
  if (text === null) return html`<div class="empty">A binary file.</div>`;
  if (path.endsWith('.md') && !plain) {
    return html`<div class="markdown-body" style="padding:32px">
      ${markdown(frame, repository, text, 'file')}
    </div>`;
  }
  return html`<table class="diff">
    <tbody>
      ${text
        .replace(/\n$/u, '')
        .split('\n')
        .map(
          (line, index) =>
            html`<tr id="L${index + 1}">
              <td class="num">${index + 1}</td>
              <td>${line}</td>
            </tr>`,
        )}
    </tbody>
  </table>`;
}

/** One file in a text box, with the choice of the branch to commit to. */
export function editView(
  frame: Frame,
  repository: Repository,
  file: OpenFile & { readonly content: string },
): string {
  return layout(frame, {
    title: `Editing ${file.path} · ${fullName(repository)}`,
    repository,
    tab: 'code',
    body: html`<form method="post" action="${repositoryPath(repository)}/edit">
      <input type="hidden" name="branch" value="${file.ref}" />
      <div class="field">
        <label for="path">File in <code>${file.ref}</code></label>
        <input class="form-control mono" id="path" name="path" value="${file.path}" required />
      </div>
      <div class="field">
        <label for="content">Content</label>
        <textarea class="form-control mono" id="content" name="content" rows="22">
${file.content}</textarea>
      </div>
      <section class="box pad" style="padding:16px">
        <h2 class="f4 mb-2">Commit changes</h2>
        <div class="field">
          <label for="message">Commit message</label>
          <input
            class="form-control"
            id="message"
            name="message"
            placeholder="Update ${file.path}"
          />
        </div>
        <div class="field">
          <label for="new-branch">New branch</label>
          <div class="hint">
            Leave empty to commit to <code>${file.ref}</code>; name one to start a pull request.
          </div>
          <input class="form-control" id="new-branch" name="new-branch" pattern="[\\w.\\/-]+" />
        </div>
        <button class="btn btn-primary">Commit changes</button>
      </section>
    </form>`,
  });
}

/** A commit: message, author, and what it changed. */
export function commitView(frame: Frame, repository: Repository, commit: GitCommit): string {
  const [headline, ...rest] = commit.message.split('\n');
  const files = changesBetween(repository.objects, commit.parents[0] ?? null, commit.sha);
  return layout(frame, {
    title: `${headline ?? ''} · ${fullName(repository)}`,
    repository,
    tab: 'code',
    body: html`
      <h1 class="f2">${headline}</h1>
      ${rest.length > 0 && html`<pre class="mb-2">${rest.join('\n').trim()}</pre>`}
      <p class="muted mb-3 row">
        ${authorOf(commit)} committed ${ago(frame, commit.committer.at)}
        ${commit.verified && html`<span class="pill tint-open">Verified</span>`}
        <code class="mono">${commit.sha}</code>
      </p>
      ${fileChanges(files)}
    `,
  });
}

export function authorOf(commit: GitCommit): Html {
  return commit.authorAccount === null
    ? html`<strong>${commit.author.name}</strong>`
    : personLink(commit.authorAccount);
}

function commitHeader(frame: Frame, repository: Repository, commit: GitCommit): Html {
  return html`<header class="row">
    ${authorOf(commit)}
    <a class="quiet" href="${commitPath(repository, commit.sha)}"
      >${commit.message.split('\n')[0]}</a
    >
    <span class="push muted small"
      ><code class="mono">${commit.sha.slice(0, 7)}</code> ·
      ${ago(frame, commit.committer.at)}</span
    >
  </header>`;
}

function branchMenu(repository: Repository, ref: string): Html {
  return html`<details class="menu">
    <summary class="btn btn-sm">
      ${icon('branch')} ${repository.branches.has(ref) ? ref : ref.slice(0, 7)}
    </summary>
    <div class="sheet left">
      ${[...repository.branches.keys()].map(
        (name) =>
          html`<a class="d-block quiet" style="padding:4px 0" href="${branchPath(repository, name)}"
            >${name}</a
          >`,
      )}
    </div>
  </details>`;
}

function breadcrumb(repository: Repository, ref: string, path: string): Html {
  const parts = path.split('/').filter((part) => part !== '');
  return html`<a class="strong" href="${branchPath(repository, ref)}">${repository.name}</a>
    ${parts.map(
      (part, index) =>
        html`<span class="muted">/</span> ${
            index === parts.length - 1
              ? html`<strong>${part}</strong>`
              : html`<a href="${branchPath(repository, ref)}/${parts.slice(0, index + 1).join('/')}"
                  >${part}</a
                >`
          }`,
    )}`;
}
