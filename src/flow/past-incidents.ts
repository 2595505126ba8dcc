import { issueKey, repoKey, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { PastIncident } from '../core/recurrence/past-incident.ts';
import {
  similarIndex,
  type Alike,
  type Question,
  type SimilarIndex,
} from '../core/recurrence/similar.ts';
import type { IncidentIndex, IncidentTable } from './ports/incident-index.ts';

/** The index of incidents, of which as much as a search takes stays in memory. */
export interface IncidentMemory extends IncidentIndex {
  /** All of one incident repository. Read from the store once, and again when the store has others. */
  remembered(repo: RepoRef): Promise<Remembered>;
}

export interface Remembered {
  /** Without their words. */
  all(): Iterable<PastIncident>;
  find(issue: IssueRef): PastIncident | null;
  search(question: Question, most?: number): readonly Alike[];
}

/**
 * Everything written goes to the store first. What is remembered is built when first asked for: two
 * thousand incidents in a fraction of a second, and then changed with each that changes.
 */
export function rememberIncidents(table: IncidentTable): IncidentMemory {
  const memories = new Map<string, Promise<Memory>>();
  const memoryOf = (repo: RepoRef): Promise<Memory> | undefined => memories.get(repoKey(repo));
  const load = async (repo: RepoRef): Promise<Memory> => {
    const reading = table.inRepository(repo).then((all) => new Memory(all));
    memories.set(repoKey(repo), reading);
    return reading.catch((cause: unknown) => {
      memories.delete(repoKey(repo));
      throw cause;
    });
  };
  return {
    find: (issue) => table.find(issue),
    inRepository: (repo) => table.inRepository(repo),
    put: async (incident) => {
      await table.put(incident);
      (await memoryOf(incident.ref.repo))?.put(incident);
    },
    forget: async (issue) => {
      await table.forget(issue);
      (await memoryOf(issue.repo))?.forget(issue);
    },
    remembered: async (repo) => {
      const known = await memoryOf(repo);
      // A repository that was renamed brought others with it.
      return known?.size === (await table.count(repo)) ? known : load(repo);
    },
  };
}

class Memory implements Remembered {
  readonly #incidents = new Map<string, PastIncident>();
  readonly #index: SimilarIndex = similarIndex();

  constructor(all: readonly PastIncident[]) {
    for (const one of all) this.put(one);
  }

  get size(): number {
    return this.#incidents.size;
  }

  put(incident: PastIncident): void {
    this.#incidents.set(issueKey(incident.ref), { ...incident, words: '' });
    this.#index.put(incident);
  }

  forget(issue: IssueRef): void {
    this.#incidents.delete(issueKey(issue));
    this.#index.forget(issue);
  }

  all(): Iterable<PastIncident> {
    return this.#incidents.values();
  }

  find(issue: IssueRef): PastIncident | null {
    return this.#incidents.get(issueKey(issue)) ?? null;
  }

  search(question: Question, most?: number): readonly Alike[] {
    return this.#index.search(question, most);
  }
}
