/** What broke and where: asked for at resolution, said with a command or a label, shown where one looks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOT, type Look } from './support/look.ts';
import { INCIDENTS } from './support/organisation.ts';
import { aScene, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await aScene({ visibility: 'public' });
});
afterAll(() => scene.close());

const questions = ({ comments }: Look) =>
  comments.filter(({ author, body }) => author === BOT && body.startsWith('<!-- norepeat:cause '));

describe('what broke', () => {
  test('is asked once it is resolved, and answered with a line that the question shows', async () => {
    const at = await scene.anIncident({ severity: 'SEV-3' });
    await scene.says('bob', at, '/ack');
    expect(questions(await scene.sees(at))).toEqual([]);
    await scene.says('bob', at, '/resolved rolled back');
    const asked = await scene.sees(at);
    expect(asked.summary).toContain('Say what broke, while it is fresh: `/cause change`');
    const [question] = questions(asked);
    expect(question?.body).toContain('`/cause configuration`');
    expect(question?.body).toContain('`/component web`');
    expect((await scene.says('bob', at, '/cause configuration')).reaction).toBe('👍');
    expect((await scene.says('bob', at, '/component web')).reaction).toBe('👍');
    const known = await scene.sees(at);
    expect(known.labels).toEqual(expect.arrayContaining(['cause:configuration', 'component:web']));
    expect(known.summary).toMatch(/- Cause: configuration\n- Component: web/);
    expect(known.summary).not.toContain('Say what broke');
    expect(questions(known)).toEqual([question]);
  });

  test('is said with a label too, and taken back by taking it off', async () => {
    const at = await scene.anIncident();
    await scene.bob.labels(at, 'cause:capacity');
    expect((await scene.sees(at)).summary).toContain('Cause: capacity');
    await scene.bob.unlabels(at, 'cause:capacity');
    expect((await scene.sees(at)).summary).not.toContain('Cause: capacity');
  });

  test('in a word that the policy does not have is answered with its words and the nearest', async () => {
    const at = await scene.anIncident();
    const { reaction, answer } = await scene.says('bob', at, '/cause configuraton');
    expect(reaction).toBe('😕');
    expect(answer).toContain('/cause configuration');
    await scene.erin.call('POST', `/repos/${INCIDENTS}/labels`, { name: 'cause:sunspots' });
    await scene.bob.labels(at, 'cause:sunspots');
    expect((await scene.sees(at)).labels).toContain('cause:sunspots');
  });

  test('is not asked twice, whoever deletes the question, and after a restart', async () => {
    const at = await scene.anIncident();
    await scene.says('bob', at, '/resolved');
    const [question] = questions(await scene.sees(at));
    if (question === undefined) throw new Error('It was not asked.');
    await scene.restart();
    expect(questions(await scene.sees(at))).toHaveLength(1);
    await scene.says('bob', at, '/note all quiet');
    await scene.erin.deletes(question);
    await scene.says('bob', at, '/note still quiet');
    expect(questions(await scene.sees(at))).toEqual([]);
  });
});
