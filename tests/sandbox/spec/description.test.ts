import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { operations } from '../../../sandbox/spec/description.ts';
import { matchOperation } from '../../../sandbox/spec/match-operation.ts';
import { operationsInUse } from '../../../sandbox/spec/operations-in-use.ts';
import { answerFaults, bodyFaults, webhookFaults } from '../../../sandbox/spec/validate.ts';

function operation(id: string): ReturnType<typeof operations>[number] {
  return operations().find((each) => each.id === id)!;
}

function named(method: string, path: string): string {
  const match = matchOperation(method, path);
  return 'operation' in match ? match.operation.id : `none (${match.otherMethods.join()})`;
}

test('every operation in use is described, and every schema of it compiles', () => {
  expect(
    operations()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...operationsInUse].sort());
  for (const each of operations()) {
    bodyFaults(each, {});
    for (const status of Object.keys(each.answers)) answerFaults(each, Number(status), {});
  }
});

test('fixed words win over parameters, and refs and paths may hold slashes', () => {
  expect(named('GET', '/repos/a/b/issues/comments')).toBe('issues/list-comments-for-repo');
  expect(named('GET', '/repos/a/b/issues/7')).toBe('issues/get');
  expect(named('GET', '/repos/a/b/contents/x/y.md')).toBe('repos/get-content');
  expect(named('GET', '/repos/a/b/contents/')).toBe('repos/get-content');
  expect(named('GET', '/repos/a/b/commits/feature/x/check-runs')).toBe('checks/list-for-ref');
  expect(named('GET', '/repos/a/b/branches/release/1/protection')).toBe(
    'repos/get-branch-protection',
  );
  expect(named('PATCH', '/rate_limit')).toBe('none (GET)');
  expect(named('GET', '/nothing')).toBe('none ()');
});

test('null is allowed exactly where GitHub allows it', () => {
  expect(bodyFaults(operation('issues/update'), { body: null })).toEqual([]);
  expect(bodyFaults(operation('issues/create'), { title: 'x', body: null })).not.toEqual([]);
});

test('a webhook that GitHub does not describe is a fault, and so is one without its parts', () => {
  expect(webhookFaults('issues', { action: 'exploded' })).not.toEqual([]);
  expect(webhookFaults('issues', { action: 'opened' })).not.toEqual([]);
});

test('official example payloads of the same age fit the baked schemas', () => {
  const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const examples = JSON.parse(readFileSync(path, 'utf8')) as {
    name: string;
    examples: { action?: string }[];
  }[];
  const ages = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map(
      (payload) =>
        `${name}.${payload.action ?? ''} ${webhookFaults(name, payload).length === 0 ? 'fits' : 'differs'}`,
    ),
  );
  for (const event of [
    'issues.opened',
    'issues.labeled',
    'pull_request.opened',
    'check_suite.completed',
  ]) {
    expect(ages).toContain(`${event} fits`);
  }
});
