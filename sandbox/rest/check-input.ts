import type { CheckFields, CheckOutput } from '../model/actions/checks.ts';
import type { CheckAction, CheckAnnotation } from '../model/records/checks.ts';
import { instant, number, oneOf, record, records, text } from './input.ts';

type Values = Readonly<Record<string, unknown>>;

const statuses = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'] as const;
const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
] as const;

/** The fields of a check run from a request body; absent ones stay absent. */
export function checkFields(body: Values): CheckFields {
  const output = record(body, 'output');
  const actions = records(body, 'actions');
  return defined({
    name: text(body, 'name'),
    status: oneOf(body, 'status', statuses),
    conclusion: oneOf(body, 'conclusion', conclusions),
    startedAt: instant(body, 'started_at'),
    completedAt: instant(body, 'completed_at'),
    externalId: text(body, 'external_id'),
    detailsUrl: text(body, 'details_url'),
    output: output === undefined ? undefined : outputOf(output),
    actions: actions?.map(actionOf),
  });
}

function outputOf(output: Values): CheckOutput {
  return defined({
    title: text(output, 'title'),
    summary: text(output, 'summary'),
    text: text(output, 'text'),
    annotations: records(output, 'annotations')?.map(annotationOf),
  });
}

function actionOf(action: Values): CheckAction {
  return {
    label: text(action, 'label') ?? '',
    description: text(action, 'description') ?? '',
    identifier: text(action, 'identifier') ?? '',
  };
}

function annotationOf(annotation: Values): CheckAnnotation {
  const startLine = number(annotation, 'start_line') ?? 1;
  return {
    path: text(annotation, 'path') ?? '',
    startLine,
    endLine: number(annotation, 'end_line') ?? startLine,
    startColumn: number(annotation, 'start_column') ?? null,
    endColumn: number(annotation, 'end_column') ?? null,
    level: oneOf(annotation, 'annotation_level', ['notice', 'warning', 'failure']) ?? 'notice',
    message: text(annotation, 'message') ?? '',
    title: text(annotation, 'title') ?? null,
    rawDetails: text(annotation, 'raw_details') ?? null,
  };
}

/** The object without the keys that are undefined. */
function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
