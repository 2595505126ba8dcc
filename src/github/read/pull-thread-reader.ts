import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { PullThreadReader } from '../../flow/ports/pulls.ts';
import type { GitHub } from '../client/github.ts';
import { readPull } from './pull-reader.ts';
import { PULL_THREAD } from './pull-queries.ts';
import { toComment } from './translate.ts';

export function createPullThreadReader(
  github: Pick<GitHub, 'session'>,
  self: AppIdentity,
): PullThreadReader {
  return {
    thread: async (pull) => {
      const session = await github.session(pull.repo);
      if (session === null) return { kind: 'gone', why: 'the app is not installed there' };
      const read = await readPull({ session, self }, pull, PULL_THREAD);
      if (read.kind === 'gone') return read;
      const { facts, comments } = read.value;
      const value = { facts, comments: comments.map((comment) => toComment(comment, self)) };
      return { kind: 'found', value };
    },
  };
}
