/** A real store in a folder of its own, with clocks that only the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { IssueRef } from '../../src/core/ids.ts';
import { instantOf } from '../../src/core/time.ts';
import type { JobKey } from '../../src/flow/ports/job-key.ts';
import { type Inbox, keepInbox } from '../../src/store/inbox.ts';
import { type Jobs, keepJobs } from '../../src/store/jobs.ts';
import { openStore } from '../../src/store/open.ts';
import type { Db } from '../../src/store/schema.ts';

export interface TestTimes {
  /** GitHub's time. */
  github: number;
  /** This machine's time. */
  real: number;
}

export interface TestStore {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly inbox: Inbox;
  readonly times: TestTimes;
}

export async function aStore(): Promise<TestStore> {
  const directory = aFolder();
  const opened = await openStore(directory);
  if (opened.kind === 'locked') throw new Error('a fresh folder cannot be locked');
  onTestFinished(() => opened.store.close());
  return tablesOf(opened.store.db);
}

export function aFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'norepeat-store-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

export function tablesOf(db: Db): TestStore {
  const times: TestTimes = { github: 1_000_000, real: 5_000_000 };
  const now = (): number => times.real;
  const jobs = keepJobs(db, { clock: { now: () => instantOf(times.github) }, now });
  const inbox = keepInbox(db, { now, announce: jobs.announce });
  return { db, jobs, inbox, times };
}

export function anIssue(number: number, repo = 'acme/incidents'): IssueRef {
  const [owner = '', name = ''] = repo.split('/');
  return { repo: { owner, name }, number };
}

export function incidentKey(number: number, repo?: string): JobKey {
  return { kind: 'incident', issue: anIssue(number, repo) };
}
