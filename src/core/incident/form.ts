import { readMoment } from '../command/moment.ts';
import { cut } from '../markdown/characters.ts';
import type { Impact, Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { FORM_LABELS } from './form-labels.ts';
import { badMoment } from './lifecycle.ts';

export type FormField = keyof typeof FORM_LABELS;

/** What a declaration says, as far as it could be read. */
export interface DeclarationForm {
  /** False for an issue written by hand: all of its text is the description. */
  readonly isForm: boolean;
  readonly description: string;
  /** As written, in order; the policy's spelling where it knows the service. */
  readonly services: readonly string[];
  readonly impact: Impact;
  /** A severity id of the policy; null for "Not sure". */
  readonly severity: string | null;
  readonly startedAt: Instant | null;
  readonly detectedAt: Instant | null;
  readonly detectedHow: string | null;
  readonly slaBreach: boolean;
  readonly drill: boolean;
  readonly warnings: readonly FormWarning[];
}

export type FormWarning =
  | { readonly field: FormField; readonly found: string; readonly expected: FormExpectation }
  /** "Detected at" lies before "Started at" and is left out. */
  | {
      readonly field: 'detected';
      readonly expected: 'after-started';
      readonly found: string;
    };

export type FormExpectation = 'percent' | 'severity' | 'time' | 'past-time' | 'yes-or-no';

/**
 * Reads an issue's body as GitHub makes it of the incident form. Only the form's own labels split it,
 * the last of each in the form's order, so that a heading within somebody's text stays text. A field
 * that cannot be read is left out and warned of; nothing here throws.
 */
export function parseForm(body: string, policy: Policy, declaredAt: Instant): DeclarationForm {
  const fields = splitForm(body);
  if (fields === null) return { ...NOTHING_SAID, description: body.trim() };
  const read = new Reading(fields, policy, declaredAt);
  const startedAt = read.moment('started');
  const detectedAt = read.detected(startedAt);
  return {
    isForm: true,
    description: fields.get('happening') ?? '',
    services: servicesIn(fields.get('services') ?? '', policy),
    impact: { ...read.percent('users'), ...read.percent('customers'), ...read.percent('cost') },
    severity: read.severity(),
    startedAt,
    detectedAt,
    detectedHow: fields.get('how') ?? null,
    slaBreach: read.yes('sla'),
    drill: /\[x\]/i.test(fields.get('drill') ?? ''),
    warnings: read.warnings,
  };
}

/** Whether an issue without the label `incident` was nevertheless made with the incident form. */
export function isMadeWithForm(body: string): boolean {
  return splitForm(body) !== null;
}

const NOTHING_SAID: DeclarationForm = {
  isForm: false,
  description: '',
  services: [],
  impact: {},
  severity: null,
  startedAt: null,
  detectedAt: null,
  detectedHow: null,
  slaBreach: false,
  drill: false,
  warnings: [],
};

/** Blank fields are left out. Null when the text is no form: its first label and two more must be there. */
function splitForm(body: string): ReadonlyMap<FormField, string> | null {
  const text = body.replaceAll('\r\n', '\n');
  const fields = new Map<FormField, string>();
  let end = text.length;
  let labels = 0;
  for (const [field, label] of LABELS_BACKWARDS) {
    const heading = lastHeading(text, label, end);
    if (heading === null) continue;
    const value = text.slice(heading.end, end).trim();
    if (!BLANK.test(value)) fields.set(field, value);
    labels += 1;
    end = heading.start;
    if (field === 'happening') return labels >= 3 ? fields : null;
  }
  return null;
}

const LABELS_BACKWARDS: readonly (readonly [FormField, string])[] = [
  ['drill', FORM_LABELS.drill],
  ['sla', FORM_LABELS.sla],
  ['how', FORM_LABELS.how],
  ['detected', FORM_LABELS.detected],
  ['started', FORM_LABELS.started],
  ['severity', FORM_LABELS.severity],
  ['cost', FORM_LABELS.cost],
  ['customers', FORM_LABELS.customers],
  ['users', FORM_LABELS.users],
  ['services', FORM_LABELS.services],
  ['happening', FORM_LABELS.happening],
];

const BLANK = /^(?:_No response_|None|n\/a|unknown|not known|not sure|[-?–—]+)?$/i;

function lastHeading(
  text: string,
  label: string,
  before: number,
): { readonly start: number; readonly end: number } | null {
  const heading = `### ${label}`;
  for (let at = before; at > 0;) {
    at = text.lastIndexOf(heading, at - 1);
    if (at === -1) return null;
    const after = at + heading.length;
    const startsLine = at === 0 || text[at - 1] === '\n';
    const endsLine = /^[ \t]*(?:\n|$)/.test(text.slice(after, after + 80));
    if (startsLine && endsLine && after <= before) return { start: at, end: after };
  }
  return null;
}

function servicesIn(text: string, policy: Policy): readonly string[] {
  const named = text
    .slice(0, 4000)
    .split(/[,;\n]/)
    .map((part) =>
      part
        .replace(/^\s*(?:[-*+]\s+)?/, '')
        .replaceAll('`', '')
        .trim(),
    )
    .filter((part) => part !== '')
    .map((part) => cut(part, 100))
    .map((part) => knownService(part, policy) ?? part);
  return [...new Set(named)].slice(0, 50);
}

function knownService(name: string, policy: Policy): string | undefined {
  return policy.services.find(({ id }) => id.toLowerCase() === name.toLowerCase())?.id;
}

const PERCENT = /^(?:~|≈|>|about|ca\.?|approx\.?)?\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(?:%|percent)?$/i;

/** Reads fields one by one and gathers what could not be read. */
class Reading {
  readonly warnings: FormWarning[] = [];
  readonly #fields: ReadonlyMap<FormField, string>;
  readonly #policy: Policy;
  readonly #declaredAt: Instant;

  constructor(fields: ReadonlyMap<FormField, string>, policy: Policy, declaredAt: Instant) {
    this.#fields = fields;
    this.#policy = policy;
    this.#declaredAt = declaredAt;
  }

  percent(field: keyof Impact): Impact {
    const text = this.#fields.get(field);
    if (text === undefined) return {};
    const [, digits] = PERCENT.exec(text) ?? [];
    const value = Number(digits?.replace(',', '.'));
    const highest = field === 'cost' ? 1_000_000 : 100;
    if (digits !== undefined && value <= highest) return { [field]: value };
    this.#warn(field, text, 'percent');
    return {};
  }

  severity(): string | null {
    const text = this.#fields.get('severity');
    if (text === undefined) return null;
    const said = text.toLowerCase();
    const found = this.#policy.severities.find(({ id, name }) =>
      [id, name].some((word) => said === word.toLowerCase()),
    );
    if (found === undefined) this.#warn('severity', text, 'severity');
    return found?.id ?? null;
  }

  moment(field: 'started' | 'detected'): Instant | null {
    const text = this.#fields.get(field);
    if (text === undefined) return null;
    const saying = { saidAt: this.#declaredAt, timeZone: this.#policy.timeZone };
    const read = readMoment(text, saying);
    const isPlausible =
      read.kind === 'moment' && badMoment(read.at, this.#declaredAt, this.#declaredAt) === null;
    if (isPlausible) return read.at;
    this.#warn(field, text, read.kind === 'moment' ? 'past-time' : 'time');
    return null;
  }

  detected(startedAt: Instant | null): Instant | null {
    const detectedAt = this.moment('detected');
    if (detectedAt === null || startedAt === null || detectedAt >= startedAt) return detectedAt;
    const found = this.#fields.get('detected') ?? '';
    this.warnings.push({ field: 'detected', found, expected: 'after-started' });
    return null;
  }

  yes(field: 'sla'): boolean {
    const text = this.#fields.get(field);
    if (text === undefined || /^(?:no|not sure)$/i.test(text)) return false;
    if (/^yes$/i.test(text)) return true;
    this.#warn(field, text, 'yes-or-no');
    return false;
  }

  #warn(field: FormField, text: string, expected: FormExpectation): void {
    this.warnings.push({ field, found: cut(text, 80), expected });
  }
}
