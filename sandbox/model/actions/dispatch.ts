/** `repository_dispatch`: an event from outside, sent to the Apps and workflows of a repository. */
import type { Actor } from '../actor.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { invalid, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import type { World } from '../world.ts';

/** Sends it. The type holds 100 characters; the payload ten top-level keys and less than 64 KB. */
export function dispatch(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly eventType: string;
    readonly clientPayload?: Readonly<Record<string, unknown>>;
  },
): Result<Repository> {
  const { repository, eventType, clientPayload } = input;
  const allowed = authorize(world, actor, repository, 'dispatch');
  if (!allowed.ok) return allowed;
  if (eventType.length < 1 || eventType.length > 100) {
    return invalid({ resource: 'RepositoryDispatch', field: 'event_type', code: 'invalid' });
  }
  if (Object.keys(clientPayload ?? {}).length > 10) {
    return unprocessable('No more than 10 properties are allowed in client_payload.');
  }
  if (Buffer.byteLength(JSON.stringify(clientPayload ?? {})) >= 64 * 1024) {
    return unprocessable('client_payload is too large (it must be smaller than 64 KB).');
  }
  world.emit(repository, allowed.value.account, {
    name: 'repository_dispatch',
    action: eventType,
    clientPayload: clientPayload ?? null,
  });
  return ok(repository);
}
