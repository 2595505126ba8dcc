import { sortedPermissions } from '../http/access.ts';
import { created, noContent, notFoundAnswer, okay, problem } from '../http/answers.ts';
import type { Answer, Call } from '../http/context.ts';
import { holds } from '../http/identity.ts';
import { page } from '../http/paging.ts';
import type { App, Installation, Permissions } from '../model/records/accounts.ts';
import type { Repository } from '../model/records/repository.ts';
import {
  findAccount,
  findApp,
  findInstallation,
  findOrganization,
  findRepository,
  installationCovers,
  installationRepositories,
} from '../model/world.ts';
import { pathNumber, pathText, record, texts } from './input.ts';
import { general } from './route.ts';
import { appJson, installationJson } from './serialise/accounts.ts';
import { iso } from './serialise/render.ts';
import { repositoryJson } from './serialise/repositories.ts';

export const appRoutes = {
  'apps/get-authenticated': general('app', (call) =>
    asApp(call, (app) => {
      const installations = installationsOf(call, app).length;
      return okay({ ...appJson(call, app), installations_count: installations });
    }),
  ),
  'apps/get-webhook-config-for-app': general('app', (call) =>
    asApp(call, (app) => {
      const hook = call.hooks.hookOf(app.id);
      if (hook === undefined) return notFoundAnswer;
      return okay({ content_type: 'json', insecure_ssl: '0', secret: '********', url: hook.url });
    }),
  ),
  'apps/get-by-slug': general('anyone', (call) => {
    const app = findApp(call.world, pathText(call, 'app_slug'));
    return app === undefined ? notFoundAnswer : okay(appJson(call, app));
  }),
  'apps/list-installations': general('app', (call) =>
    asApp(call, (app) =>
      page(call, installationsOf(call, app), (each) => installationJson(call, each)),
    ),
  ),
  'apps/get-installation': general('app', (call) =>
    withInstallation(call, (installation) => okay(installationJson(call, installation))),
  ),
  'apps/get-org-installation': general('app', (call) =>
    installationOn(call, findOrganization(call.world, pathText(call, 'org'))),
  ),
  'apps/get-user-installation': general('app', (call) =>
    installationOn(call, findAccount(call.world, pathText(call, 'username'))),
  ),
  'apps/get-repo-installation': general('app', repositoryInstallation, true),
  'apps/create-installation-access-token': general('app', (call) =>
    withInstallation(call, (installation) => issueToken(call, installation)),
  ),
  'apps/revoke-installation-access-token': general('installation', (call) => {
    if (call.identity.kind === 'installation') call.credentials.revoke(call.identity.token);
    return noContent;
  }),
  'apps/list-repos-accessible-to-installation': general('installation', (call) => {
    const { identity } = call;
    if (identity.kind !== 'installation') return notFoundAnswer;
    const repositories = installationRepositories(call.world, identity.installation).filter(
      ({ id }) => identity.repositories === null || identity.repositories.has(id),
    );
    return page(
      call,
      repositories,
      (each) => repositoryJson(call, each),
      (rendered, total) => ({
        total_count: total,
        repository_selection: identity.installation.repositorySelection,
        repositories: rendered,
      }),
    );
  }),
};

function asApp(call: Call, then: (app: App) => Answer): Answer {
  return call.identity.kind === 'app' ? then(call.identity.app) : notFoundAnswer;
}

function installationsOf(call: Call, app: App): readonly Installation[] {
  return [...call.world.state.installations.values()].filter((each) => each.app === app);
}

function withInstallation(call: Call, then: (installation: Installation) => Answer): Answer {
  return asApp(call, (app) => {
    const installation = call.world.state.installations.get(pathNumber(call, 'installation_id'));
    return installation?.app === app ? then(installation) : notFoundAnswer;
  });
}

function installationOn(call: Call, account: ReturnType<typeof findAccount>): Answer {
  return asApp(call, (app) => {
    const found = account === undefined ? undefined : findInstallation(call.world, app, account);
    return found === undefined ? notFoundAnswer : okay(installationJson(call, found));
  });
}

/** Private repositories too: an App may ask where it is installed. */
function repositoryInstallation(call: Call): Answer {
  const repository = findRepository(call.world, pathText(call, 'owner'), pathText(call, 'repo'));
  if (repository === undefined) return notFoundAnswer;
  return asApp(call, (app) => {
    const found = installationsOf(call, app).find(
      (each) =>
        installationCovers(each, repository) ||
        (each.suspendedAt !== null && each.account === repository.owner),
    );
    return found === undefined ? notFoundAnswer : okay(installationJson(call, found));
  });
}

function issueToken(call: Call, installation: Installation): Answer {
  if (installation.suspendedAt !== null) {
    return problem(403, 'This installation has been suspended');
  }
  const asked = record(call.body, 'permissions');
  const excess = Object.entries(asked ?? {}).filter(
    ([name, access]) => !isAccess(access) || !holds(installation.permissions, name, access),
  );
  if (excess.length > 0) {
    return problem(422, 'The permissions requested are not granted to this installation.');
  }
  const chosen = chosenRepositories(call, installation);
  if (chosen === 'unknown') {
    return problem(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  const permissions: Permissions =
    asked === undefined ? installation.permissions : (asked as Permissions);
  const token = call.credentials.issueInstallationToken(
    installation,
    permissions,
    chosen === null ? null : new Set(chosen.map(({ id }) => id)),
  );
  return created({
    token: token.token,
    expires_at: iso(token.expiresAt),
    permissions: sortedPermissions(permissions),
    repository_selection: chosen === null ? installation.repositorySelection : 'selected',
    ...(chosen === null ? {} : { repositories: chosen.map((each) => repositoryJson(call, each)) }),
  });
}

/** The repositories a token is narrowed to; null when it is not narrowed. */
function chosenRepositories(
  call: Call,
  installation: Installation,
): readonly Repository[] | null | 'unknown' {
  const names = texts(call.body, 'repositories') ?? [];
  const ids: unknown = call.body['repository_ids'];
  const numbers = Array.isArray(ids) ? ids.map(Number) : [];
  if (names.length + numbers.length === 0) return null;
  const reached = installationRepositories(call.world, installation);
  const found = [
    ...names.map((name) => reached.find((each) => each.name.toLowerCase() === name.toLowerCase())),
    ...numbers.map((id) => reached.find((each) => each.id === id)),
  ];
  const known = found.filter((each) => each !== undefined);
  return known.length === found.length ? known : 'unknown';
}

function isAccess(value: unknown): value is 'read' | 'write' | 'admin' {
  return value === 'read' || value === 'write' || value === 'admin';
}
