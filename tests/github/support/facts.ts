import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import { instantFromIso } from '../../../src/core/time.ts';

export const t0 = instantFromIso('2026-11-21T10:00:00Z');

export function aComment(over: Partial<CommentFacts> & { readonly id: number }): CommentFacts {
  const author = over.author ?? { login: 'alice', kind: 'person' as const };
  return {
    nodeId: `IC_${over.id}`,
    url: `https://github.com/acme/incidents/issues/7#issuecomment-${over.id}`,
    author,
    body: '',
    createdAt: t0,
    editedAt: null,
    editor: author,
    minimized: false,
    keyEvent: false,
    ownReactions: [],
    ...over,
  };
}

export function someFacts(over: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    ref: { repo: { owner: 'acme', name: 'incidents' }, number: 7 },
    nodeId: 'I_7',
    url: 'https://github.com/acme/incidents/issues/7',
    title: 'Checkout is down',
    body: '',
    author: { login: 'alice', kind: 'person' },
    bodyEditor: { login: 'alice', kind: 'person' },
    createdAt: t0,
    state: 'open',
    stateReason: null,
    labels: ['incident'],
    assignees: [],
    comments: [],
    events: [],
    subIssues: [],
    detached: [],
    postmortem: null,
    visibility: 'private',
    wholeAt: t0,
    ...over,
  };
}
