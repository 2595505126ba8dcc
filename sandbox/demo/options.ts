import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Ends once the story is played. */
  readonly exit: boolean;
  /** Shows what the programs wrote when something went wrong. */
  readonly verbose: boolean;
  /** Of the sandbox; 0 for any free one. */
  readonly port: number;
  /** Of the app; 0 for any free one. */
  readonly appPort: number;
}

export type ReadOptions =
  /** What is known, for who asked for it. */
  | { readonly kind: 'help'; readonly usage: string }
  | { readonly kind: 'valid'; readonly options: DemoOptions }
  /** What was wrong, and what is known. */
  | { readonly kind: 'refused'; readonly why: string };

const KNOWN = {
  exit: { type: 'boolean', default: false },
  port: { type: 'string' },
  'app-port': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const USAGE = [
  'npm run demo takes:',
  '  --exit             play the story and end',
  '  --port NUMBER      the port of the sandbox, 1 to 65535; any free one without it',
  '  --app-port NUMBER  the port of the app; any free one without it',
  '  --verbose          show what the programs wrote when something goes wrong',
  '  --help             show this',
  'Through npm, options come after two dashes: npm run demo -- --exit',
].join('\n');

/** What stands after `npm run demo --`. */
export function readOptions(args: readonly string[]): ReadOptions {
  const parsed = parse(args);
  if (typeof parsed === 'string') return refused(parsed);
  const { exit, verbose, help } = parsed;
  if (help) return { kind: 'help', usage: USAGE };
  const port = portOf('--port', parsed.port);
  if (typeof port === 'string') return refused(port);
  const appPort = portOf('--app-port', parsed['app-port']);
  if (typeof appPort === 'string') return refused(appPort);
  return { kind: 'valid', options: { exit, verbose, port, appPort } };
}

function refused(problem: string): ReadOptions {
  return { kind: 'refused', why: `${problem}\n${USAGE}` };
}

/** The options as written, or the sentence that says why they cannot be read. */
function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof KNOWN }>>['values'] | string {
  try {
    return parseArgs({ args: [...args], options: KNOWN }).values;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    const [sentence = ''] = error.message.split('. ');
    return `${sentence.replace(/\.$/u, '')}.`;
  }
}

/** The port, or the sentence that says why it is none. */
function portOf(option: string, written: string | undefined): number | string {
  if (written === undefined) return 0;
  const port = /^\d{1,5}$/u.test(written) ? Number(written) : 0;
  if (port >= 1 && port <= 65_535) return port;
  return `${option} ${JSON.stringify(written)} is not a port.`;
}
