/** What people may do around held merges, as data: a story that can be played again, act by act. */
import fc from 'fast-check';
import type { Contributor, Pull } from '../../support/contributor.ts';
import { CHECKOUT, MONOREPO, SEARCH } from '../../support/gated-organisation.ts';
import type { GatedScene } from '../../support/gated-scene.ts';
import { issueOf } from '../../support/look.ts';
import { INCIDENTS } from '../../support/organisation.ts';
import type { Thread } from '../../support/person.ts';

const ENGINEERS = ['alice', 'bob', 'carol', 'erin', 'frank'] as const;
type Who = (typeof ENGINEERS)[number];

export type GateAct =
  | { readonly do: 'say'; readonly who: Who; readonly text: string }
  | { readonly do: 'label' | 'unlabel'; readonly who: Who; readonly label: string }
  | { readonly do: 'propose'; readonly who: Who; readonly where: Where; readonly fixes: boolean }
  /** `which` picks one of the pull requests or items there are. */
  | {
      readonly do: 'push' | 'approve' | 'mark as fix' | 'link' | 'override' | 'withdraw' | 'revive';
      readonly who: Who;
      readonly which: number;
    }
  | { readonly do: 'add item'; readonly who: Who }
  | {
      readonly do: 'close item' | 'drop item' | 'take off item' | 'unlabel item' | 'reopen item';
      readonly who: Who;
      readonly which: number;
    };

type Where = 'checkout' | 'search' | 'monorepo';

const TEXTS = [
  '/mitigated',
  '/resolved',
  '/reopen it is back',
  '/severity sev1 everybody',
  '/severity sev4 nobody',
  '/service search',
  '/service -checkout',
  '/false-alarm the probe was broken',
  '/waive payments until 2026-03-10 the sale starts',
  '/approve-waiver payments',
  '/revoke-waiver payments',
  '/accept we watch it now',
  '/action prevent Cap the pool @bob',
  '/commander @carol',
] as const;

const LABELS = [
  'severity:sev2',
  'severity:sev5',
  'sla-breach',
  'drill',
  'incident',
  'service:search',
  'service:checkout',
  'status:mitigated',
  'status:declared',
] as const;

const who = fc.constantFrom(...ENGINEERS);
const which = fc.nat(9);

export const aGateAct: fc.Arbitrary<GateAct> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('say' as const), who, text: fc.constantFrom(...TEXTS) }),
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
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      who,
      where: fc.constantFrom('checkout' as const, 'search' as const, 'monorepo' as const),
      fixes: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'push',
        'approve',
        'mark as fix',
        'link',
        'override',
        'withdraw',
        'revive',
      ),
      who,
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add item' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'close item',
        'drop item',
        'take off item',
        'unlabel item',
        'reopen item',
      ),
      who,
      which,
    }),
  },
);

const FILES: Readonly<Record<Where, readonly [string, string]>> = {
  checkout: [CHECKOUT, 'src/a'],
  search: [SEARCH, 'src/a'],
  monorepo: [MONOREPO, 'services/checkout/a'],
};

/** Plays on. What GitHub refuses somebody is refused in every run. */
export class GateStory {
  readonly #scene: GatedScene;
  readonly #incident: Thread;
  readonly #pulls: Pull[] = [];
  readonly #items: Thread[] = [];

  constructor(scene: GatedScene, incident: Thread) {
    this.#scene = scene;
    this.#incident = incident;
  }

  async play(act: GateAct): Promise<void> {
    try {
      await this.#try(act);
    } catch (error) {
      // GitHub's words for: you may not, it is gone, it makes no sense. Anything else is a bug.
      if (!/: (403|404|405|410|422) /.test(String(error))) throw error;
    }
  }

  async #try(act: GateAct): Promise<void> {
    const person = this.#scene[act.who];
    const at = this.#incident;
    switch (act.do) {
      case 'say':
        await person.comments(at, act.text);
        return;
      case 'label':
        return person.labels(at, act.label);
      case 'unlabel':
        return person.unlabels(at, act.label);
      case 'propose': {
        const [repository, path] = FILES[act.where];
        const nth = String(this.#pulls.length);
        const body = act.fixes ? `Fixes ${name(this.#items.at(-1) ?? at)}` : '';
        const change = { title: `Change ${nth}`, body, files: { [`${path}${nth}.ts`]: '1\n' } };
        this.#pulls.push(await person.proposes(repository, { ...change, branch: `b${nth}` }));
        return;
      }
      case 'add item': {
        const title = `Item ${String(this.#items.length)}`;
        const item = await person.opensIssue(INCIDENTS, { title });
        this.#items.push(item);
        await person.assigns(item, 'bob');
        await person.labels(item, 'dont-repeat');
        return person.addsSubIssue(at, item);
      }
      case 'close item':
      case 'drop item':
      case 'take off item':
      case 'unlabel item':
      case 'reopen item': {
        const item = this.#items[act.which % Math.max(1, this.#items.length)];
        if (item === undefined) return;
        if (act.do === 'close item') return person.closes(item);
        if (act.do === 'drop item') return person.closes(item, 'not_planned');
        if (act.do === 'take off item') return person.removesSubIssue(at, item);
        if (act.do === 'unlabel item') return person.unlabels(item, 'dont-repeat');
        return person.reopens(item);
      }
      default: {
        const pull = this.#pulls[act.which % Math.max(1, this.#pulls.length)];
        if (pull !== undefined) await this.#onPull(act.do, pull, person);
      }
    }
  }

  async #onPull(
    what: Extract<GateAct, { readonly which: number }>['do'],
    pull: Pull,
    person: Contributor & GatedScene['alice'],
  ): Promise<void> {
    switch (what) {
      case 'push':
        await person.pushes(pull, { [`more-${String(pull.number)}.md`]: 'more\n' });
        return;
      case 'approve':
        return person.approves(pull);
      case 'mark as fix':
        return person.labels(pull, 'dont-repeat-fix');
      case 'link':
        await person.comments(pull, `/fixes ${name(this.#incident)}`);
        return;
      case 'override': {
        const sha = issueOf(this.#scene.world, pull).pull?.headSha ?? '';
        await person.comments(pull, `/override ${sha} urgent`);
        return;
      }
      case 'withdraw':
        return person.withdraws(pull);
      default:
        return person.revives(pull);
    }
  }
}

function name({ repository, number }: Thread): string {
  return `${repository}#${String(number)}`;
}
