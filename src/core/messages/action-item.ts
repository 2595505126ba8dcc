/** The text of an action item that the app opens for `/action` or a row of a postmortem, and what it says where it could not do as asked. */
import type { RootContent } from 'mdast';
import type { ItemKind } from '../command/command.ts';
import { dueLine, dueMarker } from '../followup/due-line.ts';
import { forLine } from '../followup/for-line.ts';
import { formatIssue, formatRepo, type IssueRef, type RepoRef } from '../ids.ts';
import type { MadeEntry } from '../ledger/ledger.ts';
import {
  code,
  html,
  joined,
  link,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../markdown/safe.ts';
import type { TeamRef } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import type { Instant } from '../time.ts';

export interface ItemWords {
  readonly kind: ItemKind;
  readonly incident: {
    readonly ref: IssueRef;
    readonly url: string;
    /** Null where not everybody may read the incident: then only its number is said. */
    readonly title: string | null;
    /** Not even its number is said. */
    readonly restricted: boolean;
  };
  readonly askedBy: string;
  /** It was a row of the postmortem's table. */
  readonly ofPostmortem: boolean;
  readonly team: TeamRef | null;
  /** Exclusive. */
  readonly due: Instant | null;
  readonly timeZone: string;
  readonly dontRepeat: boolean;
}

/** Where it comes from, what it is for, whose it is and until when. */
export function itemBody(marker: string, words: ItemWords): string {
  const { kind, askedBy, ofPostmortem, team, due, timeZone, dontRepeat } = words;
  const origin = phrasing(
    'Action item of ',
    incidentWords(words),
    ofPostmortem ? '. It comes from the postmortem; asked for by ' : '. Asked for by ',
    safe(askedBy, 100),
    '.',
  );
  const blocks: RootContent[] = [
    html(marker),
    paragraph(origin),
    paragraph(PURPOSE[kind], dontRepeat ? ` ${HOLDS}` : ''),
    ...(team === null ? [] : [paragraph(forLine(''), safeCode(formatTeam(team)))]),
    html(dueMarker({ due, remark: null }, timeZone)),
    paragraph(dueLine(due, timeZone)),
    ...HOW_IT_ENDS(dontRepeat),
  ];
  return markdownOf(blocks);
}

function incidentWords({ incident }: ItemWords): Words {
  if (incident.restricted) return 'a restricted incident';
  const name = link(incident.url, formatIssue(incident.ref));
  return incident.title === null ? name : phrasing(name, ', ', safe(incident.title, 200));
}

const PURPOSE = {
  prevent: 'So that it does not happen again.',
  mitigate: 'So that it hurts less, or less long, if it happens again.',
  detect: 'So that it is noticed sooner if it happens again.',
  process: 'So that people work together better next time.',
} as const satisfies Record<ItemKind, string>;

const HOLDS = "It is a don't-repeat item: merges of its team may be held until it is done.";

/** What counts as done, and the words for everything else: whoever opens it in a week knows none of them. */
const HOW_IT_ENDS = (dontRepeat: boolean): readonly RootContent[] => [
  paragraph(
    strong('It is done'),
    ' when a merged pull request closes it, or when somebody whose own work it is not closes it or writes ',
    code('/confirm'),
    '. While nobody is assigned it is the work of whoever asked for it. Closed in any other way, it is opened again.',
  ),
  paragraph(
    'In a comment here: ',
    joined(
      [
        phrasing(code('/owner @user'), ' whose it is'),
        phrasing(code('/due 2026-12-01'), ' until when'),
        phrasing(code('/snooze 3d'), ' no reminders for so long'),
        ...(dontRepeat ? [] : [phrasing(code('/not-doing reason'), ' let it go')]),
      ],
      ', ',
    ),
    '.',
  ),
];

/** Under the comment that asked, for every item that is not where or as it was asked for. */
export function itemsElsewhereReply(
  items: readonly {
    readonly instead: NonNullable<MadeEntry['instead']>;
    readonly ref: IssueRef;
    readonly url: string;
    /** Where it should have been. */
    readonly wanted: RepoRef | null;
  }[],
): string {
  const lines = items.map(({ instead, ref, url, wanted }) => {
    const repo = safeString(wanted === null ? 'That repository' : formatRepo(wanted), 200);
    const name = safeLink(url, safeString(formatIssue(ref), 200));
    return paragraph(...REASON[instead](repo, name));
  });
  return markdownOf(lines);
}

const REASON = {
  'other-owner': (repo: string, item: Words): readonly Words[] => [
    `${repo} belongs to another owner, and GitHub links action items only within one. So the item is `,
    item,
    '.',
  ],
  'not-seen': (repo: string, item: Words): readonly Words[] => [
    `${repo} is not there, takes no issues, or is out of the app's sight. So the item is `,
    item,
    '; it can be transferred from there.',
  ],
  full: (_repo: string, item: Words): readonly Words[] => [
    item,
    ' is opened, but not linked: GitHub takes at most 100 action items below one issue.',
  ],
} as const satisfies Record<NonNullable<MadeEntry['instead']>, unknown>;
