import type { Paragraph } from 'mdast';
import { approverNames } from '../../followup/approvers.ts';
import { formatRepo } from '../../ids.ts';
import { code, paragraph, strong, type Words } from '../../markdown/build.ts';
import { safeCode, safeLink, safeString, webAddress } from '../../markdown/safe.ts';
import type { Policy } from '../../policy/policy.ts';
import { DAY } from '../../time.ts';
import { countOf, spanWords } from '../spans.ts';
import { listed, type Page } from './view.ts';

/** Who can let something through: `acme/incident-commanders or carol`; undefined when nobody can. */
export function approversWords(policy: Policy): Words | undefined {
  const names = approverNames(policy).map((name) => safeString(name, 160));
  return names.length === 0 ? undefined : listed(names, 6, 'or');
}

/** `30 days` */
export function longestWaiver({ dontRepeat }: Policy): string {
  const { longest } = dontRepeat.waivers;
  if (longest.unit === 'business-days') return countOf(longest.amount, 'business day');
  return longest.amount % DAY === 0
    ? countOf(longest.amount / DAY, 'day')
    : spanWords(longest.amount);
}

/** What to do about it that nobody may grant anything. */
export function noApprovers(page: Page): Paragraph {
  const { source } = page.policy;
  const address = policyAddress(page);
  const file = safeCode(`${formatRepo(source.repo)}: ${source.path}`);
  return paragraph(
    strong('Nobody can grant a waiver or an override yet'),
    ': the policy lists no approvers. Name them under ',
    code('dont_repeat.waivers.approvers'),
    ' in ',
    address === undefined ? file : safeLink(address, file),
    '. A pull request that changes only the policy is not held.',
  );
}

/** The file on its default branch, on the GitHub where the pull request is. */
function policyAddress({ commit, policy: { source } }: Page): string | undefined {
  const [root] = commit?.pulls[0]?.url.split(/(?<=^https?:\/\/[^/]+)\//) ?? [];
  if (root === undefined) return undefined;
  return webAddress(`${root}/${formatRepo(source.repo)}/blob/HEAD/${source.path}`);
}
