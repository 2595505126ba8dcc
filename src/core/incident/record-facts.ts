import type { Ledger } from '../ledger/ledger.ts';
import { formatIssue } from '../ids.ts';
import { proseLine } from '../timeline/prose-line.ts';
import type { Deed, IncidentEvent, Placed } from './events.ts';
import type { CommentFacts, IncidentFacts, NativeEvent, SubIssueFacts } from './facts.ts';

/** Every human comment that is not hidden, by its first line of prose; one of only commands is none. */
export function commentEvents(facts: IncidentFacts, ledger: Ledger): readonly Placed[] {
  const decided = new Set(
    ledger.flatMap((entry) =>
      entry.verdict === 'accepted' || entry.verdict === 'refused' ? [entry.comment] : [],
    ),
  );
  return facts.comments.flatMap((comment): readonly Placed[] => {
    if (comment.author.kind !== 'person' || comment.minimized) return [];
    const text = proseLine(comment.body, { withoutCommands: decided.has(comment.id) });
    return text === '' ? [] : [{ place: place(comment), event: commentEvent(comment, text) }];
  });
}

function place({ id }: CommentFacts): string {
  // Before the commands of the same comment.
  return `2 comment ${String(id).padStart(16, '0')}`;
}

function commentEvent(comment: CommentFacts, text: string): IncidentEvent {
  return {
    at: comment.createdAt,
    by: comment.author.login,
    url: comment.url,
    key: comment.keyEvent,
    binding: false,
    silent: false,
    deed: { do: 'comment', text },
  };
}

/** Mentions, assignments and sub-issues by others than this app: they tell the story and bind nobody. */
export function factEvents(facts: IncidentFacts): readonly Placed[] {
  return [
    ...facts.events.flatMap(nativeEvent),
    ...facts.subIssues.flatMap((issue) => closedItem(issue)),
  ];
}

function nativeEvent(event: NativeEvent): readonly Placed[] {
  const told = deedOf(event);
  if (told === null || event.by.kind === 'self') return [];
  const { deed, about, url } = told;
  const story = { at: event.at, by: event.by.login, url, key: false };
  return [
    {
      place: `3 ${event.kind} ${about} ${event.by.login}`,
      event: { ...story, binding: false, silent: false, deed },
    },
  ];
}

function deedOf(
  event: NativeEvent,
): { readonly deed: Deed; readonly about: string; readonly url: string | null } | null {
  switch (event.kind) {
    case 'cross-referenced': {
      const { source } = event;
      const deed = { do: 'mention', source } as const;
      return { deed, about: formatIssue(source.ref), url: source.restricted ? null : source.url };
    }
    case 'assigned':
    case 'unassigned': {
      const on = event.kind === 'assigned';
      return { deed: { do: 'assign', login: event.login, on }, about: event.login, url: null };
    }
    case 'sub-issue-added':
    case 'sub-issue-removed': {
      const { issue } = event;
      const change = event.kind === 'sub-issue-added' ? 'added' : 'removed';
      const url = issue.restricted ? null : issue.url;
      return { deed: { do: 'action-item', change, issue }, about: formatIssue(issue.ref), url };
    }
    default:
      return null;
  }
}

function closedItem(issue: SubIssueFacts): readonly Placed[] {
  if (issue.closedAt === null) return [];
  return [
    {
      place: `3 item-closed ${formatIssue(issue.ref)}`,
      event: {
        at: issue.closedAt,
        by: null,
        url: issue.restricted ? null : issue.url,
        key: false,
        binding: false,
        silent: false,
        deed: { do: 'action-item', change: 'closed', issue },
      },
    },
  ];
}
