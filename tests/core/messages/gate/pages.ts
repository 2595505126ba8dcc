/** Pages of the gate, as a person reads them. */
import type { VerdictRun } from '../../../../src/core/effects.ts';
import type { Obligation } from '../../../../src/core/followup/obligation.ts';
import { judge, type Matter } from '../../../../src/core/gate/judge.ts';
import type { People } from '../../../../src/core/gate/facts.ts';
import { verdictRun } from '../../../../src/core/messages/gate/verdict-run.ts';
import { aCommit, aMatter, aPull, issue } from '../../../builders/gate.ts';

export const ITEM = issue('acme/incidents#13');

/** As a person reads it: without the marks that keep names from being live. */
export function read(run: VerdictRun): { title: string; summary: string; text: string } {
  const plain = (text: string | null): string => (text ?? '').replaceAll('\u200b', '');
  return { title: plain(run.title), summary: plain(run.summary), text: plain(run.text) };
}

export function runOf(matter: Matter, people: People = new Map()): VerdictRun {
  const { commit, policy } = matter;
  return verdictRun(judge(matter, people), { headSha: commit.headSha, commit, policy });
}

export function page(more: Partial<Matter> = {}, people?: People) {
  return read(runOf(aMatter(more), people));
}

export const pull = (more: Parameters<typeof aPull>[0]): Partial<Matter> => ({
  commit: aCommit({ pulls: [aPull(more)] }),
});

export const owing = (...obligations: readonly Obligation[]): Partial<Matter> => ({
  obligations,
});
