/**
 * The app's private key in the shapes in which people manage to set it: PEM, PEM with literal `\n`, PEM in
 * quotes, base64 of a PEM, or the path of a file.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';

export interface PrivateKeyVariables {
  readonly PRIVATE_KEY?: string | undefined;
  readonly PRIVATE_KEY_PATH?: string | undefined;
}

export interface PrivateKeyProblem {
  readonly variable: 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH';
  readonly problem: string;
  readonly instead: string;
}

export type PrivateKeyResult =
  | { readonly kind: 'valid'; readonly privateKey: string }
  | { readonly kind: 'invalid'; readonly problem: PrivateKeyProblem };

/** PKCS#8 PEM: one form for one key, so that what is derived from it does not depend on how it was set. */
export function readPrivateKey(
  variables: PrivateKeyVariables,
  readFile: (path: string) => string,
): PrivateKeyResult {
  const { PRIVATE_KEY: text, PRIVATE_KEY_PATH: path } = variables;
  if (text !== undefined) return parse('PRIVATE_KEY', text);
  if (path === undefined) return refuse('PRIVATE_KEY', 'is not set', TEXT_HELP);
  try {
    return parse('PRIVATE_KEY_PATH', readFile(path));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return refuse(
      'PRIVATE_KEY_PATH',
      `names a file that cannot be read: ${JSON.stringify(path)}${why}`,
      PATH_HELP,
    );
  }
}

const TEXT_HELP =
  'Set it to the content of the .pem file that "Generate a private key" on the app’s settings page downloads (line breaks may be written \\n, or the whole file in base64), or set PRIVATE_KEY_PATH to where the file lies, for example PRIVATE_KEY_PATH=./norepeat.private-key.pem.';
const PATH_HELP =
  'Set it to the .pem file that "Generate a private key" on the app’s settings page downloads, for example PRIVATE_KEY_PATH=./norepeat.private-key.pem.';

function parse(variable: PrivateKeyProblem['variable'], text: string): PrivateKeyResult {
  const help = variable === 'PRIVATE_KEY' ? TEXT_HELP : PATH_HELP;
  const what = variable === 'PRIVATE_KEY' ? 'is' : 'names a file that is';
  const pem = pemOf(text);
  if (pem === null) return refuse(variable, `${what} not a private key in PEM`, help);
  const key = open(pem);
  if (key === null) return refuse(variable, `${what} a damaged private key`, help);
  if (key.asymmetricKeyType !== 'rsa') {
    return refuse(variable, `${what} a private key, but not an RSA one as GitHub makes`, help);
  }
  return { kind: 'valid', privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function pemOf(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replaceAll('\\n', '\n')
    .trim();
  if (isPem(plain)) return plain;
  const decoded = Buffer.from(plain, 'base64').toString('utf8').trim();
  return isPem(decoded) ? decoded : null;
}

function isPem(text: string): boolean {
  return /^-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(text);
}

function open(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // What OpenSSL says ("DECODER routines::unsupported") helps nobody; the problem's text does.
    return null;
  }
}

function refuse(
  variable: PrivateKeyProblem['variable'],
  problem: string,
  instead: string,
): PrivateKeyResult {
  return { kind: 'invalid', problem: { variable, problem, instead } };
}
