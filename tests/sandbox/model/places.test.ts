import { describe, expect, it } from 'vitest';
import { createUser } from '../../../sandbox/model/actions/accounts.ts';
import { addCollaborator } from '../../../sandbox/model/actions/collaborators.ts';
import { deleteFile, putFile } from '../../../sandbox/model/actions/contents.ts';
import {
  createDeployment,
  createDeploymentStatus,
} from '../../../sandbox/model/actions/deployments.ts';
import { dispatch } from '../../../sandbox/model/actions/dispatch.ts';
import { forkRepository } from '../../../sandbox/model/actions/forks.ts';
import { createTree } from '../../../sandbox/model/actions/git-database.ts';
import {
  acceptPermissions,
  changeInstallationRepositories,
  changeRegistration,
  pendingPermissions,
  suspendInstallation,
} from '../../../sandbox/model/actions/installations.ts';
import { addLabels } from '../../../sandbox/model/actions/issue-labels.ts';
import { removeOrganizationMember } from '../../../sandbox/model/actions/organizations.ts';
import {
  createRepository,
  deleteRepository,
  editRepository,
  renameRepository,
} from '../../../sandbox/model/actions/repositories.ts';
import {
  addTeamMember,
  createTeam,
  grantTeam,
  renameTeam,
} from '../../../sandbox/model/actions/teams.ts';
import { changesBetween } from '../../../sandbox/model/git/compare.ts';
import { entryAt, filesAt } from '../../../sandbox/model/git/objects.ts';
import { authorAssociation } from '../../../sandbox/model/queries/association.ts';
import { compareCommits, resolveCommit } from '../../../sandbox/model/queries/commits.ts';
import { legacyPermission, roleOf } from '../../../sandbox/model/roles.ts';
import {
  findRenamedRepository,
  findRepository,
  findTeam,
  installationCovers,
} from '../../../sandbox/model/world.ts';
import { aCheck, aCommit } from './changes.ts';
import { anIssue, as, aSetting, eventsDuring, refusal, system, value } from './setting.ts';

describe('roles', () => {
  it('come from ownership, base permission, teams with their parents, and collaboration', () => {
    const { world, acme, repository, owner, outsider } = aSetting({ visibility: 'private' });
    const nina = createUser(world, { login: 'nina' });
    expect(roleOf(world, owner, repository)).toBe('admin');
    expect(roleOf(world, nina, repository)).toBeNull();
    const parent = value(createTeam(world, as(owner), { organization: acme, name: 'Payments' }));
    const child = value(
      createTeam(world, as(owner), { organization: acme, name: 'Checkout Team', parent }),
    );
    value(addTeamMember(world, as(owner), { team: child, user: nina }));
    expect(roleOf(world, nina, repository)).toBe('read');
    value(grantTeam(world, as(owner), { team: parent, repository, role: 'maintain' }));
    expect(roleOf(world, nina, repository)).toBe('maintain');
    value(addCollaborator(world, as(owner), { repository, user: outsider, role: 'triage' }));
    expect(roleOf(world, outsider, repository)).toBe('triage');
  });

  it('are told to older callers as write for maintain and read for triage', () => {
    const roles = ['admin', 'maintain', 'write', 'triage', 'read', null] as const;
    expect(roles.map(legacyPermission)).toEqual([
      'admin',
      'write',
      'write',
      'read',
      'read',
      'none',
    ]);
  });

  it('are read for everybody in public repositories', () => {
    const { world, repository, outsider } = aSetting();
    expect(roleOf(world, outsider, repository)).toBe('read');
  });

  it('end with the membership, teams included', () => {
    const { world, acme, owner, writer } = aSetting({ visibility: 'private' });
    const team = value(
      createTeam(world, as(owner), { organization: acme, name: 'x', members: [writer] }),
    );
    value(removeOrganizationMember(world, as(owner), { organization: acme, user: writer }));
    expect(team.members.size).toBe(0);
    expect(acme.members.has(writer.id)).toBe(false);
  });

  it('let nothing be written to an archived repository', () => {
    const { world, repository, owner } = aSetting();
    const issue = anIssue(world, repository);
    value(editRepository(world, as(owner), { repository, archived: true }));
    expect(refusal(addLabels(world, as(owner), { issue, names: ['bug'] }))).toMatchObject({
      status: 403,
      message: 'Repository was archived so is read-only.',
    });
  });

  it('hide private members behind NONE or CONTRIBUTOR in author_association', () => {
    const { world, acme, repository, owner } = aSetting();
    const { user } = { user: createUser(world, { login: 'nina' }) };
    acme.members.set(user.id, { user, role: 'member', public: false });
    expect(authorAssociation(user, repository)).toBe('NONE');
    acme.members.set(user.id, { user, role: 'member', public: true });
    expect(authorAssociation(user, repository)).toBe('MEMBER');
    aCommit(world, repository, { by: as(owner), branch: 'main' });
    expect(authorAssociation(owner, repository)).toBe('CONTRIBUTOR');
  });
});

describe('teams', () => {
  it('change their slug when renamed', () => {
    const { world, acme, owner } = aSetting();
    const team = value(createTeam(world, as(owner), { organization: acme, name: 'On Call!' }));
    expect(team.slug).toBe('on-call');
    const sent = eventsDuring(world, () =>
      value(renameTeam(world, as(owner), { team, name: 'SRE' })),
    );
    expect(sent).toEqual(['team.edited']);
    expect(findTeam(world, 'acme', 'on-call')).toBeUndefined();
    expect(findTeam(world, 'acme', 'sre')).toBe(team);
  });
});

describe('repositories', () => {
  it('redirect from their former name until somebody takes it', () => {
    const { world, acme, repository, owner } = aSetting();
    value(renameRepository(world, as(owner), { repository, name: 'outages' }));
    expect(findRepository(world, 'acme', 'incidents')).toBeUndefined();
    expect(findRenamedRepository(world, 'Acme', 'Incidents')).toBe(repository);
    value(createRepository(world, as(owner), { owner: acme, name: 'incidents' }));
    expect(findRenamedRepository(world, 'acme', 'incidents')).toBeUndefined();
  });

  it('come with nine labels, forks with their parent and its branches', () => {
    const { world, repository, outsider } = aSetting();
    expect(repository.labels.size).toBe(9);
    const fork = value(forkRepository(world, as(outsider), { repository, owner: outsider }));
    expect(fork).toMatchObject({ isFork: true, parent: repository });
    expect(fork.branches).toEqual(repository.branches);
    const again = value(forkRepository(world, as(outsider), { repository, owner: outsider }));
    expect(again).toBe(fork);
    value(deleteRepository(world, system, { repository }));
    expect(fork.parent).toBeNull();
  });
});

describe('contents', () => {
  it('ask for the blob that is replaced (422) and refuse another one (409)', () => {
    const { world, repository, writer } = aSetting();
    const input = { repository, path: 'README.md', message: 'x', content: 'new\n' };
    expect(refusal(putFile(world, as(writer), input)).status).toBe(422);
    const wrong = putFile(world, as(writer), { ...input, sha: '0'.repeat(40) });
    expect(refusal(wrong).status).toBe(409);
    const head = repository.branches.get('main')!;
    const { sha } = entryAt(repository.objects, head, 'README.md')!;
    const commit = value(putFile(world, as(writer), { ...input, sha }));
    expect(commit.verified).toBe(true);
    const now = entryAt(repository.objects, commit.sha, 'README.md')!;
    const gone = { repository, path: 'README.md', message: 'x', sha: now.sha };
    value(deleteFile(world, as(writer), gone));
    expect(filesAt(repository.objects, repository.branches.get('main')!).size).toBe(0);
  });

  it('compare as ahead, behind and diverged, with renames', () => {
    const { world, repository } = aSetting();
    const base = resolveCommit(world, repository, 'main')!;
    const head = aCommit(world, repository, { branch: 'fix' });
    expect(compareCommits(repository, base, head)).toMatchObject({ status: 'ahead', aheadBy: 1 });
    expect(compareCommits(repository, head, base)).toMatchObject({ status: 'behind', behindBy: 1 });
    const other = aCommit(world, repository, { branch: 'main', path: 'b' });
    expect(compareCommits(repository, other, head)).toMatchObject({ status: 'diverged' });
    expect(resolveCommit(world, repository, head.sha.slice(0, 7))).toBe(head);
    const { sha } = entryAt(repository.objects, base.sha, 'README.md')!;
    const tree = value(
      createTree(world, system, {
        repository,
        entries: [{ path: 'docs/READ.md', mode: '100644', sha }],
      }),
    );
    expect(tree.entries).toMatchObject([{ name: 'docs', type: 'tree', mode: '040000' }]);
    expect(changesBetween(repository.objects, base.sha, head.sha)).toHaveLength(1);
  });
});

describe('installations', () => {
  it('of selected repositories say what was added and removed', () => {
    const { world, acme, repository, owner, installation } = aSetting();
    value(createRepository(world, as(owner), { owner: acme, name: 'other' }));
    const input = { installation, repositories: [repository] };
    const sent = eventsDuring(world, () =>
      value(changeInstallationRepositories(world, as(owner), input)),
    );
    expect(sent).toEqual(['installation_repositories.removed']);
    expect(installation.repositorySelection).toBe('selected');
  });

  it('reach nothing while suspended', () => {
    const { world, repository, owner, installation, bot } = aSetting();
    value(suspendInstallation(world, as(owner), { installation }));
    expect(installationCovers(installation, repository)).toBe(false);
    const issue = anIssue(world, repository);
    expect(refusal(addLabels(world, bot, { issue, names: ['bug'] })).status).toBe(403);
  });

  it('get new permissions only once accepted, and lose dropped ones at once', () => {
    const { world, repository, owner, app, installation, bot } = aSetting();
    const permissions = { contents: 'write', administration: 'write' } as const;
    changeRegistration(world, { app, permissions });
    expect(installation.permissions['issues']).toBeUndefined();
    expect(pendingPermissions(installation)).toEqual({ administration: 'write' });
    expect(refusal(editRepository(world, bot, { repository, archived: true }))).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
    });
    const sent = eventsDuring(world, () =>
      value(acceptPermissions(world, as(owner), { installation })),
    );
    expect(sent).toEqual(['installation.new_permissions_accepted']);
    expect(editRepository(world, bot, { repository, archived: true }).ok).toBe(true);
  });
});

describe('deployments', () => {
  it('are refused while checks of the commit fail, unless told otherwise (409)', () => {
    const { world, repository, writer, bot } = aSetting();
    const headSha = repository.branches.get('main')!;
    aCheck(world, repository, { by: bot, headSha, conclusion: 'failure' });
    const input = { repository, ref: 'main' };
    expect(refusal(createDeployment(world, as(writer), input)).status).toBe(409);
    expect(createDeployment(world, as(writer), { ...input, requiredContexts: [] }).ok).toBe(true);
  });

  it('make earlier ones of an environment inactive, except production', () => {
    const { world, repository, writer } = aSetting();
    const deploy = (environment: string) => {
      const input = { repository, ref: 'main', environment };
      const deployment = value(createDeployment(world, as(writer), input));
      value(createDeploymentStatus(world, as(writer), { deployment, state: 'success' }));
      return deployment;
    };
    const [staging, production] = [deploy('staging'), deploy('production')];
    deploy('staging');
    deploy('production');
    expect(staging.statuses.map(({ state }) => state)).toEqual(['success', 'inactive']);
    expect(production.statuses.map(({ state }) => state)).toEqual(['success']);
  });
});

describe('repository_dispatch', () => {
  it('holds 100 characters of type, ten keys, under 64 KB, and needs write access', () => {
    const { world, repository, writer, triager } = aSetting();
    const send = (eventType: string, clientPayload: Record<string, unknown> = {}) =>
      dispatch(world, as(writer), { repository, eventType, clientPayload });
    expect(send('incident', { title: 'x' }).ok).toBe(true);
    expect(refusal(send('x'.repeat(101))).status).toBe(422);
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, n]));
    expect(refusal(send('incident', eleven)).status).toBe(422);
    expect(refusal(send('incident', { text: 'x'.repeat(65_536) })).status).toBe(422);
    const byTriager = dispatch(world, as(triager), { repository, eventType: 'incident' });
    expect(refusal(byTriager).status).toBe(403);
  });
});
