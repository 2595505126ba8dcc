/**
 * Effects become requests here, one file a kind. Every one may be performed twice: what is there already
 * is left as it is, what is gone is no error, and a request that may have happened is looked for before
 * it is sent again.
 */
import type { Effect } from '../../core/effects.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { Performer } from '../../flow/ports/performer.ts';
import { isGone } from '../client/errors.ts';
import type { GitHub } from '../client/github.ts';
import type { Session } from '../client/session.ts';
import { addSubIssue } from './add-sub-issue.ts';
import { assign } from './assign.ts';
import { closeIssue, reopenIssue } from './close-issue.ts';
import { createIssue } from './create-issue.ts';
import { createItem } from './create-item.ts';
import { deleteComment } from './delete-comment.ts';
import { editText } from './edit-text.ts';
import { keepComment } from './keep-comment.ts';
import { keepLabels } from './keep-labels.ts';
import { labelIssue } from './label-issue.ts';
import { openPull } from './open-pull.ts';
import { react } from './react.ts';
import { closePull } from './close-pull.ts';
import { reopenPull } from './reopen-pull.ts';
import { reportCheck } from './report-check.ts';
import { reportVerdicts } from './report-verdicts.ts';
import { rememberRepositoryIds, type RepositoryIds } from './repository-ids.ts';
import { requestReviews } from './request-reviews.ts';
import { suggest } from './suggest.ts';
import { updateBranch } from './update-branch.ts';
import { writeBranch } from './write-branch.ts';

/** What every effect works with. */
export interface Hands {
  readonly session: Session;
  readonly self: AppIdentity;
  readonly repositoryIds: RepositoryIds;
  /** GitHub's time. */
  readonly now: () => Instant;
  /** Told of what GitHub did not take and nobody needs to wait for; static words, data in fields. */
  readonly note: Note;
}

type Note = (what: string, fields: Readonly<Record<string, unknown>>) => void;

export type EffectOf<K extends Effect['kind']> = Extract<Effect, { readonly kind: K }>;

interface Deps {
  readonly github: Pick<GitHub, 'session' | 'clock'>;
  readonly self: AppIdentity;
  /** Told of effects whose subject was gone too. */
  readonly note: Note;
}

export function createPerformer(deps: Deps): Performer {
  const now = (): Instant => deps.github.clock.now();
  const repositoryIds = rememberRepositoryIds(now);
  const handsFor = async (repo: RepoRef): Promise<Hands | null> => {
    const session = await deps.github.session(repo);
    const { self, note } = deps;
    return session === null ? null : { session, self, repositoryIds, note, now };
  };
  return {
    perform: async (effect, options) => {
      const repo = repoOf(effect);
      const hands = await handsFor(repo);
      const about = { effect: effect.kind, repository: `${repo.owner}/${repo.name}` };
      if (hands === null) {
        deps.note('an effect found the app no longer installed', about);
        return;
      }
      try {
        await performOne(hands, effect, options?.justRead === true);
      } catch (error) {
        if (!isGone(error)) throw error;
        deps.note('an effect found its subject gone', about);
      }
    },
    ensureItem: async (effect) => {
      const hands = await handsFor(effect.repo);
      if (hands === null) return null;
      try {
        return await createItem(hands, effect);
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
    ensureIssue: async (effect) => {
      const hands = await handsFor(effect.repo);
      if (hands === null) throw new Error('the app is not installed where it should open an issue');
      return createIssue(hands, effect);
    },
  };
}

function repoOf(effect: Effect): RepoRef {
  if ('repo' in effect) return effect.repo;
  return ('pull' in effect ? effect.pull : effect.issue).repo;
}

async function performOne(hands: Hands, effect: Effect, justRead: boolean): Promise<void> {
  switch (effect.kind) {
    case 'keep-labels':
      return keepLabels(hands, effect);
    case 'label-issue':
      return labelIssue(hands, effect);
    case 'keep-comment':
      return keepComment(hands, effect, justRead);
    case 'delete-comment':
      return deleteComment(hands, effect);
    case 'react':
      return react(hands, effect);
    case 'assign':
      return assign(hands, effect);
    case 'edit-text':
      return editText(hands, effect);
    case 'close-issue':
      return closeIssue(hands, effect);
    case 'reopen-issue':
      return reopenIssue(hands, effect);
    case 'create-issue':
      await createIssue(hands, effect);
      return;
    case 'report-check':
      return reportCheck(hands, effect);
    case 'report-verdicts':
      return reportVerdicts(hands, effect);
    case 'create-item':
      await createItem(hands, effect);
      return;
    case 'add-sub-issue':
      return addSubIssue(hands, effect);
    default:
      return performOnChange(hands, effect);
  }
}

type ChangeEffect = EffectOf<
  | 'write-branch'
  | 'open-pull'
  | 'close-pull'
  | 'reopen-pull'
  | 'update-branch'
  | 'request-reviews'
  | 'suggest'
>;

/** What is done with branches and pull requests themselves. */
async function performOnChange(hands: Hands, effect: ChangeEffect): Promise<void> {
  switch (effect.kind) {
    case 'write-branch':
      return writeBranch(hands, effect);
    case 'open-pull':
      return openPull(hands, effect);
    case 'close-pull':
      return closePull(hands, effect);
    case 'reopen-pull':
      return reopenPull(hands, effect);
    case 'update-branch':
      return updateBranch(hands, effect);
    case 'request-reviews':
      return requestReviews(hands, effect);
    case 'suggest':
      return suggest(hands, effect);
    default:
      return effect satisfies never;
  }
}
