/** How a `JobKey` lies in a row, and in which class it stands unless somebody says otherwise. */
import { z } from 'zod';
import { accountOf, formatKey, type JobKey } from '../flow/ports/job-key.ts';
import type { JobPriority } from '../flow/ports/job-queue.ts';

/** The primary key of the row: GitHub compares names without regard to case, so do we. */
export function rowOf(key: JobKey): string {
  return formatKey(key).toLowerCase();
}

export function ownerOf(key: JobKey): string {
  return accountOf(key).toLowerCase();
}

/** `undefined` for a kind that this version of the program does not know. */
export function readKey(json: string): JobKey | undefined {
  const value: unknown = JSON.parse(json);
  return isJobKey(value) ? value : undefined;
}

export function rankOf(priority: JobPriority): number {
  return PRIORITIES.indexOf(priority);
}

export function priorityOf(rank: number): JobPriority {
  return PRIORITIES[rank] ?? 'sweep';
}

export function usualPriority(key: JobKey): JobPriority {
  switch (key.kind) {
    case 'sweep':
    case 'installation':
      return 'sweep';
    case 'gate':
    case 'gates':
    case 'group':
    case 'pull-commands':
    case 'check-requests':
    case 'owners':
    // By whom and about what everything else is said.
    case 'names':
      return 'gate';
    case 'labels':
    case 'suspects':
    case 'postmortem':
      return 'follow-up';
    case 'incident':
    case 'thread':
    case 'dispatch':
    case 'policy':
    case 'policy-proposal':
    case 'item':
      return 'incident';
  }
}

const PRIORITIES: readonly JobPriority[] = ['gate', 'incident', 'follow-up', 'sweep'];

const Repo = z.object({ owner: z.string(), name: z.string() });
const OfRepo = z.object({ repo: Repo });
const OfIssue = z.object({ issue: z.object({ repo: Repo, number: z.int() }) });
const OfBranch = z.object({ repo: Repo, branch: z.string() });
const OfPull = z.object({ pull: z.object({ repo: Repo, number: z.int() }) });

const SHAPES: Readonly<Record<JobKey['kind'], z.ZodType>> = {
  incident: OfIssue,
  thread: OfIssue,
  suspects: OfIssue,
  postmortem: OfIssue,
  item: OfIssue,
  'policy-proposal': OfPull,
  dispatch: OfRepo,
  policy: OfRepo,
  labels: OfRepo,
  gate: OfPull,
  gates: OfRepo,
  group: OfBranch,
  'pull-commands': OfPull,
  'check-requests': OfRepo,
  owners: OfRepo,
  names: z.object({ owner: z.string() }),
  sweep: OfRepo,
  installation: z.object({ owner: z.string() }),
};

function isJobKey(value: unknown): value is JobKey {
  const kind = z.object({ kind: z.string() }).safeParse(value).data?.kind;
  const shape = Object.entries(SHAPES).find(([name]) => name === kind)?.[1];
  return shape?.safeParse(value).success === true;
}
