import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { createPostmortemReader } from '../../src/github/read/postmortem-reader.ts';
import { setStage, type Stage } from '../flow/support/stage.ts';
import { alice, checkout, CHECKOUT, done, self } from './support/changes.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

// What is read of it is written back.
test('an index of more than half a megabyte is read whole', async () => {
  const index = `# Postmortems\n${'One more line of the years before.\n'.repeat(20_000)}`;
  const template = `# Ours\n${'Words. '.repeat(90_000)}`;
  done(
    commitToBranch(stage.sandbox.world, alice, {
      repository: checkout(stage),
      ...{ branch: 'main', from: 'main', message: 'Write', deletions: [] },
      additions: [
        { path: 'postmortems/README.md', content: index },
        { path: '.github/postmortem.md', content: template },
      ],
    }),
  );
  const found = await createPostmortemReader(stage.github, self).read(
    { repo: CHECKOUT, number: 7 },
    {
      directory: 'postmortems',
      folder: 'postmortems/2026',
      templatePath: '.github/postmortem.md',
    },
  );
  const facts = found.kind === 'found' ? found.value : null;
  expect(facts?.index?.onMain === index).toBe(true);
  expect(facts?.template?.text === template).toBe(true);
});
