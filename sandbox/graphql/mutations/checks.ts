/** Check runs: only an App's installation writes them. */
import { GraphQLError } from 'graphql';
import { createCheckRun, updateCheckRun } from '../../model/actions/checks.ts';
import type { CheckAnnotation, CheckConclusion, CheckRun } from '../../model/records/checks.ts';
import { record } from '../lists.ts';
import { nodeOf } from '../nodes.ts';
import { checkRunRef } from '../refs.ts';
import {
  mayWrite,
  mutation,
  outcome,
  text,
  type Input,
  type Mutation,
  type Payload,
} from './declare.ts';

export const checkMutations: readonly Mutation[] = [
  mutation('createCheckRun', ['checkRun'], (input, context) => {
    const node = nodeOf(context, input['repositoryId'], ['Repository']);
    if (node instanceof GraphQLError) return node;
    const refused = mayWrite(context, node.record, 'checks');
    if (refused !== undefined) return refused;
    const result = createCheckRun(context.world, context.actor, {
      repository: node.record,
      name: String(input['name']),
      headSha: String(input['headSha']),
      ...runFields(input),
    });
    return outcome(result, showRun);
  }),
  mutation('updateCheckRun', ['checkRun'], (input, context) => {
    const node = nodeOf(context, input['checkRunId'], ['CheckRun']);
    if (node instanceof GraphQLError) return node;
    const refused = mayWrite(context, node.record.repository, 'checks');
    if (refused !== undefined) return refused;
    const name = text(input['name']);
    const result = updateCheckRun(context.world, context.actor, {
      checkRun: node.record,
      ...(name === undefined ? {} : { name }),
      ...runFields(input),
    });
    return outcome(result, showRun);
  }),
];

function showRun(run: CheckRun): Payload {
  return { checkRun: checkRunRef(run) };
}

const statuses = { QUEUED: 'queued', IN_PROGRESS: 'in_progress', COMPLETED: 'completed' } as const;

/** The fields that creating and updating share; absent ones stay as they are. */
function runFields(input: Input) {
  const status = lookUp(statuses, input['status']);
  const conclusion = text(input['conclusion'])?.toLowerCase() as CheckConclusion | undefined;
  const [externalId, detailsUrl] = [text(input['externalId']), text(input['detailsUrl'])];
  const [startedAt, completedAt] = [text(input['startedAt']), text(input['completedAt'])];
  return {
    ...(status === undefined ? {} : { status }),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(detailsUrl === undefined ? {} : { detailsUrl }),
    ...(startedAt === undefined ? {} : { startedAt: Date.parse(startedAt) }),
    ...(completedAt === undefined ? {} : { completedAt: Date.parse(completedAt) }),
    ...(input['output'] == null ? {} : { output: output(record(input['output'])) }),
    ...(Array.isArray(input['actions']) ? { actions: input['actions'].map(action) } : {}),
  };
}

function output(given: Input) {
  const body = text(given['text']);
  return {
    title: String(given['title']),
    summary: String(given['summary']),
    ...(body === undefined ? {} : { text: body }),
    ...(Array.isArray(given['annotations'])
      ? { annotations: given['annotations'].map((one) => annotation(record(one))) }
      : {}),
  };
}

function annotation(given: Input): CheckAnnotation {
  const location = record(given['location']);
  return {
    path: String(given['path']),
    startLine: Number(location['startLine']),
    endLine: Number(location['endLine']),
    startColumn: typeof location['startColumn'] === 'number' ? location['startColumn'] : null,
    endColumn: typeof location['endColumn'] === 'number' ? location['endColumn'] : null,
    level:
      lookUp(
        { FAILURE: 'failure', WARNING: 'warning', NOTICE: 'notice' } as const,
        given['annotationLevel'],
      ) ?? 'notice',
    message: String(given['message']),
    title: text(given['title']) ?? null,
    rawDetails: text(given['rawDetails']) ?? null,
  };
}

function action(given: unknown) {
  const { label, description, identifier } = record(given);
  return {
    label: String(label),
    description: String(description),
    identifier: String(identifier),
  };
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined {
  return table[String(key)];
}
