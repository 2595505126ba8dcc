import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { COMMANDS } from '../../../src/core/command/grammar.ts';
import { parseComment } from '../../../src/core/command/parse.ts';
import { helpReply } from '../../../src/core/messages/help.ts';
import {
  alarmAgainReply,
  declaredElsewhereReply,
  declinedReply,
  refusedReply,
} from '../../../src/core/messages/replies.ts';
import { responderCall } from '../../../src/core/messages/responder-call.ts';
import { timelineReply } from '../../../src/core/messages/timeline.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import { minute } from '../../builders/facts.ts';
import { runs } from '../../support/properties.ts';

vi.setConfig({ testTimeout: 120_000 });

const policy = aPolicy();

function answer(body: string): string {
  const home = { owner: 'acme', name: 'incidents' };
  const parsed = parseComment(body, { home, policy, saidAt: minute(30) });
  if (parsed.kind !== 'refused') throw new Error(`not refused: ${parsed.kind}`);
  return refusedReply(parsed.problems, parsed.lineCount);
}

describe('a refused comment gets one short answer', () => {
  test('one mistake: what was wrong and what to write', () => {
    expect(answer('/mitgated at 14:01')).toBe(
      [
        '`/mitgated at 14:01`: there is no `/mitgated`. Write `/mitigated at 14:01`.',
        '',
        'Edit your comment and it is tried again.',
      ].join('\n'),
    );
  });

  test('several mistakes: each with its line', () => {
    expect(answer('/ack\n/severity huge\n/started tomorrow')).toBe(
      [
        '**Nothing of this comment was carried out.** Edit your comment and it is tried again.',
        '',
        '- Line 2, `/severity huge`: “huge” is not a severity of the policy; there are sev1, sev2, sev3, sev4, sev5. Write `/severity sev1`.',
        '- Line 3, `/started tomorrow`: `tomorrow` is not a time I can read. Write `/started 13:58`.',
      ].join('\n'),
    );
  });

  test('one mistake among good lines: that these were not carried out either', () => {
    expect(answer('/severity sev2 worse\n/mitigatd')).toBe(
      [
        '**Nothing of this comment was carried out.** Edit your comment and it is tried again.',
        '',
        '- Line 2, `/mitigatd`: there is no `/mitigatd`. Write `/mitigated`.',
      ].join('\n'),
    );
  });

  test('fifty mistakes still make a short answer that says how many are left', () => {
    const reply = answer(`/severity ${'huge '.repeat(60)}\n`.repeat(50));
    expect(reply.length).toBeLessThanOrEqual(2300);
    expect(reply).toMatch(/- and \d+ more$/);
  });

  test('what people wrote pings nobody in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reply = refusedReply([
          {
            line: 1,
            found: `/x ${text} @alice <!--`,
            problem: `“${text} @alice” #12`,
            instead: '/ack',
          },
        ]);
        expect(reply.replaceAll(/(`+)[^`](?:.*?[^`])?\1/g, '')).not.toMatch(/@\w|#\d|<!--/);
      }),
      runs(),
    );
  });

  test('where no line written here would do, nobody is told to try again', () => {
    const elsewhere = {
      line: 1,
      found: '/confirm',
      problem: 'write it on the item',
      instead: '/help',
    };
    expect(refusedReply([elsewhere])).toBe('`/confirm`: write it on the item.');
    expect(refusedReply([elsewhere, elsewhere])).toContain('on the item.\n');
  });

  test('what no text could change is declined in one sentence', () => {
    expect(declinedReply('eve has no right to steer this incident')).toBe(
      '**Not carried out:** eve has no right to steer this incident.',
    );
  });
});

describe('help', () => {
  test('lists every command of the table with its usage, and what this policy knows', () => {
    const reply = helpReply(policy);
    for (const { usage } of COMMANDS) expect(reply).toContain(usage.replaceAll('|', '\\|'));
    expect(reply).toContain('**Severities:** `sev1`, `sev2`, `sev3`, `sev4`, `sev5`');
    expect(reply).toContain('**Services:** `checkout`, `search`');
  });

  test('a policy with hundreds of services still makes a readable list', () => {
    const services = Array.from({ length: 300 }, (_, index) =>
      aService({ id: `s${String(index)}` }),
    );
    expect(helpReply(aPolicy({ services }))).toContain('`s39` and 260 more');
  });
});

describe('the call for responders', () => {
  test('mentions the responders of the services once, and names owners, runbook and dashboard', () => {
    expect(responderCall(anIncident({ services: ['checkout', 'search'] }), policy)).toBe(
      [
        '@alice @bob @carol **SEV-2**: Checkout is down',
        '',
        'Whoever takes it: `/ack`.',
        '',
        '- `checkout`: owned by acme/payments · [runbook](https://runbooks.example/checkout) · [dashboard](https://dashboards.example/checkout)',
        '- `search`: owned by acme/discovery · [runbook](https://runbooks.example/search) · [dashboard](https://dashboards.example/search)',
      ].join('\n'),
    );
  });

  test('reads the same whenever it is written: deliveries may be late', () => {
    const status = { is: 'acknowledged', since: minute(2), by: 'carol' } as const;
    expect(responderCall(anIncident({ status }), policy)).toBe(responderCall(anIncident(), policy));
  });

  test('a title cannot call anybody', () => {
    const call = responderCall(anIncident({ title: 'down @everyone #1' }), policy);
    expect(call).toContain('down @\u200beveryone #\u200b1');
  });

  test('a service without responders calls its team', () => {
    const services = [aService({ responders: [] })];
    expect(responderCall(anIncident(), aPolicy({ services }))).toMatch(
      /^@acme\/payments \*\*SEV-2/,
    );
  });

  test('a drill says so before anything else', () => {
    expect(responderCall(anIncident({ drill: true }), policy)).toMatch(
      /^\*\*Drill, nothing is really broken\.\*\* @alice @bob/,
    );
  });
});

describe('the whole timeline', () => {
  const entries = (count: number, text: string): readonly TimelineEntry[] =>
    Array.from({ length: count }, (_, index) => ({
      at: minute(index),
      by: 'alice',
      kind: 'comment',
      text: `${String(index)} ${text}`,
      url: `https://github.example/acme/incidents/issues/12#issuecomment-${String(1e9 + index)}`,
      key: index === 0,
    }));

  test('is a list in order of time', () => {
    expect(timelineReply(anIncident({ timeline: entries(2, 'looking') }), policy)).toBe(
      [
        '**Timeline** of [#12](https://github.example/acme/incidents/issues/12), 2 entries.',
        '',
        '- **[14:00 UTC](https://github.example/acme/incidents/issues/12#issuecomment-1000000000)** alice: 0 looking',
        '- **[14:01 UTC](https://github.example/acme/incidents/issues/12#issuecomment-1000000001)** alice: 1 looking',
      ].join('\n'),
    );
  });

  test('of a drill says so first', () => {
    const drill = anIncident({ drill: true, timeline: entries(1, 'looking') });
    expect(timelineReply(drill, policy)).toMatch(/^\*\*Drill\.\*\* \*\*Timeline\*\* of/);
  });

  test('with five hundred entries fits into one comment and leaves none out', () => {
    const reply = timelineReply(anIncident({ timeline: entries(500, 'x'.repeat(280)) }), policy);
    expect(reply.length).toBeLessThanOrEqual(60_000);
    expect(reply.match(/^- /gm)).toHaveLength(500);
  });

  test('too long for any comment, it keeps key events and the latest, and says what is missing', () => {
    const reply = timelineReply(anIncident({ timeline: entries(5000, 'x'.repeat(280)) }), policy);
    expect(reply.length).toBeLessThanOrEqual(60_000);
    expect(reply).toMatch(/5000 entries\. \d+ do not fit here/);
    expect(reply).toContain('alice: 0 x');
    expect(reply).toContain('alice: 4999 x');
  });
});

describe('where an incident was declared from', () => {
  const incident = {
    ref: { repo: { owner: 'acme', name: 'incidents' }, number: 12 },
    url: 'https://github.example/acme/incidents/issues/12',
    title: 'Checkout is down',
  };

  test('a link says where to go on', () => {
    expect(declaredElsewhereReply(incident)).toBe(
      'Declared as an incident: [acme/incidents#12](https://github.example/acme/incidents/issues/12), Checkout is down.\n\nPlease go on there.',
    );
  });
});

test('a repeated alarm is told in one line', () => {
  expect(alarmAgainReply({ title: 'Error rate @high', description: null })).toBe(
    'The same alarm again: Error rate @\u200bhigh.',
  );
});
