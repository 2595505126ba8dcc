/**
 * The kinds of text a policy is made of: how each is written, said once, used by the checks, by the
 * error messages and by the JSON Schema. Every pattern runs in time linear in the text.
 */

export interface Word {
  /** What may stand here, with an example; completes "expected …". */
  readonly expected: string;
  readonly pattern: RegExp;
  readonly longest: number;
  /** What was probably meant. */
  readonly nearest?: (found: string) => string | undefined;
}

const OWNER = '[A-Za-z0-9][A-Za-z0-9-]{0,38}';
const NAME = '(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}';
const NAME_GLOB = '[A-Za-z0-9._*?-]{1,100}';
const SLUG = '[a-z0-9][a-z0-9_-]{0,99}';
const LOGIN = '[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,10})?';

/** Bounded, so that no deadline lies beyond what a calendar can reckon. */
const SPAN = '(?:[1-9][0-9]{0,4}(?:s|m|h|d)|[1-9][0-9]{0,2}(?:w|bd))';

export const WORDS = {
  repository: {
    expected: 'a repository as owner/name, such as acme/incidents',
    pattern: new RegExp(`^${OWNER}/${NAME}$`),
    longest: 140,
    nearest: repositoryMeant,
  },
  repositoryGlob: {
    expected: 'a repository as owner/name, the name with * if wanted, such as acme/checkout-*',
    pattern: new RegExp(`^${OWNER}/${NAME_GLOB}$`),
    longest: 140,
    nearest: repositoryMeant,
  },
  pathGlob: {
    expected:
      'a repository, a colon and a path with * and ** if wanted, such as acme/monorepo:services/checkout/**',
    pattern: new RegExp(
      `^${OWNER}/${NAME_GLOB}:(?!/)(?!\\.\\.(?:/|$))(?!.*/\\.\\.(?:/|$))[^\\x00-\\x1f\\x7f\\\\()[\\]{}|!]+$`,
    ),
    longest: 400,
  },
  branchGlob: {
    expected: 'a branch, with * if wanted, such as main or release/*',
    pattern: /^(?![/-])[^\x00-\x20\x7f~^:\\()[\]{}|!]+$/,
    longest: 200,
    nearest: (found) => found.replace(/^refs\/heads\//, '').replace(/^\/+/, ''),
  },
  team: {
    expected: 'a GitHub team as organisation/slug in lower case, such as acme/payments',
    pattern: new RegExp(`^${OWNER}/${SLUG}$`),
    longest: 140,
    nearest: teamMeant,
  },
  approver: {
    expected: 'a GitHub team such as acme/incident-commanders, or a login such as alice',
    pattern: new RegExp(`^(?:${OWNER}/${SLUG}|${LOGIN})$`),
    longest: 140,
    nearest: (found) => (found.includes('/') ? teamMeant(found) : loginMeant(found)),
  },
  login: {
    expected: 'a GitHub login, such as alice',
    pattern: new RegExp(`^${LOGIN}$`),
    longest: 60,
    nearest: loginMeant,
  },
  author: {
    expected: 'a GitHub login, such as alice or dependabot[bot]',
    pattern: new RegExp(`^${LOGIN}(?:\\[bot\\])?$`),
    longest: 60,
    nearest: loginMeant,
  },
  url: {
    expected: 'an address that begins with https:// or http://',
    pattern: /^https?:\/\/[^\s<>\x00-\x1f\x7f]+$/,
    longest: 2000,
    nearest: (found) =>
      /^[\w.-]+\.[a-z]{2,}(?:\/\S*)?$/.test(found) ? `https://${found}` : undefined,
  },
  duration: {
    expected: 'a duration: 30m, 4h, 3d, 2w, or business days as 5bd',
    pattern: new RegExp(`^${SPAN}$`),
    longest: 10,
    nearest: durationMeant,
  },
  durationOrZero: {
    expected: 'a duration: 0d for none, 4h, 3d, 2w, or business days as 5bd',
    pattern: new RegExp(`^(?:0(?:s|m|h|d|w|bd)|${SPAN})$`),
    longest: 10,
    nearest: durationMeant,
  },
  durationOrNone: {
    expected: 'a duration: 30m, 4h, 3d, 2w, business days as 5bd, or none',
    pattern: new RegExp(`^(?:none|${SPAN})$`),
    longest: 10,
    nearest: durationMeant,
  },
  severityId: {
    expected: 'a short name in lower case letters, digits and hyphens, such as sev1',
    pattern: /^[a-z0-9][a-z0-9-]{0,30}$/,
    longest: 31,
    nearest: idMeant,
  },
  roleId: {
    expected: 'a short name in lower case letters, digits and hyphens, such as tech-lead',
    pattern: /^[a-z][a-z0-9-]{0,30}$/,
    longest: 31,
    nearest: idMeant,
  },
  serviceId: {
    expected: 'a service name in lower case letters, digits, dots, hyphens and _, such as checkout',
    pattern: /^[a-z0-9][a-z0-9._-]{0,40}$/,
    longest: 41,
    nearest: idMeant,
  },
  title: {
    expected: 'one line of text, at most 60 characters',
    pattern: /^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/,
    longest: 60,
  },
  sentence: {
    expected: 'one line of text, at most 300 characters',
    pattern: /^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/,
    longest: 300,
  },
  directory: {
    expected: 'a folder inside the repository, such as postmortems or docs/postmortems',
    pattern: /^(?!\.)[A-Za-z0-9._-]+(?:\/(?!\.)[A-Za-z0-9._-]+)*$/,
    longest: 200,
    nearest: (found) => found.replace(/^[./]+|\/+$/g, ''),
  },
  template: {
    expected:
      'full, short, or a file below .github that ends in .md, such as .github/postmortem.md',
    pattern: /^(?:full|short|\.github\/(?!\.)[A-Za-z0-9._-]+(?:\/(?!\.)[A-Za-z0-9._-]+)*\.md)$/,
    longest: 200,
    nearest: (found) => templateMeant(found.replace(/^\.?\/+/, '')),
  },
  blameWord: {
    expected: 'a word or a few in one line, at most 60 characters, such as careless',
    pattern: /^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/,
    longest: 60,
  },
  holiday: {
    expected: 'a date such as 2026-12-24, or 12-25 for that day of every year',
    pattern: /^(?:[12][0-9]{3}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/,
    longest: 10,
    nearest: dateMeant,
  },
  workingHours: {
    expected: 'hours of one day from first to last, such as 09:00-17:00',
    pattern: /^(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/,
    longest: 11,
    nearest: hoursMeant,
  },
  taxonomyId: {
    expected: 'a word in lower case letters, digits and hyphens, such as configuration',
    pattern: /^[a-z0-9][a-z0-9-]{0,30}$/,
    longest: 31,
    nearest: idMeant,
  },
  repeats: {
    expected: 'same, one-level, or the id of a severity, such as sev1',
    pattern: /^[a-z0-9][a-z0-9-]{0,30}$/,
    longest: 31,
    nearest: idMeant,
  },
  timeZone: {
    expected: 'a time zone of the IANA list, such as UTC or Europe/Berlin',
    pattern: /^[A-Za-z][A-Za-z0-9_+/-]*$/,
    longest: 60,
  },
} as const satisfies Record<string, Word>;

/** What was probably meant by a text that is not the word it should be; only if that word is good. */
export function nearestWriting(word: Word, found: string): string | undefined {
  if (found.length > 300) return undefined;
  const meant = word.nearest?.(found.trim()) ?? found.trim();
  const isGood = meant.length <= word.longest && word.pattern.test(meant);
  return isGood && meant !== found ? meant : undefined;
}

function repositoryMeant(found: string): string {
  return found.replace(/^https?:\/\/[^/]+\//, '').replace(/^@|\.git$|\/$/g, '');
}

function teamMeant(found: string): string {
  return found.replace(/^@/, '').toLowerCase().replace(/\s+/g, '-');
}

function templateMeant(found: string): string {
  if (/^(?:full|short)$/i.test(found)) return found.toLowerCase();
  const path = found.startsWith('.github/') ? found : `.github/${found.replace(/^github\//, '')}`;
  return path.endsWith('.md') ? path : `${path}.md`;
}

function loginMeant(found: string): string {
  return found.replace(/^@/, '');
}

function idMeant(found: string): string {
  return found
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

const UNIT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
  [/^(?:w|weeks?)$/, 'w'],
  [/^(?:bd|(?:business|working|work) ?-?days?)$/, 'bd'],
];

function durationMeant(found: string): string | undefined {
  if (/^(?:never|no|off|null|-)$/i.test(found)) return 'none';
  const [, amount, name] = /^(\d{1,5}) ?([a-z -]{1,20})$/i.exec(found) ?? [];
  const unit = UNIT_NAMES.find(([names]) => names.test((name ?? '').toLowerCase()))?.[1];
  return amount === undefined || unit === undefined
    ? undefined
    : `${String(Number(amount))}${unit}`;
}

/** `2026-1-5`, `2026/01/05`, `25.12.`, `12/25`: read as year, month, day unless a dot says day first. */
function dateMeant(found: string): string | undefined {
  const pad = (digits: string | undefined) => (digits ?? '').padStart(2, '0');
  const [, year, month, day] = /^(?:(\d{4})[-/. ])?(\d{1,2})[-/ ](\d{1,2})$/.exec(found) ?? [];
  if (month !== undefined) {
    return `${year === undefined ? '' : `${year}-`}${pad(month)}-${pad(day)}`;
  }
  const [, first, second, last] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(found) ?? [];
  if (second === undefined) return undefined;
  return `${last === undefined ? '' : `${last}-`}${pad(second)}-${pad(first)}`;
}

/** `9-17`, `9:00 – 17:30`, `9am to 5pm` */
function hoursMeant(found: string): string | undefined {
  const [, from, to] = /^(.{1,8}?)(?: ?[-–—] ?| to | until )(.{1,8})$/.exec(found) ?? [];
  const [first, last] = [clockMeant(from), clockMeant(to)];
  return first === undefined || last === undefined ? undefined : `${first}-${last}`;
}

function clockMeant(text: string | undefined): string | undefined {
  const [, hour, minute = '00', half] =
    /^(\d{1,2})(?:[:.](\d{2}))? ?([ap]m)?$/i.exec(text ?? '') ?? [];
  if (hour === undefined) return undefined;
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  return `${String(hours).padStart(2, '0')}:${minute}`;
}
