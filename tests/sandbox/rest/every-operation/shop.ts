/**
 * Every operation of REST is called once. Answers are checked against GitHub's description by the sandbox
 * itself: one that does not fit is a 500 and a complaint. So it is enough to call and to look at what
 * matters.
 */
import type { Stage } from '../../stage.ts';

export const shop = { owner: 'acme', repo: 'shop' };

/** A branch `feature`, a commit with `src/b.txt` ahead of `main`. */
export async function aFeature({ app }: Stage): Promise<void> {
  const { data: main } = await app.rest.git.getRef({ ...shop, ref: 'heads/main' });
  await app.rest.git.createRef({ ...shop, ref: 'refs/heads/feature', sha: main.object.sha });
  await app.rest.repos.createOrUpdateFileContents({
    ...shop,
    branch: 'feature',
    path: 'src/b.txt',
    message: 'Add b',
    content: Buffer.from('three\n').toString('base64'),
  });
}
