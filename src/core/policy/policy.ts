/**
 * The policy a team lives by, as the core sees it: read from `.github/norepeat.yml`, complete with
 * defaults, every name resolved. `src/config/policy/` makes it from YAML; nothing in the core knows YAML.
 */
import type { RepoRef } from '../ids.ts';

/** A span as people write it. Business days are counted on the policy's calendar. */
export type Duration =
  | { readonly unit: 'ms'; readonly amount: number }
  | { readonly unit: 'business-days'; readonly amount: number };

/** Percent, 0 to 100 and above for cost (100 % more than expected is 100). */
export interface Impact {
  readonly users?: number;
  readonly customers?: number;
  readonly cost?: number;
}

export interface Severity {
  /** Lower case, as in the label `severity:sev1`. */
  readonly id: string;
  /** As people say it: `SEV-1`. */
  readonly name: string;
  readonly criteria: readonly string[];
  /** At or above → at least this severity. */
  readonly thresholds: Impact;
  readonly acknowledgeWithin: Duration | null;
  readonly mitigateWithin: Duration | null;
  readonly updateEvery: Duration | null;
  readonly reassessEvery: Duration | null;
  /** Role ids that must be filled, in the order in which they are asked for. */
  readonly roles: readonly string[];
  readonly postmortem: 'required' | 'when-asked' | 'none';
  readonly postmortemWithin: Duration | null;
  /**
   * `full`, `short`, or the path of a template of the team's; null: full for the two most severe, short below.
   * `core/postmortem/template-choice.ts` says when the team's own takes the place of these.
   */
  readonly postmortemTemplate: string | null;
  readonly actionItemsWithin: Duration | null;
}

export interface Role {
  /** `commander`, `tech-lead`; also the command `/commander @user`. */
  readonly id: string;
  /** `Commander` */
  readonly name: string;
}

/** A GitHub team by organisation and slug. */
export interface TeamRef {
  readonly org: string;
  readonly slug: string;
}

export interface Service {
  readonly id: string;
  readonly team: TeamRef | null;
  /** `acme/checkout` or a glob such as `acme/checkout-*`. */
  readonly repositories: readonly string[];
  /** `acme/monorepo:services/checkout/**` split at the colon. */
  readonly paths: readonly { readonly repository: string; readonly glob: string }[];
  readonly responders: readonly string[];
  readonly runbook: string | null;
  readonly dashboard: string | null;
}

export interface DontRepeat {
  readonly severities: readonly string[];
  readonly starts: 'declared' | 'mitigated' | 'resolved';
  readonly grace: Duration;
  readonly mode: 'enforce' | 'advise';
  /** Globs; null means each repository's default branch. */
  readonly branches: readonly string[] | null;
  readonly unowned: 'pass' | 'block';
  readonly exemptAuthors: readonly string[];
  readonly vouch: 'other' | 'author';
  readonly waivers: { readonly approvers: readonly Approver[]; readonly longest: Duration };
}

/** When people work, in the policy's time zone. */
export interface WorkCalendar {
  /** ISO weekdays nobody works on: 1 is Monday, 7 is Sunday; at most six. */
  readonly weekend: readonly number[];
  /** `2026-12-24`: that day; `12-25`: that day of every year. */
  readonly holidays: readonly string[];
  /** Minutes after midnight by the clock on the wall; `from` is before `to`. */
  readonly hours: { readonly from: number; readonly to: number };
}

export interface ReminderRules {
  /** Ids of the severities whose incidents remind at any hour; those of others wait for working hours. */
  readonly paging: readonly string[];
  /** How long before an action item, a postmortem or a waiver is due somebody is reminded. */
  readonly before: Duration;
  /** How often after that, once it is overdue. */
  readonly every: Duration;
}

/** Words for what broke and where, shown as labels `cause:…` and `component:…`. */
export interface Taxonomy {
  /** Ids, lower case, in the order in which they are offered. */
  readonly causes: readonly string[];
  readonly components: readonly string[];
}

/** How the follow-up of a repeat is taken: at the incident's severity, one level up, or at least at one. */
export type RepeatRule =
  | { readonly raise: 'not' }
  | { readonly raise: 'one-level' }
  | { readonly raise: 'at-least'; readonly severity: string };

export type Approver =
  | { readonly kind: 'team'; readonly team: TeamRef }
  | { readonly kind: 'person'; readonly login: string };

export interface Policy {
  /** Where the file lies, for messages: `acme/.github` and `.github/norepeat.yml`. */
  readonly source: { readonly repo: RepoRef; readonly path: string };
  /** True when it lies in the organisation's `.github` repository and so decides everywhere. */
  readonly organisationWide: boolean;
  readonly incidentRepository: RepoRef;
  readonly privateRepository: RepoRef | null;
  /** IANA zone, `UTC` unless set; dates without a zone are read in it. */
  readonly timeZone: string;
  readonly calendar: WorkCalendar;
  readonly reminders: ReminderRules;
  readonly taxonomy: Taxonomy;
  readonly repeats: RepeatRule;
  /** How long after its resolution an incident that asks for no follow-up is closed. */
  readonly closeAfter: Duration;
  /** Most severe first; never empty. */
  readonly severities: readonly Severity[];
  readonly roles: readonly Role[];
  readonly services: readonly Service[];
  readonly dontRepeat: DontRepeat;
  readonly postmortems: {
    readonly directory: string;
    readonly reviewers: readonly Approver[];
    readonly uninvolvedReviewer: boolean;
    /** Words that sound like blame; null: the built-in list. */
    readonly blameWords: readonly string[] | null;
  };
}

/** What laying a span on the calendar takes. */
export type Schedule = Pick<Policy, 'timeZone' | 'calendar'>;
