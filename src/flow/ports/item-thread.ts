import type { Visibility } from '../../core/followup/obligation.ts';
import type { IssueRef } from '../../core/ids.ts';
import type { Actor, CommentFacts, SubIssueFacts } from '../../core/incident/facts.ts';
import type { Found } from './found.ts';

/** An issue that may be an action item, as somebody sees it who reads it. */
export interface ItemThread {
  /** `restricted` is false: it is not looked at from elsewhere. Its text is cut, `body` is not. */
  readonly item: SubIssueFacts;
  readonly body: string;
  /** Who wrote the present text; the author when nobody edited it. */
  readonly bodyEditor: Actor;
  /** Of the repository it lies in. */
  readonly visibility: Visibility;
  /** The latest hundred, oldest first. */
  readonly comments: readonly CommentFacts[];
}

export interface ItemThreadReader {
  /** One request. `gone` also of a pull request. */
  item(issue: IssueRef): Promise<Found<ItemThread>>;
}
