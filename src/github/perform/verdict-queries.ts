/** Documents for verdicts, one alias a run; validated in the queries' test. */
import { z } from 'zod';
import type { VerdictRun } from '../../core/effects.ts';
import type { RepoRef } from '../../core/ids.ts';
import { cutCheckText } from './check-text.ts';

export interface Document {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One mutation a run, `v0` the first; everything travels as variables. */
export function verdictsMutation(
  repository: string,
  startedAt: string,
  runs: readonly VerdictRun[],
): Document {
  const fields = runs.map(
    (_, i) => `v${i}: createCheckRun(input: $v${i}) { checkRun { databaseId } }`,
  );
  const declared = runs.map((_, i) => `$v${i}: CreateCheckRunInput!`);
  return {
    document: `mutation ReportVerdicts(${declared.join(', ')}) {
  ${fields.join('\n  ')}
}`,
    variables: Object.fromEntries(
      runs.map((run, i) => [`v${i}`, inputOf(run, repository, startedAt)]),
    ),
  };
}

function inputOf(run: VerdictRun, repository: string, startedAt: string) {
  return {
    repositoryId: repository,
    name: run.name,
    headSha: run.headSha,
    externalId: run.externalId,
    startedAt,
    status: 'COMPLETED',
    conclusion: run.conclusion.toUpperCase(),
    output: {
      title: run.title,
      summary: cutCheckText(run.summary),
      ...(run.text === null ? {} : { text: cutCheckText(run.text) }),
    },
    actions: run.actions.map(({ label, description, identifier }) => ({
      label,
      description,
      identifier,
    })),
  };
}

/** The latest run of the same name on each commit, `c0` the first. */
export function runsQuery(repo: RepoRef, app: number, runs: readonly VerdictRun[]): Document {
  const fields = runs.map((_, i) => `c${i}: object(oid: $c${i}) { ... on Commit { ...Runs${i} } }`);
  const fragments = runs.map(
    (_, i) => `fragment Runs${i} on Commit {
  checkSuites(first: 1, filterBy: { appId: $app }) {
    nodes {
      checkRuns(first: 1, filterBy: { checkName: $n${i}, checkType: LATEST }) {
        nodes { externalId startedAt }
      }
    }
  }
}`,
  );
  const declared = [
    ...['$owner: String!', '$name: String!', '$app: Int!'],
    ...runs.map((_, i) => `$c${i}: GitObjectID!, $n${i}: String!`),
  ];
  return {
    document: `query RunsOnCommits(${declared.join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${fields.join('\n    ')}
  }
}
${fragments.join('\n')}`,
    variables: {
      ...{ owner: repo.owner, name: repo.name, app },
      ...Object.fromEntries(
        runs.flatMap(({ headSha, name }, i) => [
          [`c${i}`, headSha],
          [`n${i}`, name],
        ]),
      ),
    },
  };
}

const Runs = z.object({
  nodes: z
    .array(z.object({ externalId: z.string().nullable(), startedAt: z.string().nullable() }))
    .nullable(),
});
const Suites = z.object({ nodes: z.array(z.object({ checkRuns: Runs.nullable() })).nullable() });

/** A commit that is gone is null. */
export const RunsAnswer = z.object({
  repository: z
    .record(z.string(), z.object({ checkSuites: Suites.nullish() }).nullable())
    .nullable(),
});
