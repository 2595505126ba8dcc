import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../src/core/incident/facts.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import { rememberLooked } from '../../src/flow/looked.ts';
import { isReadWhole, markPostmortem } from '../../src/flow/mark-postmortem.ts';
import type { JobKey } from '../../src/flow/ports/job-key.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { aComment, aSubIssue, INCIDENT_REF, minute } from '../builders/facts.ts';
import { run } from '../builders/run-incident.ts';

const policy = aPolicy();
const says = (body: string, at: number) => aComment(body, { id: at, createdAt: minute(at) });

function aQueue() {
  const marked: JobKey[] = [];
  const mark = (keys: readonly JobKey[]): Promise<void> => {
    marked.push(...keys);
    return Promise.resolve();
  };
  return { marked, deps: { looked: rememberLooked(), queue: { mark } } };
}

function about(given: Partial<IncidentFacts>, more: Ledger = []) {
  const { incident, ledger, facts } = run(given);
  return { incident, facts, ledger: [...ledger, ...more], policy, wholeAt: facts.wholeAt };
}

const DUE = { comments: [says('/severity sev1\n/resolved', 10)] };

describe('the postmortem of an incident', () => {
  it('is not looked at while nobody asks for one', async () => {
    const { deps, marked } = aQueue();
    await markPostmortem(deps, about({ comments: [says('/severity sev1', 10)] }));
    expect(marked).toEqual([]);
  });

  it('is looked at where it is open and nobody asks for it any more', async () => {
    const { deps, marked } = aQueue();
    const ref = { ...INCIDENT_REF, number: 77 };
    const dates = { mergedAt: null, closedAt: null };
    const pull = { ref, url: 'https://github.example/p', title: 'Postmortem', ...dates };
    const words = '/severity sev5\n/postmortem';
    const alarm = { comments: [says(words, 10), says('/false-alarm the probe broke', 20)] };
    await markPostmortem(deps, about({ ...alarm, postmortem: { ...pull, state: 'closed' } }));
    expect(marked).toEqual([]);
    await markPostmortem(deps, about({ ...alarm, postmortem: { ...pull, state: 'open' } }));
    expect(marked).toEqual([{ kind: 'postmortem', issue: INCIDENT_REF }]);
  });

  it('is looked at once it is due, and again only when the incident says something new', async () => {
    const { deps, marked } = aQueue();
    await markPostmortem(deps, about(DUE));
    await markPostmortem(deps, about(DUE));
    expect(marked).toEqual([{ kind: 'postmortem', issue: INCIDENT_REF }]);
    const told = { comments: [...DUE.comments, says('/note the index was dropped', 20)] };
    await markPostmortem(deps, about(told));
    expect(marked).toHaveLength(2);
  });

  it('is looked at again where somebody asks for issues of its rows, and where one got its own', async () => {
    const { deps, marked } = aQueue();
    const at = minute(30);
    await markPostmortem(deps, about(DUE));
    const made = { verdict: 'made', asked: { row: 'a' }, item: INCIDENT_REF, instead: null, at };
    await markPostmortem(deps, about(DUE, [made as Ledger[number]]));
    expect(marked).toHaveLength(2);
  });

  it('that is published is looked at no more for what is said in the incident', async () => {
    const { deps, marked } = aQueue();
    const ref = { ...INCIDENT_REF, number: 77 };
    const closedAt = minute(40);
    const pull = { ref, url: 'https://github.example/p', title: 'Postmortem', mergedAt: closedAt };
    const postmortem = { ...pull, state: 'merged', closedAt } as const;
    await markPostmortem(deps, about({ ...DUE, postmortem }));
    const later = { comments: [...DUE.comments, says('thank you', 50)], postmortem };
    await markPostmortem(deps, about(later));
    expect(marked).toHaveLength(1);
  });

  it('that is published is looked at again where one more item is seen below the incident', async () => {
    const { deps, marked } = aQueue();
    const closedAt = minute(40);
    const ref = { ...INCIDENT_REF, number: 77 };
    const pull = { ref, url: 'https://github.example/p', title: 'Postmortem', mergedAt: closedAt };
    const published = about({
      ...DUE,
      postmortem: { ...pull, state: 'merged', closedAt } as const,
    });
    await markPostmortem(deps, published);
    const actionItems = [aSubIssue()];
    const incident = { ...published.incident, actionItems };
    await markPostmortem(deps, { ...published, incident });
    expect(marked).toHaveLength(2);
  });

  it('is written after everything was read since somebody resolved it', () => {
    const { incident } = run(DUE);
    expect(isReadWhole(incident, minute(9))).toBe(false);
    expect(isReadWhole(incident, minute(10))).toBe(true);
    const asked = run({ comments: [...DUE.comments, says('/postmortem', 20)] }).incident;
    expect(isReadWhole(asked, minute(19))).toBe(false);
  });
});
