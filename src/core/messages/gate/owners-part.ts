import type { RootContent } from 'mdast';
import type { Case, ExemptionFinding, OwnerReason } from '../../gate/decision.ts';
import { formatIssue } from '../../ids.ts';
import { code, joined, paragraph, phrasing, table, type Words } from '../../markdown/build.ts';
import { safeCode, safeString } from '../../markdown/safe.ts';
import { countOf } from '../spans.ts';
import { listed, teamName, type Page } from './view.ts';

/** To whom the change belongs and by which rule, and whether it was exempt. */
export function ownersPart(one: Case, page: Page): readonly RootContent[] {
  const { owners, exemptions } = one;
  const { teams } = owners;
  const shown = teams.slice(0, MOST_TEAMS);
  const rest = teams.length - shown.length;
  return [
    paragraph(subject(one, page), filesWords(one)),
    ...(teams.length === 0
      ? [
          paragraph(
            'No team is known to own any of it: neither a service nor CODEOWNERS names one.',
          ),
        ]
      : [
          table(
            ['Team', 'Owns it by'],
            shown.map(({ team, reasons }) => [teamName(team), reasonsWords(reasons)]),
          ),
        ]),
    ...(rest > 0 ? [paragraph(`and ${countOf(rest, 'more team')}`)] : []),
    ...exemptions.flatMap((exemption) => exemptionLine(exemption, page)),
  ];
}

const MOST_TEAMS = 25;
const MOST_REASONS = 3;

function subject({ pulls, headSha }: Case, { commit }: Page): Words {
  const names = listed(
    pulls.map(({ ref }) => safeString(formatIssue(ref))),
    6,
  );
  const share = commit?.as === 'pulls' && pulls.length > 1 ? ' (they share this head)' : '';
  return phrasing(names, share, ' at ', code(headSha.slice(0, 7)), ': ');
}

function filesWords({ owners: { files, incomplete } }: Case): string {
  const total = Math.max(files.total, files.listed);
  if (!incomplete) return `${countOf(files.listed, 'changed file')}, all looked at.`;
  return total > files.listed
    ? `${String(files.listed)} of ${countOf(total, 'changed file')} could be looked at, so it may belong to every team that owns something here.`
    : 'not every file could be looked at, so it may belong to every team that owns something here.';
}

function reasonsWords(reasons: readonly OwnerReason[]): Words {
  const rest = reasons.length - MOST_REASONS;
  return joined(
    [
      ...reasons.slice(0, MOST_REASONS).map(reasonWords),
      ...(rest > 0 ? [`${String(rest)} more`] : []),
    ],
    '; ',
  );
}

function reasonWords(reason: OwnerReason): Words {
  switch (reason.kind) {
    case 'repository':
      return phrasing('service ', safeCode(reason.service, 60), ', the whole repository');
    case 'paths':
      return phrasing('service ', safeCode(reason.service, 60), ', ', examples(reason));
    case 'codeowners': {
      const { file, line, pattern } = reason;
      return phrasing(
        safeCode(`${file}:${String(line)}`),
        ' ',
        safeCode(pattern, 100),
        ', ',
        examples(reason),
      );
    }
  }
}

function examples({ files, example }: { readonly files: number; readonly example: string }): Words {
  const path = safeCode(example, 100);
  return files === 1 ? path : phrasing(`${countOf(files, 'file')} such as `, path);
}

function exemptionLine(exemption: ExemptionFinding, page: Page): readonly RootContent[] {
  const { rule, outcome, otherwise } = exemption;
  if (outcome === 'passes') return [];
  if (rule === 'exempt-paths') {
    return otherwise === null
      ? []
      : [
          paragraph(
            'It does not touch only postmortems, the policy or the issue form: ',
            safeCode(otherwise, 120),
            ' is changed too.',
          ),
        ];
  }
  if (page.policy.dontRepeat.exemptAuthors.length === 0) return [];
  return [
    paragraph(
      otherwise === null
        ? 'Its authors are not exempt: not everybody who wrote it is known for certain. Only signed commits show that.'
        : `Its authors are not exempt: ${safeString(otherwise, 60)} is among them.`,
    ),
  ];
}
