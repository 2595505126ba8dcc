import type { Actor } from '../model/actor.ts';
import type { Repository } from '../model/records/repository.ts';
import { need, type Need } from '../http/access.ts';
import { notFoundAnswer, problem } from '../http/answers.ts';
import type { ActingCall, Answer, Call, RepositoryCall } from '../http/context.ts';

/** What the HTTP layer needs to know of an endpoint. */
export type Route = {
  readonly needs: Need;
  /** The handler looks for the repository on other terms than "may the caller see it". */
  readonly findsRepositoryItself: boolean;
  readonly handle: (call: Call, repository: Repository | null) => Answer | Promise<Answer>;
};

/** An endpoint about no particular repository. */
export function general(
  needs: string,
  handle: (call: Call) => Answer | Promise<Answer>,
  findsRepositoryItself = false,
): Route {
  return { needs: parsed(needs), findsRepositoryItself, handle };
}

/** Reads something of a repository that the caller may see. */
export function reading(
  needs: string,
  handle: (call: RepositoryCall) => Answer | Promise<Answer>,
): Route {
  return {
    needs: parsed(needs),
    findsRepositoryItself: false,
    handle: (call, repository) =>
      repository === null ? notFoundAnswer : handle({ ...call, repository }),
  };
}

/** Changes something in a repository: somebody must act. */
export function acting(
  needs: string,
  handle: (call: ActingCall) => Answer | Promise<Answer>,
): Route {
  return reading(needs, (call) => {
    const actor = actorOf(call);
    return actor === null ? problem(401, 'Requires authentication') : handle({ ...call, actor });
  });
}

/** Who acts, or null for strangers and for an App as itself. */
export function actorOf(call: Call): Actor | null {
  const { identity } = call;
  return identity.kind === 'user' || identity.kind === 'installation' ? identity.actor : null;
}

function parsed(needs: string): Need {
  switch (needs) {
    case 'anyone':
    case 'app':
    case 'installation':
    case 'user':
      return needs;
    default:
      return need(needs);
  }
}
