/** A file on a pull request's branch, read and edited as one does in the browser. */
import type { Pull } from './change-file.ts';
import type { Person } from './person.ts';

export interface Document {
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
}

interface Blob {
  readonly sha: string;
  readonly content: string;
}

/** The postmortem among the files that a pull request changes; the other one is the index. */
export async function documentOf(who: Person, { repository, number }: Pull): Promise<Document> {
  const path = `/repos/${repository}/pulls/${String(number)}`;
  const { head } = await who.call<{ head: { ref: string } }>('GET', path);
  const files = await who.call<readonly { readonly filename: string }[]>('GET', `${path}/files`);
  const found = files.find(({ filename }) => !filename.endsWith('README.md'));
  if (found === undefined) throw new Error(`${path} changes no document.`);
  return { repository, branch: head.ref, path: found.filename };
}

export async function textOf(who: Person, document: Document): Promise<string> {
  return decoded(await blobOf(who, document));
}

/** Commits what `edit` makes of the text; begins again when somebody else committed meanwhile. */
export async function edits(
  who: Person,
  document: Document,
  { message, edit }: { readonly message: string; readonly edit: (text: string) => string },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const blob = await blobOf(who, document);
    const { status, message: answer } = await who.attempt('PUT', contents(document), {
      message,
      content: Buffer.from(edit(decoded(blob))).toString('base64'),
      branch: document.branch,
      sha: blob.sha,
    });
    if (status < 300) return;
    if (status !== 409 || tries === 5) throw new Error(`${who.login} could not commit: ${answer}`);
  }
}

function blobOf(who: Person, document: Document): Promise<Blob> {
  return who.call('GET', `${contents(document)}?ref=${encodeURIComponent(document.branch)}`);
}

function decoded({ content }: Blob): string {
  return Buffer.from(content, 'base64').toString('utf8');
}

function contents({ repository, path }: Document): string {
  return `/repos/${repository}/contents/${path}`;
}
