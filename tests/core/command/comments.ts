/** Comments as the parser reads them, said by dana in acme/incidents. */
import type { Command } from '../../../src/core/command/command.ts';
import { parseComment, type CommentContext } from '../../../src/core/command/parse.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';

export const context: CommentContext = {
  home: { owner: 'acme', name: 'incidents' },
  policy: aPolicy(),
  saidAt: instantFromIso('2026-11-21T14:40:00Z'),
  saidBy: 'dana',
};

export const at = (time: string) => instantFromIso(`2026-11-21T${time}:00Z`);

export function said(body: string, overrides: Partial<CommentContext> = {}): readonly Command[] {
  const parsed = parseComment(body, { ...context, ...overrides });
  if (parsed.kind !== 'commands') throw new Error(JSON.stringify(parsed));
  return parsed.commands;
}

export function refused(body: string, overrides: Partial<CommentContext> = {}) {
  const parsed = parseComment(body, { ...context, ...overrides });
  if (parsed.kind !== 'refused') throw new Error(JSON.stringify(parsed));
  return parsed.problems;
}

export const kindOf = (body: string) => parseComment(body, context).kind;
