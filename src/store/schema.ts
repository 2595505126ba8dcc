/** The tables as Kysely sees them; `migrations.ts` makes them. All times are milliseconds since 1970. */
import type { Generated, Kysely, Transaction } from 'kysely';

export interface Tables {
  deliveries: {
    /** Order of arrival: what a job that starts now covers is everything up to the highest number. */
    seq: Generated<number>;
    guid: string;
    event: string;
    action: string | null;
    installation: number | null;
    received_at: number;
    /** Set when the last of its keys has been worked on with success. */
    done_at: number | null;
  };
  delivery_keys: { seq: number; key: string };
  intents: {
    id: string;
    /** What asks: `dispatch`, a declaration by a monitor; `check`, a button or a re-run. */
    kind: string;
    repo: string;
    payload: string;
    received_at: number;
    settled_at: number | null;
    outcome: string | null;
  };
  jobs: {
    /** `formatKey` in lower case. */
    key: string;
    /** The `JobKey` as JSON. */
    job: string;
    /** Account whose installation pays for it, in lower case: fairness is between these. */
    owner: string;
    priority: number;
    /** GitHub's time before which there is nothing to do; 0 for now. */
    look_at: number;
    /** Real time of the next try after a failure; 0 for now. */
    retry_at: number;
    marked_at: number;
    attempts: number;
    last_error: string | null;
    lease: string | null;
    lease_until: number | null;
    /** The newest delivery that had arrived when the lease was taken. */
    leased_seq: number | null;
    /** Marked while running: when (GitHub's time) and in which class to run once more. */
    again_at: number | null;
    again_priority: number | null;
  };
  dead_letters: {
    key: string;
    job: string;
    owner: string;
    priority: number;
    attempts: number;
    error: string;
    died_at: number;
  };
  ledgers: { issue: string; entries: string; saved_at: number };
  records: {
    issue: string;
    version: number;
    record: string;
    /** GitHub's time from which on the next read is to be a whole one. */
    whole_by: number | null;
  };
  /** What the program remembers about itself, one row a name. */
  memory: { name: string; value: string };
  suspects: { issue: string; question: string; found: string };
  similar: { issue: string; question: string; found: string };
  policies: { repo: string; policy: string };
  incidents: { issue: string; repo: string; declared_at: number; incident: string };
  /** `kept` null: listed, and not read yet. */
  obligations: { issue: string; repo: string; kept: string | null };
  /** Incident repositories that were listed. */
  obligation_lists: { repo: string };
  /** `owners` as JSON, `null` where the branch has no such file. */
  codeowners: { repo: string; branch: string; owners: string };
  glimpses: { pull: string; repo: string; open: number; updated_at: number; glimpse: string };
  verdicts: { repo: string; sha: string; external_id: string; wrote_at: number };
  /** What there is: teams and repositories by id, with their present names. */
  names: { kind: string; id: string; owner: string; name: string };
  /** Every name that was ever seen, in lower case, and to what it belongs. */
  name_holders: { kind: string; name: string; id: string };
}

export type Db = Kysely<Tables>;
/** Either the database or a transaction on it. */
export type Executor = Kysely<Tables> | Transaction<Tables>;
