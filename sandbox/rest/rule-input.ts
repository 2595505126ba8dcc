import type { MergeMethod } from '../model/records/pull-request.ts';
import type { MergeQueueParameters, Rule } from '../model/records/rules.ts';
import { flag, number, oneOf, record, records, text, texts } from './input.ts';

type Values = Readonly<Record<string, unknown>>;

const methods: readonly MergeMethod[] = ['merge', 'squash', 'rebase'];
const plain = [
  'creation',
  'update',
  'deletion',
  'non_fast_forward',
  'required_linear_history',
  'required_signatures',
] as const;

/**
 * A rule from a validated request body. Throws on kinds of rules that the sandbox does not enforce: a
 * rule that is stored and ignored would make a test pass for the wrong reason.
 */
export function ruleFrom(body: Values): Rule {
  const parameters = record(body, 'parameters') ?? {};
  const simple = oneOf(body, 'type', plain);
  if (simple !== undefined) return { type: simple };
  switch (body['type']) {
    case 'required_status_checks':
      return {
        type: 'required_status_checks',
        strict: flag(parameters, 'strict_required_status_checks_policy') ?? false,
        checks: (records(parameters, 'required_status_checks') ?? []).map((check) => ({
          context: text(check, 'context') ?? '',
          integrationId: number(check, 'integration_id') ?? null,
        })),
      };
    case 'pull_request':
      return {
        type: 'pull_request',
        parameters: {
          requiredApprovingReviewCount: number(parameters, 'required_approving_review_count') ?? 0,
          dismissStaleReviewsOnPush: flag(parameters, 'dismiss_stale_reviews_on_push') ?? false,
          requireCodeOwnerReview: flag(parameters, 'require_code_owner_review') ?? false,
          requireLastPushApproval: flag(parameters, 'require_last_push_approval') ?? false,
          requiredReviewThreadResolution:
            flag(parameters, 'required_review_thread_resolution') ?? false,
          allowedMergeMethods: methodsOf(parameters),
        },
      };
    case 'merge_queue':
      return { type: 'merge_queue', parameters: queueOf(parameters) };
    default:
      throw new Error(`The sandbox enforces no rules of type ${String(body['type'])}.`);
  }
}

function queueOf(parameters: Values): MergeQueueParameters {
  const method = text(parameters, 'merge_method')?.toLowerCase();
  return {
    checkResponseTimeoutMinutes: number(parameters, 'check_response_timeout_minutes') ?? 60,
    groupingStrategy:
      oneOf(parameters, 'grouping_strategy', ['ALLGREEN', 'HEADGREEN']) ?? 'ALLGREEN',
    maxEntriesToBuild: number(parameters, 'max_entries_to_build') ?? 5,
    maxEntriesToMerge: number(parameters, 'max_entries_to_merge') ?? 5,
    mergeMethod: methods.find((each) => each === method) ?? 'merge',
    minEntriesToMerge: number(parameters, 'min_entries_to_merge') ?? 1,
    minEntriesToMergeWaitMinutes: number(parameters, 'min_entries_to_merge_wait_minutes') ?? 5,
  };
}

function methodsOf(parameters: Values): readonly MergeMethod[] {
  const named = texts(parameters, 'allowed_merge_methods');
  return named === undefined ? methods : methods.filter((method) => named.includes(method));
}
