import { issueOf } from '../../command/reading.ts';
import { sameIssue, type IssueRef } from '../../ids.ts';
import type { Incident } from '../../incident/incident.ts';

/** An action and the issue that is its item. */
export interface NamedIssue {
  readonly issue: IssueRef | null;
  /** The action without the name of that issue, as Markdown. */
  readonly words: string;
}

/**
 * The issue that an Action cell names as its own: `#45 Add an alert`, `Add an alert (#45)`, `Add an alert:
 * #45`, `[Add an alert](https://…/issues/45)`. One that is mentioned in the midst of a sentence is a part
 * of that sentence; so is one
 * of another owner, which can be no item, and a pull request,
 * and the incident itself.
 */
export function issueInCell(cell: string, home: Pick<Incident, 'ref' | 'url'>): NamedIssue {
  for (const form of FORMS) {
    const { label = '', linked, bare, words = '' } = form.exec(cell)?.groups ?? {};
    const issue = issueNamed(linked ?? bare ?? '', home);
    if (issue === null) continue;
    const own = linked === undefined || BARE_NAME.test(label.trim()) ? '' : label;
    return {
      issue,
      words: [own, words]
        .filter((part) => part.trim() !== '')
        .join(' ')
        .trim(),
    };
  }
  return { issue: null, words: cell };
}

const SHORT = String.raw`(?:[\w-]+\/[\w.-]+)?#\d{1,9}`;
const BARE_NAME = new RegExp(`^${SHORT}$`);
/** A link with its label, an address, or a short name. */
const NAME = String.raw`(?:\[(?<label>[^[\]]{0,300})\]\((?<linked>[^()\s]{1,500})\)|<?(?<bare>https?:\/\/[^\s<>()|]{1,500}|${SHORT})>?)`;

const FORMS: readonly RegExp[] = [
  new RegExp(`^${NAME}$`),
  new RegExp(String.raw`^(?<words>[^]*\S)\s*\(${NAME}\)[.;]?$`),
  new RegExp(String.raw`^(?<words>[^]*\S)(?:\s+[–—-]|:)\s+${NAME}$`),
  new RegExp(String.raw`^${NAME}[:,]?\s+(?:[–—-]\s+)?(?<words>[^]*)$`),
];

/** Of this GitHub and this owner, and not said to be a pull request. */
function issueNamed(name: string, { ref, url }: Pick<Incident, 'ref' | 'url'>): IssueRef | null {
  const isAddress = /^https?:/i.test(name);
  if (isAddress && (originOf(name) !== originOf(url) || !/\/issues\/\d/.test(name))) return null;
  const issue = issueOf(name, ref.repo);
  if (issue === undefined || sameIssue(issue, ref)) return null;
  return issue.repo.owner.toLowerCase() === ref.repo.owner.toLowerCase() ? issue : null;
}

/** `https://github.com`, in lower case. */
function originOf(address: string): string {
  return /^https?:\/\/[^/?#\s]+/i.exec(address)?.[0].toLowerCase() ?? '';
}
