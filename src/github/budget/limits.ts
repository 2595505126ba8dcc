/**
 * GitHub's published limits and how much of them each priority may use
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and the GraphQL page beside it).
 */
import type { JobPriority } from '../../flow/ports/job-queue.ts';

export type Resource = 'core' | 'graphql';

/** Points a minute before the secondary limit strikes. */
export const POINTS_PER_MINUTE = { core: 900, graphql: 2000 } as const;
export const READ_POINTS = 1;
export const WRITE_POINTS = 5;

/** Content creation, counted for every write although GitHub counts only some. */
export const WRITES_PER_MINUTE = 80;
export const WRITES_PER_HOUR = 500;

/**
 * So many writes within a minute go out at once; further ones keep the advised second between them. What
 * can wait slows down sooner, so that it does not slow the others.
 */
export const WRITE_BURST: Readonly<Record<JobPriority, number>> = {
  gate: 50,
  incident: 40,
  'follow-up': 15,
  sweep: 10,
};
export const WRITE_SPACING = 1000;

/** Far below GitHub's 100, which other users of the installation share. */
export const CONCURRENT = 20;

/** First in line is 0. */
export const RANK: Readonly<Record<JobPriority, number>> = {
  gate: 0,
  incident: 1,
  'follow-up': 2,
  sweep: 3,
};

/** The part of a limit that each priority may fill: what is above is kept for those before it. */
export const SHARE: Readonly<Record<JobPriority, number>> = {
  gate: 0.95,
  incident: 0.85,
  'follow-up': 0.7,
  sweep: 0.5,
};

/** The part of the hourly primary limit that each priority leaves untouched. */
export const RESERVE: Readonly<Record<JobPriority, number>> = {
  gate: 0,
  incident: 0.05,
  'follow-up': 0.15,
  sweep: 0.3,
};
