import type { ObligedIncident, OwedItem } from '../../followup/obligation.ts';
import { formatIssue } from '../../ids.ts';
import { code, phrasing, type Words } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import { discretion, itemTitle, listed, placeName, type Page } from './view.ts';

/** A don't-repeat item that is not done: what it is, who has it, and what it lacks. */
export function itemLine(item: OwedItem, incident: ObligedIncident, page: Page): Words {
  const title = itemTitle(item, incident, page);
  const named = placeName(item.ref, incident, page, item.restricted) !== undefined;
  const shown = named && discretion(incident, page) === 'full';
  return phrasing(title, shown ? assigned(item) : '', lacks(item, named));
}

function assigned({ assignees }: OwedItem): Words {
  if (assignees.length === 0) return ', nobody is assigned';
  return phrasing(', ', listed(assignees.map((login) => safeString(login, 60))));
}

function lacks({ state, ref, assignees }: OwedItem, named: boolean): Words {
  switch (state) {
    case 'open':
      return '';
    case 'closed-without-evidence':
      return `: closed, but neither by a merged pull request nor by somebody other than ${
        assignees.length === 0 ? 'whoever wanted it' : 'its assignee'
      }`;
    case 'taken-away':
      return named
        ? phrasing(
            ': deleted or taken off the incident, and still owed until an approver says ',
            code(`/accept ${formatIssue(ref)} reason`),
            ' there',
          )
        : ': deleted or taken off the incident, and still owed until an approver accepts that';
  }
}
