import type { PhrasingContent } from 'mdast';
import {
  voucherOf,
  type Evidence,
  type FixEvidence,
  type OverrideEvidence,
  type Standing,
  type ViolationFinding,
  type Vouching,
} from '../../gate/decision.ts';
import { FIX_LABEL } from '../../gate/rules/label.ts';
import { formatIssue } from '../../ids.ts';
import { code, phrasing, type Words } from '../../markdown/build.ts';
import { safeCode, safeString } from '../../markdown/safe.ts';
import { incidentName, listed, moment, placeName, shortSha, teamName, type Page } from './view.ts';

/** What let the commit through, each a clause: `bob, a member of acme/payments, vouched for …`. */
export function passedBy(page: Page): readonly string[] {
  const clauses = page.decision.lifted.flatMap((one) => {
    const lifting = one.evidence.find(({ outcome }) => outcome === 'lifts');
    return lifting === undefined ? [] : liftClauses(lifting, one, page);
  });
  return [...new Set(clauses)];
}

function liftClauses(evidence: Evidence, one: ViolationFinding, page: Page): readonly string[] {
  const incident = incidentName(one.obligation.incident, page);
  if (evidence.rule === 'override') {
    return [`${person(evidence.override.by)} let this commit through in spite of ${incident}`];
  }
  const voucher = evidence.children.find(({ outcome }) => outcome === 'lifts');
  if (voucher === undefined) return [];
  const its = voucher.rule === 'author' ? ', its author,' : '';
  return [`${person(voucherOf(voucher).login)}${its} vouched for it as the fix of ${incident}`];
}

/** Everything that was looked at for a violation, a line each. */
export function evidenceLines(one: ViolationFinding, page: Page): readonly Words[] {
  const lines = one.evidence.flatMap((evidence) =>
    evidence.rule === 'override'
      ? [overrideLine(evidence, page)]
      : [linkLine(evidence, one, page), ...evidence.children.map((v) => vouchLine(v, one, page))],
  );
  const linked = one.evidence.some(({ rule }) => rule === 'fix');
  const unlinked = phrasing(
    'It is linked as the fix of neither ',
    incidentName(one.obligation.incident, page),
    ' nor any of its open items.',
  );
  return one.outcome === 'holds' && !linked ? [unlinked, ...lines] : lines;
}

function linkLine(
  { links }: FixEvidence,
  { obligation: { incident } }: ViolationFinding,
  page: Page,
): Words {
  const several = (page.commit?.pulls.length ?? 0) > 1;
  const targets = links.map(({ target, via, pull }) => {
    const name = placeName(target.ref, incident, page) ?? incidentName(incident, page);
    const by = via === 'fixes' ? ' by /fixes' : '';
    return `${name}${by}${several ? ` (${safeString(formatIssue(pull))})` : ''}`;
  });
  return phrasing('It is linked to ', listed([...new Set(targets)], 6), '.');
}

function overrideLine({ override, because }: OverrideEvidence, page: Page): Words {
  const { by, sha, at } = override;
  const said = phrasing(
    person(by),
    ' let commit ',
    code(shortSha(sha)),
    ` through on ${moment(at, page)}`,
  );
  switch (because) {
    case 'this-head':
      return phrasing(said, '.');
    case 'other-head':
      return phrasing(said, ', but the head is now ', code(shortSha(page.headSha)), '.');
    case 'by-author':
      return phrasing(said, ', but nobody lets their own change through.');
  }
}

function vouchLine(vouching: Vouching, one: ViolationFinding, page: Page): Words {
  const did = deed(vouching);
  const { because } = vouching;
  switch (because) {
    case 'assignee':
    case 'role-holder':
    case 'team-member':
    case 'approver':
      return phrasing(
        did,
        ` as ${standingWords(because, one)}. `,
        vouching.rule === 'author' ? 'The policy takes its author’s word.' : 'That counts.',
      );
    case 'changes-requested':
      return phrasing(did, '.');
    case 'old-head': {
      const head = code(shortSha(page.headSha));
      return phrasing(did, ', not the present head ', head, '. It takes a review of that one.');
    }
    case 'before-head':
      return phrasing(
        did,
        ' before the present head came, so it says nothing about ',
        code(shortSha(page.headSha)),
        '.',
      );
    case 'head-time-unknown':
      return phrasing(did, ', but GitHub does not show when the head came. A review counts.');
    case 'by-author':
      return phrasing(did, ', but nobody vouches for their own change.');
    case 'authors-unknown':
      return phrasing(
        did,
        ', but an app opened this, and not everybody who wrote its commits is known. An approver can override.',
      );
    case 'not-a-person':
      return phrasing(did, ', but is an app, and only people vouch.');
    case 'no-standing':
      return phrasing(
        did,
        `, but is neither in ${teamName(one.team.team)}, nor an assignee of the linked item, a role holder of the incident, or an approver.`,
      );
  }
}

function deed(vouching: Vouching): PhrasingContent[] {
  const who = person(voucherOf(vouching).login);
  if (vouching.rule === 'author') return phrasing(`${who} opened it`);
  if (vouching.rule === 'label') return phrasing(`${who} set the label `, code(FIX_LABEL));
  const { opinion, commit } = vouching.review;
  const what = opinion === 'approved' ? 'approved' : 'asked for changes on';
  return phrasing(
    `${who} ${what} `,
    commit === null ? 'a commit that is gone' : safeCode(shortSha(commit)),
  );
}

function standingWords(standing: Standing, { team }: ViolationFinding): string {
  switch (standing) {
    case 'assignee':
      return 'an assignee of the linked item';
    case 'role-holder':
      return 'a role holder of the incident';
    case 'team-member':
      return `a member of ${teamName(team.team)}`;
    case 'approver':
      return 'an approver of the policy';
  }
}

function person(login: string): string {
  return safeString(login, 60);
}
