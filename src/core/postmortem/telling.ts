import type { IssueRef } from '../ids.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy } from '../policy/policy.ts';

/** Everything that a postmortem says by itself is told from this, and from nothing else. */
export interface Telling {
  /** With links that its readers may not follow left out, as `restricted-links.ts` does. */
  readonly incident: Incident;
  readonly policy: Policy;
  /** The action items that were made of rows of the table, by the key of the row: `table/action-table.ts`. */
  readonly madeOfRows: ReadonlyMap<string, IssueRef>;
  /** What the rows said that became items, or are about to, by their keys; not those that named an issue. */
  readonly rowTitles?: ReadonlyMap<string, string>;
}
