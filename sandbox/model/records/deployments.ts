/** Deployments and their statuses. */
import type { App, Person } from './accounts.ts';
import type { Repository } from './repository.ts';

export type DeploymentState =
  'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success';

export interface DeploymentStatus {
  readonly id: number;
  readonly nodeId: string;
  readonly deployment: Deployment;
  readonly state: DeploymentState;
  readonly creator: Person;
  readonly viaApp: App | null;
  readonly description: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: number;
}

export interface Deployment {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: unknown;
  readonly environment: string;
  readonly description: string | null;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Person;
  readonly viaApp: App | null;
  readonly createdAt: number;
  updatedAt: number;
  /** Oldest first. */
  readonly statuses: DeploymentStatus[];
}
