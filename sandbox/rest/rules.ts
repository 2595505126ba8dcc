import { created, fromResult, notFoundAnswer, okay } from '../http/answers.ts';
import type { ActingCall, Answer } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { createRuleset } from '../model/actions/rules.ts';
import { rulesFor, rulesetsOf } from '../model/queries/rules.ts';
import type { BypassActor } from '../model/records/rules.ts';
import { number, oneOf, pathNumber, pathText, record, records, text, texts } from './input.ts';
import { ruleFrom } from './rule-input.ts';
import { acting, reading } from './route.ts';
import { ruleInForceJson, rulesetFull, rulesetJson } from './serialise/rules.ts';

export const ruleRoutes = {
  'repos/get-branch-rules': reading('metadata:read', (call) =>
    page(call, rulesFor(call.world, call.repository, pathText(call, 'branch')), ruleInForceJson),
  ),
  'repos/get-repo-rulesets': reading('metadata:read', (call) => {
    const own = call.parameters['includes_parents'] === false;
    const rulesets = rulesetsOf(call.world, call.repository).filter(
      ({ source }) => !own || source.kind === 'repository',
    );
    return page(call, rulesets, (each) => rulesetJson(call, each));
  }),
  'repos/get-repo-ruleset': reading('metadata:read', (call) => {
    const id = pathNumber(call, 'ruleset_id');
    const found = rulesetsOf(call.world, call.repository).find((each) => each.id === id);
    return found === undefined ? notFoundAnswer : okay(rulesetFull(call, found));
  }),
  'repos/create-repo-ruleset': acting('administration:write', create),
};

function create(call: ActingCall): Answer {
  const { body, repository } = call;
  const names = record(record(body, 'conditions') ?? {}, 'ref_name') ?? {};
  const rules = (records(body, 'rules') ?? []).map(ruleFrom);
  const result = createRuleset(call.world, call.actor, {
    source: { kind: 'repository', repository },
    name: text(body, 'name') ?? '',
    enforcement: oneOf(body, 'enforcement', ['active', 'disabled', 'evaluate']) ?? 'active',
    refs: { include: texts(names, 'include') ?? [], exclude: texts(names, 'exclude') ?? [] },
    bypass: (records(body, 'bypass_actors') ?? []).flatMap(bypassFrom),
    rules,
  });
  return fromResult(result, (ruleset) => created(rulesetFull(call, ruleset)));
}

function bypassFrom(actor: Readonly<Record<string, unknown>>): readonly BypassActor[] {
  const kinds = ['RepositoryRole', 'Team', 'Integration', 'OrganizationAdmin'] as const;
  const actorType = oneOf(actor, 'actor_type', kinds);
  if (actorType === undefined) return [];
  const mode = oneOf(actor, 'bypass_mode', ['always', 'pull_request']) ?? 'always';
  return [{ actorType, actorId: number(actor, 'actor_id') ?? 1, mode }];
}
