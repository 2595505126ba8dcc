/** What the app says on an action item before it opens it again: why closing it was not enough, and what is. */
import type { NoEvidence } from '../followup/evidence.ts';
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import { formatIssue, type IssueRef } from '../ids.ts';
import {
  bullets,
  code,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../markdown/build.ts';
import { safe, safeCode, safeSentence } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import { whoCan } from './followup-refusals.ts';

interface Around {
  readonly policy: Policy;
  /** Null where not everybody who reads the item may know of it. */
  readonly incident: IssueRef | null;
}

/** One sentence why, and each way in which it can be closed for good. */
export function reopenedItemComment(one: FollowUpItem, around: Around): string {
  const { evidence } = one;
  const because = evidence.is === 'closed-without-evidence' ? evidence.because : 'closer-unknown';
  const of =
    around.incident === null
      ? 'an action item of a restricted incident'
      : `an action item of ${formatIssue(around.incident)}`;
  return markdownOf([
    paragraph(
      strong('Open again.'),
      ' ',
      WHY[because](closerOf(one)),
      ` This is ${of}, and it is closed when it is done:`,
    ),
    bullets([...doneWays(because), letGo(one, around)]),
  ]);
}

function closerOf({ item }: FollowUpItem): Words {
  const login = item.closedBy?.by.login ?? 'ghost';
  return login === 'ghost' ? 'Somebody' : safe(login, 100);
}

const WHY = {
  'not-completed': (who) =>
    phrasing(who, ' closed it, but not as completed, and nobody has said why.'),
  'closed-before': () => phrasing('It was closed before it became an item that has to be done.'),
  'closed-by-assignee': (who) =>
    phrasing(
      who,
      ' closed it, and it is their own work: somebody else has to have seen that it is done.',
    ),
  'closed-by-owner': (who) =>
    phrasing(
      who,
      ' closed it, and wanted it: nobody is assigned, so somebody else has to have seen that it is done.',
    ),
  'closed-alone': (who) =>
    phrasing(
      who,
      ' closed it, which says that it is done: nobody is assigned, and nobody is known to have wanted it, so somebody else has to have seen that, too.',
    ),
  'owner-unknown': (who) =>
    phrasing(who, ' closed it, but nobody is assigned, and it is not known who asked for it.'),
  'assignees-unknown': (who) =>
    phrasing(who, ' closed it, but its assignees changed too often to tell whose work it was.'),
  'closed-by-stranger': (who) =>
    phrasing(
      who,
      ' opened it and closed it, which GitHub lets anybody do, and GitHub does not show that they belong to this repository.',
    ),
  'closed-by-app': (who) => phrasing(who, ', an app, closed it, without a merged pull request.'),
  'closer-unknown': () => phrasing('GitHub does not say who closed it.'),
} as const satisfies Record<NoEvidence, (who: Words) => Words>;

function doneWays(because: NoEvidence): readonly Words[] {
  const merged = phrasing(
    'a pull request that says ',
    code('Closes'),
    ' and the number of this issue is merged, or',
  );
  switch (because) {
    case 'owner-unknown':
      return [
        merged,
        phrasing(
          'it is given to somebody (',
          code('/owner @name'),
          '), and somebody else writes ',
          code('/confirm'),
          ' here, or',
        ),
      ];
    case 'closed-by-stranger':
      return [
        merged,
        phrasing(
          'somebody whose work it is not, with write access here or a part in its incident, writes ',
          code('/confirm'),
          ' here, or',
        ),
      ];
    case 'assignees-unknown':
      return [merged];
    default:
      return [
        merged,
        phrasing(
          'somebody whose work it is not writes ',
          code('/confirm'),
          ' here, or closes it, or',
        ),
      ];
  }
}

/** The last way: not to do it. */
function letGo({ counted, item }: FollowUpItem, { policy, incident }: Around): Words {
  if (counted === null) {
    return phrasing(
      'it will not be done: somebody writes ',
      code('/not-doing'),
      ' and the reason here.',
    );
  }
  const where = incident === null ? 'the incident' : safeCode(formatIssue(incident));
  return phrasing(
    "it is let go as a don't-repeat item: ",
    safeCode(`/accept ${formatIssue(item.ref)} reason`),
    ' on ',
    where,
    '. ',
    safeSentence(whoCan(policy)),
    '.',
  );
}
