import { expect, test } from 'vitest';
import { onEachStage } from '../../each-stage.ts';
import type { Stage } from '../../stage.ts';
import { shop } from './shop.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

test('repositories, content and the git database answer as GitHub describes', async () => {
  const { app } = stage;
  const git = app.rest.git;
  const { data: repository } = await app.rest.repos.get(shop);
  expect(repository).toMatchObject({
    full_name: 'acme/shop',
    default_branch: 'main',
    private: false,
  });
  await app.rest.repos.listForOrg({ org: 'acme' });
  await app.rest.repos.listForUser({ username: 'olaf' });
  const { data: main } = await git.getRef({ ...shop, ref: 'heads/main' });
  const { data: root } = await app.rest.repos.getContent({ ...shop, path: '' });
  expect(root).toHaveLength(2);
  const { data: file } = await app.rest.repos.getContent({ ...shop, path: 'src/a.txt' });
  expect(file).toMatchObject({ type: 'file', encoding: 'base64' });
  const blob = await git.createBlob({ ...shop, content: 'three\n' });
  const tree = await git.createTree({
    ...shop,
    base_tree: main.object.sha,
    tree: [{ path: 'src/b.txt', mode: '100644', type: 'blob', sha: blob.data.sha }],
  });
  const commit = await git.createCommit({
    ...shop,
    message: 'Add b',
    tree: tree.data.sha,
    parents: [main.object.sha],
  });
  await git.createRef({ ...shop, ref: 'refs/heads/feature', sha: commit.data.sha });
  const put = await app.rest.repos.createOrUpdateFileContents({
    ...shop,
    path: 'src/c.txt',
    branch: 'feature',
    message: 'Add c',
    content: Buffer.from('c\n').toString('base64'),
  });
  expect(put.status).toBe(201);
  await app.rest.repos.deleteFile({
    ...shop,
    path: 'src/c.txt',
    branch: 'feature',
    message: 'Drop c',
    sha: put.data.content!.sha!,
  });
  await git.getCommit({ ...shop, commit_sha: commit.data.sha });
  await git.getTree({ ...shop, tree_sha: commit.data.sha, recursive: '1' });
  await git.getBlob({ ...shop, file_sha: blob.data.sha });
  await git.listMatchingRefs({ ...shop, ref: 'heads/f' });
  await app.rest.repos.listBranches(shop);
  const { data: branch } = await app.rest.repos.getBranch({ ...shop, branch: 'feature' });
  expect(branch.protected).toBe(false);
  const { data: compared } = await app.rest.repos.compareCommitsWithBasehead({
    ...shop,
    basehead: 'main...feature',
  });
  expect(compared).toMatchObject({ status: 'ahead', ahead_by: 3 });
  expect(compared.files!.map(({ filename }) => filename)).toEqual(['src/b.txt']);
  const { data: commits } = await app.rest.repos.listCommits({
    ...shop,
    sha: 'feature',
    path: 'src/b.txt',
  });
  expect(commits).toHaveLength(1);
  await app.rest.repos.getCommit({ ...shop, ref: 'feature' });
  await git.createRef({ ...shop, ref: 'refs/heads/short', sha: commit.data.sha });
  await git.updateRef({ ...shop, ref: 'heads/short', sha: main.object.sha, force: true });
  await git.deleteRef({ ...shop, ref: 'heads/short' });
  await expect(app.rest.repos.getContent({ ...shop, path: 'nope' })).rejects.toMatchObject({
    status: 404,
  });
  const { data: owners } = await app.rest.repos.codeownersErrors(shop);
  expect(owners.errors).toEqual([]);
});
