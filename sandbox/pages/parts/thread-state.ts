import type { Issue } from '../../model/records/issue.ts';
import { html, type Html } from '../html.ts';
import { icon, type IconName } from '../icons.ts';

interface Look {
  readonly words: string;
  readonly tone: 'open' | 'done' | 'closed' | 'neutral';
  readonly icon: IconName;
}

/** How the state of an issue or pull request looks: word, colour and sign. */
export function lookOf(issue: Issue): Look {
  if (issue.pull !== null) return lookOfPull(issue, issue.pull.mergedAt !== null, issue.pull.draft);
  if (issue.state === 'open') return { words: 'Open', tone: 'open', icon: 'issue' };
  return issue.stateReason === 'not_planned' || issue.stateReason === 'duplicate'
    ? { words: 'Closed', tone: 'neutral', icon: 'skip' }
    : { words: 'Closed', tone: 'done', icon: 'check' };
}

function lookOfPull(issue: Issue, merged: boolean, draft: boolean): Look {
  if (merged) return { words: 'Merged', tone: 'done', icon: 'merge' };
  if (issue.state === 'closed') return { words: 'Closed', tone: 'closed', icon: 'pull' };
  return draft
    ? { words: 'Draft', tone: 'neutral', icon: 'pull' }
    : { words: 'Open', tone: 'open', icon: 'pull' };
}

/** The big badge under the title. */
export function statePill(issue: Issue): Html {
  const look = lookOf(issue);
  return html`<span class="state ${look.tone}">${icon(look.icon)} ${look.words}</span>`;
}

/** The small sign in lists. */
export function stateIcon(issue: Issue): Html {
  const look = lookOf(issue);
  const kind = issue.pull === null ? 'issue' : 'pull request';
  return html`<span class="tint-${look.tone}">${icon(look.icon, `${look.words} ${kind}`)}</span>`;
}
