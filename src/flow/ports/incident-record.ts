import type { IssueRef } from '../../core/ids.ts';
import type { IncidentFacts } from '../../core/incident/facts.ts';
import type { Instant } from '../../core/time.ts';
import type { Found } from './found.ts';

export interface IncidentReader {
  /**
   * What changed since the last read, laid over it; everything again where that is due (`askWhole`). Only
   * the incident's own job reads: what is kept for the next read has one writer.
   */
  read(issue: IssueRef, asked: IncidentAsked): Promise<Found<IncidentFacts>>;
}

export interface IncidentAsked {
  /** Path of the index of postmortems, from the root of the repository: it is no postmortem itself. */
  readonly index: string;
  /** Node ids of counted items, to be read also when they are no sub-issues any more. */
  readonly items?: readonly string[];
}

/** An incident's facts as last read, with what the next read needs to fetch only the changes. */
export interface StoredRecord {
  readonly facts: IncidentFacts;
  /** Everything that GitHub changed up to here is in `facts`. */
  readonly readUpTo: Instant;
  /** How many timeline items GitHub counted then, those included that it shows to nobody. */
  readonly timelineTotal: number;
}

export interface RecordStore {
  /** `null` when unknown, or when written by a version of the program with other facts. */
  load(
    issue: IssueRef,
  ): Promise<{ readonly record: StoredRecord; readonly wholeBy: Instant | null } | null>;
  /** Answers what `askWhole` asked for, if everything was read since then. */
  save(issue: IssueRef, record: StoredRecord): Promise<void>;
  forget(issue: IssueRef): Promise<void>;
  /**
   * The first read from `by` on is to read everything again: GitHub sends no delivery for a hidden comment
   * or a 🚀, and some are lost. The earliest that was asked for counts. What is not stored is read whole.
   */
  askWhole(issue: IssueRef, by: Instant): Promise<void>;
}
