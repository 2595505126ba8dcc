/** A scene with the gate required: who may merge what is found out by merging. */
import type { CheckRun } from '../../../sandbox/model/records/checks.ts';
import { APP_ID, aScene, type Scene } from './scene.ts';
import { contributor, type CheckPlace, type Contributor, type Pull } from './contributor.ts';
import { CHECKOUT, GATE, gatedOrganisation, requireGate } from './gated-organisation.ts';
import type { GatedOptions } from './gated-organisation.ts';
import { issueOf } from './look.ts';
import { INCIDENTS, LOGINS, type Login } from './organisation.ts';
import type { FormFields, Person, Thread } from './person.ts';

export type Engineer = Person & Contributor;

export interface GatedScene extends Omit<Scene, Login>, Readonly<Record<Login, Engineer>> {
  /** A SEV-1 of checkout, mitigated: payments is held. By alice and bob. */
  readonly aViolation: (fields?: FormFields) => Promise<Thread>;
  /** An issue with the label `dont-repeat` below the incident, of bob, settled. */
  readonly anItem: (incident: Thread, item?: ItemText) => Promise<Thread>;
  /** Any change of payments by alice. */
  readonly aChange: (repository?: string, title?: string) => Promise<Pull>;
  /** A change by alice that GitHub links to an issue by a closing keyword. */
  readonly aFixOf: (issue: Thread, by?: Login) => Promise<Pull>;
  /** An approver ends what an incident obliges to, so that the next scenario starts free. */
  readonly isOver: (incident: Thread) => Promise<void>;
  /** The gate's latest run on a pull request's head; settles first. Null when there is none. */
  readonly verdictOf: (pull: Thread) => Promise<Verdict | null>;
  /** The gate's runs on the present head, oldest first; settles first. */
  readonly runsOf: (pull: Thread) => Promise<readonly Verdict[]>;
}

export interface ItemText {
  readonly by?: Login;
  readonly title?: string;
  readonly body?: string;
  readonly repository?: string;
  readonly assignee?: Login;
  readonly label?: string;
}

export interface Verdict extends CheckPlace {
  readonly conclusion: string | null;
  readonly title: string;
  /** Summary and text. */
  readonly page: string;
  readonly buttons: readonly string[];
}

export const FAILING = /^Repository rule violations found\n\n.*"norepeat\/gate" is failing\.$/;

export interface GatedSceneOptions extends GatedOptions {
  readonly pace?: number;
}

export async function aGatedScene(options: GatedSceneOptions = {}): Promise<GatedScene> {
  const scene = await aScene({
    ...gatedOrganisation(options),
    ...(options.pace === undefined ? {} : { pace: options.pace }),
    prepare: (world) => {
      requireGate(world, APP_ID, options);
    },
  });
  const { world, settled } = scene;
  const engineers = Object.fromEntries(
    LOGINS.map((login) => {
      const person = scene[login];
      return [login, { ...person, ...contributor(person, { world, settled }) }];
    }),
  ) as Record<Login, Engineer>;
  const runsOf = async (pull: Thread): Promise<readonly Verdict[]> => {
    await settled();
    const head = issueOf(world, pull).pull?.headSha ?? '';
    return scene
      .checkRuns(pull.repository, head)
      .filter(({ name }) => name === GATE)
      .map((run) => seen(run, pull.repository));
  };
  let changes = 0;
  /** As long as incidents are read anew, the gate puts itself off a few seconds. */
  const afterwards = (again: Scene['restart']): Scene['restart'] => {
    return async (how) => {
      await again(how);
      await scene.passes(0.1);
    };
  };
  return {
    ...scene,
    ...engineers,
    runsOf,
    restart: afterwards(scene.restart),
    rebuild: afterwards(scene.rebuild),
    verdictOf: async (pull) => (await runsOf(pull)).at(-1) ?? null,
    aViolation: async (fields = {}) => {
      const incident = await scene.anIncident({ severity: 'SEV-1', ...fields });
      await engineers.bob.comments(incident, '/ack\n/commander @erin\n/mitigated rolled back');
      await settled();
      return incident;
    },
    anItem: async (incident, item = {}) => {
      const { by = 'bob', assignee = 'bob', repository = INCIDENTS, label = 'dont-repeat' } = item;
      const { title = 'Alert on pool size', body = '' } = item;
      const made = await engineers[by].opensIssue(repository, { title, body });
      await engineers[by].assigns(made, assignee);
      await engineers[by].labels(made, label);
      await engineers[by].addsSubIssue(incident, made);
      await settled();
      return made;
    },
    aChange: (repository = CHECKOUT, title = 'Add gift cards') => {
      const files = { [`src/change-${String((changes += 1))}.ts`]: `export const n = 1;\n` };
      return engineers.alice.proposes(repository, { title, files });
    },
    aFixOf: (issue, by = 'alice') =>
      engineers[by].proposes(CHECKOUT, {
        files: { [`src/fix-${String((changes += 1))}.ts`]: 'export const size = 40;\n' },
        title: 'Keep the pool at 40',
        body: `Fixes ${issue.repository}#${String(issue.number)}`,
      }),
    isOver: async (incident) => {
      await settled();
      await engineers.erin.comments(incident, '/accept the scenario is over');
      await settled();
    },
  };
}

function seen(run: CheckRun, repository: string): Verdict {
  return {
    repository,
    id: run.id,
    conclusion: run.status === 'completed' ? run.conclusion : null,
    title: run.title ?? '',
    page: `${run.summary ?? ''}\n${run.text ?? ''}`,
    buttons: run.actions.map(({ identifier }) => identifier),
  };
}
