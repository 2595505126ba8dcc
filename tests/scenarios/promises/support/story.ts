/** What people may do around one incident, as data: a story that can be played again, act by act. */
import fc from 'fast-check';
import type { Scene } from '../../support/scene.ts';
import type { Login } from '../../support/organisation.ts';
import type { Comment, Thread } from '../../support/person.ts';

export type Act =
  | { readonly do: 'say'; readonly who: Login; readonly text: string }
  /** `which` picks one of the comments there are. */
  | {
      readonly do: 'edit' | 'hide' | 'cheer' | 'delete';
      readonly who: Login;
      readonly which: number;
      readonly text: string;
    }
  | { readonly do: 'label' | 'unlabel'; readonly who: Login; readonly label: string }
  | { readonly do: 'assign' | 'unassign'; readonly who: Login; readonly whom: Login }
  | { readonly do: 'close' | 'reopen'; readonly who: Login }
  | { readonly do: 'rewrite'; readonly who: Login; readonly text: string }
  | { readonly do: 'declare elsewhere'; readonly who: Login; readonly text: string }
  | { readonly do: 'alarm'; readonly who: Login };

const ACTORS = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;

export const TEXTS = [
  '/ack',
  '/ack\n/commander @erin',
  '/severity sev1 a third of all payments fail',
  '/severity sev3',
  '/severity sev9',
  '/impact users=35% customers=28%',
  '/mitigated at 11:59 the old pool size is back',
  '/mitigated',
  '/mitgated rolled back',
  '/resolved',
  '/reopen it is back',
  '/commander @bob',
  '/role communications @dave',
  '/service search',
  '/service -checkout',
  '/note at 11:40 connection wait time climbs past 2 s',
  '/note the pool has 4 connections',
  '/update Putting it back. Retrying helps.',
  '/started 11:30',
  '/detected 11:35',
  '/related #1',
  '/timeline',
  '/postmortem',
  '/help',
  '/false-alarm the probe itself was broken',
  'It had 40 connections, @alice | now **4**.\n\n> /severity sev5\n\n```\n/resolved\n```',
  'Looking.',
  '/severity sev2\nand then\n/mitgated',
] as const;

const LABELS = [
  'severity:sev1',
  'severity:sev2',
  'severity:sev4',
  'status:acknowledged',
  'status:mitigated',
  'status:resolved',
  'service:search',
  'service:checkout',
  'sla-breach',
  'drill',
  'incident',
] as const;

const who = fc.constantFrom(...ACTORS);
const say = fc.record({
  do: fc.constant('say' as const),
  who,
  text: fc.constantFrom(...TEXTS),
});

export const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: say },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('edit', 'hide', 'cheer', 'delete'),
      who,
      which: fc.nat(20),
      text: fc.constantFrom(...TEXTS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('label', 'unlabel'),
      who,
      label: fc.constantFrom(...LABELS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('assign', 'unassign'), who, whom: who }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close', 'reopen'), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('rewrite' as const),
      who,
      text: fc.constantFrom(
        'Payments fail.',
        '### Severity\n\nSEV-2\n\n### Services affected\n\nsearch',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('declare elsewhere' as const),
      who,
      text: fc.constantFrom(
        '/incident declare Suggestions are empty',
        '/declare',
        '/incident help',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('alarm' as const), who }) },
);

/**
 * What makes the same facts on GitHub whether or not the app has acted in between. Left out is what makes
 * a moment matter: `/timeline` tells the present one, and responders are called for what is affected and
 * still going on when the app hears of it.
 */
export const aRemark: fc.Arbitrary<Act> = fc.record({
  do: fc.constant('say' as const),
  who,
  text: fc.constantFrom(
    ...TEXTS.filter((text) => !/^\/(service|timeline|false-alarm|mitigated|resolved)/.test(text)),
  ),
});

/** Plays on. What GitHub refuses somebody is refused in every run. */
export class Story {
  readonly #scene: Scene;
  readonly #incident: Thread;
  readonly #comments: Comment[] = [];
  #elsewhere = 0;

  constructor(scene: Scene, incident: Thread) {
    this.#scene = scene;
    this.#incident = incident;
  }

  async play(act: Act): Promise<void> {
    try {
      await this.#try(act);
    } catch (error) {
      // GitHub's words for: you may not, it is gone, it makes no sense. Anything else is a bug.
      if (!/: (403|404|410|422) /.test(String(error))) throw error;
    }
  }

  async #try(act: Act): Promise<void> {
    const person = this.#scene[act.who];
    const at = this.#incident;
    switch (act.do) {
      case 'say':
        this.#comments.push(await person.comments(at, act.text));
        return;
      case 'edit':
        return this.#onComment(act.which, (comment) => person.edits(comment, act.text));
      case 'hide':
        return this.#onComment(act.which, (comment) => person.hides(comment));
      case 'cheer':
        return this.#onComment(act.which, (comment) => person.reacts(comment, 'rocket'));
      case 'delete':
        return this.#onComment(act.which, (comment) => person.deletes(comment));
      case 'label':
        return person.labels(at, act.label);
      case 'unlabel':
        return person.unlabels(at, act.label);
      case 'assign':
        return person.assigns(at, act.whom);
      case 'unassign':
        return person.unassigns(at, act.whom);
      case 'close':
        return person.closes(at);
      case 'reopen':
        return person.reopens(at);
      case 'rewrite':
        return person.rewrites(at, { body: act.text });
      case 'declare elsewhere': {
        const title = `Suggestions are odd, ${String((this.#elsewhere += 1))}`;
        const issue = await person.opensIssue('acme/search', { title });
        await person.comments(issue, act.text);
        return;
      }
      case 'alarm':
        return person.dispatches({
          title: 'Search index is 40 minutes old',
          services: ['search'],
          users: 3,
          dedup_key: 'search-index-age',
        });
    }
  }

  async #onComment(which: number, act: (comment: Comment) => Promise<void>): Promise<void> {
    const comment = this.#comments[which % Math.max(1, this.#comments.length)];
    if (comment !== undefined) await act(comment);
  }
}
