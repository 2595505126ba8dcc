/** The flow of one action item on ports that live in memory: what GitHub shows, what was written, what it cost. */
import type { Effect } from '../../../src/core/effects.ts';
import type { Visibility } from '../../../src/core/followup/obligation.ts';
import { formatIssue, type IssueRef, type RepoRef } from '../../../src/core/ids.ts';
import type {
  Actor,
  CommentFacts,
  PersonFacts,
  SubIssueFacts,
} from '../../../src/core/incident/facts.ts';
import type { Ledger } from '../../../src/core/ledger/ledger.ts';
import { followItem } from '../../../src/flow/item-commands.ts';
import { rememberLooked } from '../../../src/flow/looked.ts';
import { aKnownIncident } from '../../builders/a-known-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aSubIssue, CREATED, INCIDENT_REF, minute, someFacts } from '../../builders/facts.ts';
import { createCrashes } from './crashes.ts';
import { inMemory } from './memory.ts';
import { commentsAfter } from './thread-after.ts';

export const ITEM: IssueRef = { repo: { owner: 'acme', name: 'checkout' }, number: 34 };

/** alice declared acme/incidents#12; acme/checkout#34 is its item, bob's work; carol owns the service. */
export function anItemWorld() {
  const memory = inMemory();
  const crashes = createCrashes();
  const state = {
    policy: aPolicy(),
    now: minute(10),
    item: aSubIssue({ assignees: ['bob'] }) as SubIssueFacts | null,
    body: '',
    bodyEditor: { login: 'alice', kind: 'person' } as Actor,
    visibility: 'private' as Visibility,
    comments: [] as CommentFacts[],
    /** By `login in acme/checkout`; whoever is not listed may read, and is in no team. */
    people: new Map<string, Partial<PersonFacts>>([
      ['bob in acme/checkout', { permission: 'read' }],
      ['carol in acme/incidents', { teams: ['acme/payments'] }],
      ['dave in acme/checkout', { permission: 'write' }],
      ['nobody in acme/checkout', { exists: false }],
    ]),
  };
  const effects: Effect[] = [];
  const requests: string[] = [];

  const people = (repo: RepoRef, logins: readonly string[]) => {
    requests.push('people');
    return Promise.resolve(
      new Map(
        logins.map((login) => {
          const known = state.people.get(`${login.toLowerCase()} in ${repo.owner}/${repo.name}`);
          const plain = { login, exists: true, permission: 'read', teams: [] } as const;
          return [login.toLowerCase(), { ...plain, ...known }] as const;
        }),
      ),
    );
  };
  const follow = followItem({
    policies: { policyFor: () => Promise.resolve(state.policy) },
    index: memory.index,
    obligations: memory.obligationStore,
    records: memory.recordStore,
    ledgers: crashes.around(memory.ledgerStore),
    queue: crashes.around(memory.queue),
    performer: crashes.around({
      perform: (effect: Effect) => {
        requests.push(effect.kind);
        effects.push(effect);
        state.comments = commentsAfter(effect, state.comments, state.now);
        return Promise.resolve();
      },
    }),
    people: { people },
    items: {
      item: () => {
        requests.push('item');
        const { item, body, bodyEditor, visibility, comments } = state;
        if (item === null) return Promise.resolve({ kind: 'gone', why: 'deleted' } as const);
        const value = { item, body, bodyEditor, visibility, comments };
        return Promise.resolve({ kind: 'found', value } as const);
      },
    },
    clock: { now: () => state.now },
    looked: rememberLooked(),
  });

  /** As the incident's own job leaves it. */
  const know = async (ref = INCIDENT_REF): Promise<void> => {
    const facts = someFacts({ ref, subIssues: state.item === null ? [] : [state.item] });
    await memory.index.put(aKnownIncident(ref.number, { ref }));
    await memory.recordStore.save(ref, { facts, readUpTo: CREATED, timelineTotal: 1 });
    await memory.ledgerStore.save(ref, [
      {
        ...{ verdict: 'counted', by: 'alice', at: CREATED },
        act: { kind: 'declared', via: 'form', from: null },
      },
    ]);
  };
  return {
    state,
    memory,
    crashes,
    effects,
    requests,
    know,
    run: () => follow(ITEM),
    ledger: (ref = INCIDENT_REF): Ledger => memory.ledgers.get(formatIssue(ref)) ?? [],
    said: () =>
      (memory.ledgers.get(formatIssue(INCIDENT_REF)) ?? []).flatMap((entry) =>
        entry.verdict === 'on-item' ? [{ by: entry.by, ...entry.said }] : [],
      ),
    kinds: () => effects.map(({ kind }) => kind),
    /** What the app answered in words. */
    answers: () =>
      state.comments.flatMap(({ author, body }) => (author.kind === 'self' ? [body] : [])),
    reactions: () =>
      state.comments
        .filter(({ author }) => author.kind === 'person')
        .map(({ ownReactions }) => ownReactions),
  };
}

export type ItemWorld = ReturnType<typeof anItemWorld>;
