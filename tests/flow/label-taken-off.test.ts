import { expect, test } from 'vitest';
import { findRepository, findUser } from '../../sandbox/model/world.ts';
import { onEachStage } from './support/each-stage.ts';
import { INCIDENTS, type Stage } from './support/stage.ts';

let stage: Stage;
onEachStage(async (set) => {
  stage = set;
  await stage.settle();
});

const at = { owner: INCIDENTS.owner, repo: INCIDENTS.name };

test('who may sort issues and no more ends no incident by taking its label off', async () => {
  const { data } = await stage
    .as('alice')
    .issues.create({ ...at, title: 'Checkout is down', labels: ['incident'] });
  await stage.settle();
  const off = { ...at, issue_number: data.number, name: 'incident' };
  giveTriage('mallory');
  await stage.as('mallory').issues.removeLabel(off);
  await stage.settle();
  expect((await stage.issue(data.number)).labels).toContain('incident');

  stage.sandbox.control.moveClock(5000);
  await stage.as('dave').issues.removeLabel(off);
  await stage.settle();
  expect((await stage.issue(data.number)).labels).not.toContain('incident');
});

/** Enough for GitHub to let somebody click labels. */
function giveTriage(login: string): void {
  const { world } = stage.sandbox;
  const user = findUser(world, login)!;
  const repository = findRepository(world, INCIDENTS.owner, INCIDENTS.name)!;
  repository.collaborators.set(user.id, { user, role: 'triage' });
}
