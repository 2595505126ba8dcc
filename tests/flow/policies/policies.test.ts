import { describe, expect, it } from 'vitest';
import { aWorld, BROKEN, NO_IMPACT, OTHER, repo, VALID } from './world.ts';

describe('which policy decides', () => {
  it("the organisation's decides for every repository of it", async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    world.write('acme/checkout', OTHER);
    for (const where of ['acme/checkout', 'acme/incidents', 'acme/.github', 'ACME/Search']) {
      const policy = await world.policyFor(where);
      expect(policy?.source.repo).toEqual(repo('acme/.github'));
      expect(policy?.organisationWide).toBe(true);
      expect(policy?.severities[0]?.id).toBe('sev1');
    }
  });

  it("without one the repository's own decides for that repository alone", async () => {
    const world = aWorld();
    world.write('acme/checkout', 'incidents: {}');
    expect(await world.policyFor('acme/checkout')).toMatchObject({
      organisationWide: false,
      incidentRepository: repo('acme/checkout'),
    });
    expect(await world.policyFor('acme/search')).toBeNull();
  });

  it('a policy of one repository decides for no other', async () => {
    const world = aWorld();
    world.write('acme/checkout', VALID);
    await world.policyFor('acme/checkout');
    expect(await world.policyFor('acme/incidents')).toBeNull();
    expect(await world.policyFor('acme/other')).toBeNull();
  });

  it('no policy anywhere is no policy', async () => {
    expect(await aWorld().policyFor('acme/checkout')).toBeNull();
  });

  it("an organisation's file that was never valid still keeps repositories from deciding for themselves", async () => {
    const world = aWorld();
    world.write('acme/.github', BROKEN);
    world.write('acme/checkout', VALID);
    expect(await world.policyFor('acme/checkout')).toBeNull();
  });

  it('is asked of GitHub once and then answered from the store, also that there is none', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    for (let index = 0; index < 5; index += 1) await world.policyFor('acme/checkout');
    expect(world.counts.reads).toBe(1);
    const empty = aWorld();
    for (let index = 0; index < 5; index += 1) await empty.policyFor('acme/checkout');
    expect(empty.counts.reads).toBe(2);
  });

  it('a first sight of a file is told on GitHub by a job of its own', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.policyFor('acme/checkout');
    expect(world.marked).toEqual([{ kind: 'policy', repo: repo('acme/.github') }]);
    expect(world.counts.writes).toBe(0);
  });

  it('a text in force that a newer program cannot read is an error, never no policy', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.policyFor('acme/checkout');
    const known = world.stored.get('acme/.github')!;
    world.stored.set('acme/.github', { ...known, valid: { text: BROKEN, sha: 'old' } });
    await expect(world.policyFor('acme/checkout')).rejects.toThrow(/repositry/);
  });
});

describe('a policy file changes', () => {
  it('a valid one is in force at once, passes its check and has its incidents read again', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.write('acme/.github', OTHER);
    await world.pushed('acme/.github');
    expect((await world.policyFor('acme/checkout'))?.severities[0]?.id).toBe('p0');
    expect(
      world.checks.map(({ name, conclusion, headSha }) => [name, conclusion, headSha]),
    ).toEqual([
      ['norepeat/policy', 'success', world.fileOf(VALID).commit],
      ['norepeat/policy', 'success', world.fileOf(OTHER).commit],
    ]);
    expect(world.marked).toContainEqual({ kind: 'sweep', repo: repo('acme/incidents') });
    expect(world.issues).toEqual([]);
  });

  it('has everything that it rules over looked at again, restricted incidents too', async () => {
    const world = aWorld();
    const both = 'incidents: { repository: acme/incidents, private_repository: acme/security }\n';
    world.write('acme/.github', both);
    await world.pushed('acme/.github');
    for (const name of ['acme/incidents', 'acme/security']) {
      expect(world.marked).toContainEqual({ kind: 'sweep', repo: repo(name) });
    }
  });

  it('an invalid one leaves the last valid policy in force, fails its check and opens one issue', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.write('acme/.github', BROKEN);
    await world.pushed('acme/.github');
    await world.pushed('acme/.github');

    expect((await world.policyFor('acme/checkout'))?.incidentRepository.name).toBe('incidents');
    expect(world.checks.at(-1)).toMatchObject({
      conclusion: 'failure',
      annotations: [{ path: '.github/norepeat.yml', line: 1, title: 'incidents.repositry' }],
    });
    expect(world.issues).toHaveLength(1);
    expect(world.issues[0]).toMatchObject({ ref: { repo: repo('acme/incidents') }, state: 'open' });
    expect(world.issues[0]?.title).toBe('The Norepeat policy in acme/.github is not valid');
    expect(world.issues[0]?.body).toContain('`incidents.repositry`');
    expect(world.issues[0]?.body).toContain('Did you mean `repository`?');
  });

  it('the issue is closed with a word of thanks when the file is mended', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.write('acme/.github', BROKEN);
    await world.pushed('acme/.github');
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    expect(world.issues).toHaveLength(1);
    expect(world.issues[0]?.state).toBe('closed');
    expect([...world.issues[0]!.comments.values()].join()).toContain('in order again');
    expect(world.stored.get('acme/.github')).toMatchObject({ state: 'valid', troubleSince: null });
  });

  it('another mistake while it is broken is said in the same issue', async () => {
    const world = aWorld();
    world.write('acme/.github', BROKEN);
    await world.pushed('acme/.github');
    world.later();
    world.write('acme/.github', 'time_zone: Europe/Berln\n');
    await world.pushed('acme/.github');
    expect(world.issues).toHaveLength(1);
    expect([...world.issues[0]!.comments.values()].join()).toContain('Europe/Berlin');
  });

  it('a later mistake opens a new issue', async () => {
    const world = aWorld();
    for (const text of [VALID, BROKEN, OTHER, BROKEN]) {
      world.later();
      world.write('acme/.github', text);
      await world.pushed('acme/.github');
    }
    expect(world.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('an issue that a person closed stays closed', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.write('acme/.github', BROKEN);
    await world.pushed('acme/.github');
    world.issues[0]!.state = 'closed';
    world.write('acme/.github', `${BROKEN}# again\n`);
    await world.pushed('acme/.github');
    expect(world.issues).toHaveLength(1);
    expect(world.issues[0]?.state).toBe('closed');
    expect(world.issues[0]?.comments.size).toBe(0);
  });

  it('a file that was never valid is reported beside the file and binds nobody', async () => {
    const world = aWorld();
    world.write('acme/checkout', BROKEN);
    await world.pushed('acme/checkout');
    expect(await world.policyFor('acme/checkout')).toBeNull();
    expect(world.issues[0]?.ref.repo).toEqual(repo('acme/checkout'));
    expect(world.issues[0]?.body).toContain('There has been no valid policy yet');
    world.delete('acme/checkout');
    await world.pushed('acme/checkout');
    expect(world.issues[0]?.state).toBe('closed');
  });

  it('a file that is gone stays in force as last seen, and one issue asks for it back', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.delete('acme/.github');
    for (let index = 0; index < 3; index += 1) await world.pushed('acme/.github');
    expect((await world.policyFor('acme/search'))?.source.repo).toEqual(repo('acme/.github'));
    expect(world.issues.map(({ title }) => title)).toEqual([
      'The Norepeat policy in acme/.github is gone',
    ]);
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    expect(world.issues[0]?.state).toBe('closed');
  });

  it('where there never was one, nothing is said', async () => {
    const world = aWorld();
    await world.pushed('acme/checkout');
    expect(world.counts.writes).toBe(0);
    expect(world.marked).toEqual([]);
  });

  it('nothing new costs one read and no write', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    const before = { ...world.counts };
    await world.pushed('acme/.github');
    expect(world.counts).toEqual({ ...before, reads: before.reads + 1 });
  });

  it("a repository's own file is not spoken of where the organisation's decides", async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    const before = world.counts.writes;
    world.write('acme/checkout', BROKEN);
    await world.pushed('acme/checkout');
    expect(world.counts.writes).toBe(before);
  });

  it('a crash at any write is repaired by running again', async () => {
    for (let survived = 0; survived < 4; survived += 1) {
      const world = aWorld();
      for (const text of [VALID, BROKEN, VALID]) {
        world.write('acme/.github', text);
        world.breakAfter(survived);
        await world.pushed('acme/.github').catch(() => undefined);
        world.breakAfter(Infinity);
        await world.pushed('acme/.github');
      }
      expect(world.issues.map(({ state }) => state)).toEqual(['closed']);
      expect(world.checks.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure']);
      expect(world.stored.get('acme/.github')).toMatchObject({
        state: 'valid',
        troubleSince: null,
      });
    }
  });
});

describe('a pull request changes the policy file', () => {
  it('a valid change passes and is not in force', async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.pushed('acme/.github');
    world.proposals.set(7, OTHER);
    await world.proposed('acme/.github', 7);
    expect(world.checks.at(-1)).toMatchObject({
      headSha: 'head',
      conclusion: 'success',
      title: 'Valid: the same merges would be held',
    });
    expect((await world.policyFor('acme/checkout'))?.severities[0]?.id).toBe('sev1');
  });

  it('says first what it would change, and writes it again only when that differs', async () => {
    const world = aWorld();
    world.proposals.set(7, OTHER);
    const pull = {
      ref: { repo: repo('acme/checkout'), number: 34 },
      url: 'https://github.example',
    };
    const held = { ...pull, change: 'held', visibility: 'private' } as const;
    const impact = { ...NO_IMPACT, pulls: [held] };
    world.willFind(impact);
    await world.proposed('acme/.github', 7);
    await world.proposed('acme/.github', 7);
    expect(world.checks).toHaveLength(1);
    expect(world.checks[0]?.summary).toMatch(
      /^\*\*With this policy, 1 more pull request would be held\.\*\*/,
    );
    world.willFind({ ...impact, pulls: [{ ...held, change: 'released' }] });
    await world.proposed('acme/.github', 7);
    expect(world.checks.at(-1)?.title).toBe('Valid: 1 pull request released');
    expect(world.stored.size).toBe(0);
  });

  it('is told to be valid also when it cannot be tried, and is tried again', async () => {
    const world = aWorld();
    world.proposals.set(7, OTHER);
    world.willFind(new Error('GitHub answered 502'));
    await expect(world.proposed('acme/.github', 7)).rejects.toThrow('502');
    expect(world.checks[0]).toMatchObject({ conclusion: 'success', title: 'Valid' });
    expect(world.checks[0]?.summary).toContain('could not be worked out this time');
    world.willFind(NO_IMPACT);
    await world.proposed('acme/.github', 7);
    expect(world.checks.at(-1)?.title).toBe('Valid: the same merges would be held');
  });

  it('only waits, and says nothing yet, when GitHub asks for patience', async () => {
    const world = aWorld();
    world.proposals.set(7, OTHER);
    world.willFind(Object.assign(new Error('not now'), { retryAt: 1 }));
    await expect(world.proposed('acme/.github', 7)).rejects.toThrow('not now');
    expect(world.checks).toEqual([]);
  });

  it('from a fork is not tried: its author could ask what they may not read', async () => {
    const world = aWorld();
    world.proposals.set(7, OTHER);
    world.fromForks();
    world.willFind(new Error('must not be asked'));
    await world.proposed('acme/.github', 7);
    expect(world.checks[0]?.title).toBe('Valid');
    expect(world.checks[0]?.summary).toContain('not for forks');
  });

  it('an invalid change fails on its line', async () => {
    const world = aWorld();
    world.proposals.set(7, BROKEN);
    await world.proposed('acme/.github', 7);
    expect(world.checks[0]).toMatchObject({
      conclusion: 'failure',
      title: '1 problem',
      annotations: [{ line: 1, level: 'failure' }],
    });
    expect(world.issues).toEqual([]);
    expect(world.stored.size).toBe(0);
  });

  it('a deletion fails and says what would happen', async () => {
    const world = aWorld();
    world.proposals.set(7, null);
    await world.proposed('acme/.github', 7);
    expect(world.checks[0]).toMatchObject({
      conclusion: 'failure',
      title: 'The policy would be gone',
    });
  });

  it('a pull request that leaves the file alone, is closed or gone gets no check', async () => {
    const world = aWorld();
    world.proposals.set(7, 'untouched');
    await world.proposed('acme/.github', 7);
    await world.proposed('acme/.github', 8);
    expect(world.checks).toEqual([]);
  });

  it("costs no request where the organisation's policy decides", async () => {
    const world = aWorld();
    world.write('acme/.github', VALID);
    await world.policyFor('acme/checkout');
    world.proposals.set(7, BROKEN);
    await world.proposed('acme/checkout', 7);
    expect(world.counts.proposalReads).toBe(0);
  });
});
