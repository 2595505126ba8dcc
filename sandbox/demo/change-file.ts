import type { Person } from './person.ts';

export interface Change {
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
  readonly content: string;
  readonly title: string;
  readonly body: string;
}

export interface Pull {
  readonly repository: string;
  readonly number: number;
  readonly html_url: string;
}

/** One file changed or made on a branch of its own, and a pull request for it. */
export async function changeFile(who: Person, change: Change): Promise<Pull> {
  const { repository, branch, path, title } = change;
  const repo = `/repos/${repository}`;
  const main = await who.call<{ object: { sha: string } }>('GET', `${repo}/git/ref/heads/main`);
  await who.call('POST', `${repo}/git/refs`, {
    ref: `refs/heads/${branch}`,
    sha: main.object.sha,
  });
  const sha = await blobOn(who, change);
  await who.call('PUT', `${repo}/contents/${path}`, {
    message: title,
    content: Buffer.from(change.content).toString('base64'),
    branch,
    ...(sha === undefined ? {} : { sha }),
  });
  const { number, html_url } = await who.call<{ number: number; html_url: string }>(
    'POST',
    `${repo}/pulls`,
    { title, body: change.body, head: branch, base: 'main' },
  );
  return { repository, number, html_url };
}

/** What a file is replaced by name of; undefined for one that is not there yet. */
async function blobOn(
  who: Person,
  { repository, branch, path }: Change,
): Promise<string | undefined> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const files = await who.call<readonly { readonly path: string; readonly sha: string }[]>(
    'GET',
    `/repos/${repository}/contents/${folder}?ref=${branch}`,
  );
  return files.find((file) => file.path === path)?.sha;
}
