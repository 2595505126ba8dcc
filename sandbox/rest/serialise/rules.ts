import { fullName } from '../../model/world.ts';
import type { Repository } from '../../model/records/repository.ts';
import type { BranchProtection, RequiredCheck, Rule, Ruleset } from '../../model/records/rules.ts';
import { iso, type Json, type Render } from './render.ts';
import { repositoryPage, repositoryUrl } from './repositories.ts';

export function rulesetJson(render: Render, ruleset: Ruleset): Json {
  const { source } = ruleset;
  const own = source.kind === 'repository';
  const { api, html } = render.site();
  const href = own
    ? `${repositoryUrl(render, source.repository)}/rulesets/${ruleset.id}`
    : `${api}/orgs/${source.organization.login}/rulesets/${ruleset.id}`;
  const page = own
    ? `${repositoryPage(render, source.repository)}/rules/${ruleset.id}`
    : `${html}/organizations/${source.organization.login}/settings/rules/${ruleset.id}`;
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: own ? 'Repository' : 'Organization',
    source: own ? fullName(source.repository) : source.organization.login,
    enforcement: ruleset.enforcement,
    node_id: ruleset.nodeId,
    _links: { self: { href }, html: { href: page } },
    created_at: iso(ruleset.createdAt),
    updated_at: iso(ruleset.updatedAt),
  };
}

/** A ruleset with what it says; lists leave that out. */
export function rulesetFull(render: Render, ruleset: Ruleset): Json {
  const { source } = ruleset;
  return {
    ...rulesetJson(render, ruleset),
    bypass_actors: ruleset.bypass.map((each) => ({
      actor_id: each.actorId,
      actor_type: each.actorType,
      bypass_mode: each.mode,
    })),
    conditions: {
      ref_name: { include: ruleset.refs.include, exclude: ruleset.refs.exclude },
      ...(source.kind === 'organization'
        ? { repository_name: { ...source.repositories, protected: false } }
        : {}),
    },
    rules: ruleset.rules.map(ruleJson),
  };
}

/** A rule in force on a branch, with the ruleset it comes from. */
export function ruleInForceJson(entry: { readonly ruleset: Ruleset; readonly rule: Rule }): Json {
  const { source } = entry.ruleset;
  return {
    ...ruleJson(entry.rule),
    ruleset_source_type: source.kind === 'repository' ? 'Repository' : 'Organization',
    ruleset_source:
      source.kind === 'repository' ? fullName(source.repository) : source.organization.login,
    ruleset_id: entry.ruleset.id,
  };
}

function ruleJson(rule: Rule): Json {
  switch (rule.type) {
    case 'required_status_checks':
      return {
        type: rule.type,
        parameters: {
          strict_required_status_checks_policy: rule.strict,
          do_not_enforce_on_create: false,
          required_status_checks: rule.checks.map(({ context, integrationId }) => ({
            context,
            ...(integrationId === null ? {} : { integration_id: integrationId }),
          })),
        },
      };
    case 'pull_request': {
      const { parameters: is } = rule;
      return {
        type: rule.type,
        parameters: {
          required_approving_review_count: is.requiredApprovingReviewCount,
          dismiss_stale_reviews_on_push: is.dismissStaleReviewsOnPush,
          require_code_owner_review: is.requireCodeOwnerReview,
          require_last_push_approval: is.requireLastPushApproval,
          required_review_thread_resolution: is.requiredReviewThreadResolution,
          allowed_merge_methods: is.allowedMergeMethods,
        },
      };
    }
    case 'merge_queue': {
      const { parameters: is } = rule;
      return {
        type: rule.type,
        parameters: {
          check_response_timeout_minutes: is.checkResponseTimeoutMinutes,
          grouping_strategy: is.groupingStrategy,
          max_entries_to_build: is.maxEntriesToBuild,
          max_entries_to_merge: is.maxEntriesToMerge,
          merge_method: is.mergeMethod.toUpperCase(),
          min_entries_to_merge: is.minEntriesToMerge,
          min_entries_to_merge_wait_minutes: is.minEntriesToMergeWaitMinutes,
        },
      };
    }
    default:
      return { type: rule.type };
  }
}

export function statusChecksJson(
  render: Render,
  repository: Repository,
  of: {
    readonly branch: string;
    readonly checks: { readonly strict: boolean; readonly checks: readonly RequiredCheck[] };
  },
): Json {
  const url = `${repositoryUrl(render, repository)}/branches/${of.branch}/protection/required_status_checks`;
  return {
    url,
    strict: of.checks.strict,
    contexts: of.checks.checks.map(({ context }) => context),
    contexts_url: `${url}/contexts`,
    checks: of.checks.checks.map(({ context, integrationId }) => ({
      context,
      app_id: integrationId,
    })),
  };
}

export function branchProtectionJson(
  render: Render,
  repository: Repository,
  ...[branch, protection]: readonly [string, BranchProtection]
): Json {
  const url = `${repositoryUrl(render, repository)}/branches/${branch}/protection`;
  const { requiredChecks, requiredReviews } = protection;
  const enabled = (value: boolean): Json => ({ enabled: value });
  return {
    url,
    ...(requiredChecks === null
      ? {}
      : {
          required_status_checks: statusChecksJson(render, repository, {
            branch,
            checks: requiredChecks,
          }),
        }),
    ...(requiredReviews === null
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: requiredReviews.dismissStale,
            require_code_owner_reviews: requiredReviews.codeOwners,
            required_approving_review_count: requiredReviews.count,
            require_last_push_approval: requiredReviews.lastPushApproval,
          },
        }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: enabled(protection.requireLinearHistory),
    allow_force_pushes: enabled(protection.allowForcePushes),
    allow_deletions: enabled(protection.allowDeletions),
    required_conversation_resolution: enabled(protection.requireConversationResolution),
  };
}
