/** The few fields of payloads that are read, and nothing more. */
import { z } from 'zod';
import { parseRepo, type IssueRef, type RepoRef } from '../../core/ids.ts';

export const Sender = z.object({ sender: z.object({ login: z.string(), type: z.string() }) });

/** A repository by its full name, as a value. */
export const Repo = z
  .object({ full_name: z.string() })
  .transform(({ full_name: name }, context): RepoRef => {
    const repo = parseRepo(name);
    if (repo !== undefined) return repo;
    context.addIssue({ code: 'custom', message: 'no repository name' });
    return z.NEVER;
  });

export const IssueNumber = z.int().positive();

/** `https://api.github.com/repos/acme/incidents/issues/12`, on any host, as a value. */
export function issueOfApiUrl(url: string | null | undefined): IssueRef | undefined {
  const match = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d{1,9})$/.exec(url ?? '');
  const repo = parseRepo(match?.[1] ?? '');
  const number = Number(match?.[2]);
  return repo === undefined || !(number > 0) ? undefined : { repo, number };
}
