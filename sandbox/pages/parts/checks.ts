import {
  latestRuns,
  latestStatuses,
  passes,
  requiredCheckStates,
} from '../../model/queries/checks.ts';
import type { CheckRun } from '../../model/records/checks.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import type { PullRequest } from '../../model/records/pull-request.ts';
import { checkRunPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { avatar } from './person.ts';

export interface CheckLine {
  readonly name: string;
  readonly look: 'success' | 'failure' | 'pending' | 'neutral';
  readonly words: string;
  readonly url: string | null;
  readonly required: boolean;
  readonly sign: Html;
}

/** Every check of a pull request's head, those that are required and have not reported included. */
export function checkLines(frame: Frame, issue: Issue, pull: PullRequest): readonly CheckLine[] {
  return checkLinesOn(frame, issue.repository, { branch: pull.baseRef, sha: pull.headSha });
}

/** The same of any commit that is to go to a branch. */
export function checkLinesOn(
  frame: Frame,
  repository: Repository,
  at: { readonly branch: string; readonly sha: string },
): readonly CheckLine[] {
  const required = requiredCheckStates(frame.world, repository, at);
  const isRequired = (name: string, appId: number | null): boolean =>
    required.some(
      ({ check }) =>
        check.context === name && (check.integrationId === null || check.integrationId === appId),
    );
  return [
    ...latestRuns(repository, at.sha).map((run) => ({
      name: run.name,
      look: runLook(run),
      words: run.title ?? (run.conclusion ?? run.status).replaceAll('_', ' '),
      url: checkRunPath(run),
      required: isRequired(run.name, run.suite.app.id),
      sign: avatar(run.suite.app.bot, 20),
    })),
    ...latestStatuses(repository, at.sha).map((status) => ({
      name: status.context,
      look: status.state === 'error' ? ('failure' as const) : status.state,
      words: status.description ?? status.state,
      url: status.targetUrl,
      required: isRequired(status.context, status.app?.id ?? null),
      sign: avatar(status.creator, 20),
    })),
    ...required
      .filter(({ state }) => state === 'expected')
      .map(({ check }) => ({
        name: check.context,
        look: 'pending' as const,
        words: 'Expected — Waiting for status to be reported',
        url: null,
        required: true,
        sign: html``,
      })),
  ];
}

export function runLook(run: CheckRun): CheckLine['look'] {
  if (run.status !== 'completed') return 'pending';
  if (run.conclusion === 'neutral' || run.conclusion === 'skipped') return 'neutral';
  return passes(run.conclusion) ? 'success' : 'failure';
}

/** What many checks amount to. */
export function worstLook(lines: readonly CheckLine[]): CheckLine['look'] {
  const order = ['failure', 'pending', 'success'] as const;
  return order.find((look) => lines.some((line) => line.look === look)) ?? 'neutral';
}

/** The sign in front of a check. */
export function lookIcon(look: CheckLine['look']): Html {
  switch (look) {
    case 'success':
      return html`<span class="tint-open">${icon('check', 'Passed')}</span>`;
    case 'failure':
      return html`<span class="tint-closed">${icon('cross', 'Failed')}</span>`;
    case 'pending':
      return html`<span class="tint-pending">${icon('dot', 'Pending')}</span>`;
    case 'neutral':
      return html`<span class="tint-neutral">${icon('skip', 'Neutral')}</span>`;
  }
}

/** The list of checks, one line each. */
export function checkList(lines: readonly CheckLine[]): Html {
  return html`${lines.map(
    (line) =>
      html`<div class="line row check-line">
        ${lookIcon(line.look)} ${line.sign}
        <span class="words"
          ><strong>${line.name}</strong> <span class="muted">${line.words}</span></span
        >
        ${line.required && html`<span class="pill">Required</span>`}
        ${line.url !== null && html`<a href="${line.url}">Details</a>`}
      </div>`,
  )}`;
}
