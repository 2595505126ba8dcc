import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  INCIDENT_CHANGES,
  INCIDENT_WHOLE,
  ITEMS,
  ISSUE_STATE,
  THREAD,
} from '../../src/github/read/incident-queries.ts';
import { ITEM_THREAD } from '../../src/github/read/item-queries.ts';
import { ADD_SUB_ISSUE } from '../../src/github/perform/add-sub-issue.ts';
import { CREATE_COMMIT } from '../../src/github/perform/write-branch.ts';
import { REPOSITORY_ID } from '../../src/github/perform/repository-ids.ts';
import { runsQuery, verdictsMutation } from '../../src/github/perform/verdict-queries.ts';
import { CODEOWNERS } from '../../src/github/read/codeowners-reader.ts';
import {
  HEAD_COMMIT,
  MERGE_QUEUE,
  OPEN_HEADS,
  PULL,
  PULL_COMMITS,
  PULL_FILES,
  PULL_PAGE,
  PULL_THREAD,
  PULLS,
} from '../../src/github/read/pull-queries.ts';
import { LABELS_QUERY, labelsMutation } from '../../src/github/perform/keep-labels.ts';
import { WHEREABOUTS } from '../../src/github/read/issue-tracker.ts';
import { TEAMS } from '../../src/github/read/names-reader.ts';
import { peopleQuery } from '../../src/github/read/people-query.ts';
import { POLICY_FILE_QUERY, POLICY_PROPOSAL_QUERY } from '../../src/github/read/policy-queries.ts';
import {
  candidatesQuery,
  POSTMORTEM,
  POSTMORTEM_PULL,
  textsQuery,
} from '../../src/github/read/postmortem-queries.ts';
import { suspectsQuery } from '../../src/github/read/suspects-query.ts';

const sdl = new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema'));
const schema = buildSchema(readFileSync(fileURLToPath(sdl), 'utf8'), {
  // The published file defines two fields twice.
  assumeValidSDL: true,
});
const repo = { owner: 'acme', name: 'incidents' };
const aRun = {
  headSha: 'a'.repeat(40),
  name: 'norepeat/gate',
  externalId: 'x',
  conclusion: 'failure',
  title: 'Held',
  summary: 'why',
  text: null,
  actions: [],
} as const;
const documents = {
  INCIDENT_CHANGES,
  INCIDENT_WHOLE,
  ITEMS,
  ISSUE_STATE,
  ITEM_THREAD,
  THREAD,
  POLICY_FILE_QUERY,
  POLICY_PROPOSAL_QUERY,
  PULL,
  PULLS,
  PULL_COMMITS,
  PULL_FILES,
  PULL_PAGE,
  PULL_THREAD,
  HEAD_COMMIT,
  OPEN_HEADS,
  MERGE_QUEUE,
  CODEOWNERS,
  TEAMS,
  WHEREABOUTS,
  ADD_SUB_ISSUE,
  CREATE_COMMIT,
  REPOSITORY_ID,
  POSTMORTEM,
  POSTMORTEM_PULL,
  'texts of a postmortem': textsQuery(2),
  'candidates without teams': candidatesQuery(0),
  'candidates of teams': candidatesQuery(2),
  verdicts: verdictsMutation('R_1', '2026-11-21T10:00:00Z', [aRun, aRun]).document,
  'runs that are there': runsQuery(repo, 1, [aRun, aRun]).document,
  people: peopleQuery(repo, {
    logins: ['alice', 'bob'],
    teams: [{ org: 'acme', slug: 'payments' }],
    issues: [{ repo, number: 12 }],
  }).document,
  LABELS_QUERY,
  'labels to make and to mend': labelsMutation('R_1', [
    { label: { name: 'incident', color: 'b60205', description: '' }, id: null },
    { label: { name: 'drill', color: 'b60205', description: '' }, id: 'LA_1' },
  ]).document,
  'labels to mend': labelsMutation('R_1', [
    { label: { name: 'drill', color: 'b60205', description: '' }, id: 'LA_1' },
  ]).document,
  'people without teams': peopleQuery(repo, { logins: ['alice'], teams: [], issues: [] }).document,
  suspects: suspectsQuery([repo, { owner: 'acme', name: 'checkout' }], repo).document,
};

describe('every query is valid by the official schema', () => {
  test.each(Object.entries(documents))('%s', (_, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });
});

test('untrusted names travel as variables and never as text of a query', () => {
  const evil = '") { id } viewer { login } #';
  const { document, variables } = peopleQuery(repo, {
    logins: [evil],
    teams: [{ org: evil, slug: evil }],
    issues: [{ repo: { owner: evil, name: evil }, number: 1 }],
  });
  expect(document).not.toContain(evil);
  expect(Object.values(variables)).toContain(evil);
});
