import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { policyJsonSchema } from '../../../src/config/policy/json-schema.ts';
import { FORM_LABELS } from '../../../src/core/incident/form-labels.ts';
import { SCALES } from '../../../src/core/policy/scales.ts';
import { EXAMPLE, notesIn, problemsIn, valid } from './sources.ts';

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const committed = JSON.parse(file('templates/norepeat.schema.json')) as object;
const accepts = new Ajv2020({ strict: true }).compile(committed);

describe('the JSON Schema for editors', () => {
  it('is current: run `npm run derive` when this fails', () => {
    expect(committed).toEqual(policyJsonSchema());
  });

  it.each([
    ['the example with every section', EXAMPLE],
    ['the example that teams start from', file('templates/norepeat.yml')],
  ])('accepts %s', (_, text) => {
    expect(accepts(load(text)), JSON.stringify(accepts.errors)).toBe(true);
  });

  it.each([
    'incidents: { repo: acme/x }',
    'incidents: { scale: sevv }',
    'incidents: { repository: incidents }',
    'severities: []',
    'severities: [{ name: High }]',
    'severities: [{ id: SEV 1 }]',
    'severities: [{ id: a, update_every: 5 minutes }]',
    'severities: [{ id: a, thresholds: { users: 120 } }]',
    'services: { Check Out: {} }',
    'services: { a: { team: payments } }',
    'services: { a: { paths: [acme/mono:../up] } }',
    'services: { a: { runbook: wiki } }',
    'dont_repeat: { mode: maybe }',
    'dont_repeat: { waivers: { longest: 0d } }',
    'postmortems: { uninvolved_reviewer: yes }',
    'postmortems: { directory: /etc }',
    'time_zone: 1',
    'roles: [{ id: liaison }]',
  ])('refuses what the parser refuses: %s', (text) => {
    expect(problemsIn(text)).toHaveLength(1);
    expect(accepts(load(text))).toBe(false);
  });

  it('describes every key, so that an editor can explain it', () => {
    const undescribed: string[] = [];
    const look = (schema: Record<string, unknown>, path: string): void => {
      if (path !== '' && typeof schema['description'] !== 'string') undescribed.push(path);
      const keys = (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>;
      for (const [key, inside] of Object.entries(keys)) look(inside, `${path}.${key}`);
      for (const inner of ['items', 'additionalProperties'] as const) {
        const inside = schema[inner];
        if (typeof inside === 'object' && inside !== null) {
          look(inside as Record<string, unknown>, `${path}.${inner}`);
        }
      }
    };
    look(committed as Record<string, unknown>, '');
    expect(undescribed).toEqual([]);
  });
});

describe('the example that teams start from', () => {
  const text = file('templates/norepeat.yml');

  it('is valid and free of notes', () => {
    expect(problemsIn(text)).toEqual([]);
    expect(notesIn(text)).toEqual([]);
  });

  it('says nothing of the built-in levels that the program does not do', () => {
    const [worst] = valid(text).severities;
    expect(worst).toEqual({ ...SCALES.sev[0], criteria: worst?.criteria });
  });

  it('explains every key by a comment above it or above its list', () => {
    const explained = text.split('\n').filter((line) => /^\s*#/.test(line)).length;
    const keys = text.split('\n').filter((line) => /^\s*-?\s*[a-z_]+:/.test(line)).length;
    expect(explained).toBeGreaterThan(keys * 0.7);
  });
});

interface Form {
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: {
      readonly label?: string;
      readonly value?: string;
      readonly default?: number;
      readonly options?: readonly (string | { readonly label: string })[];
    };
  }[];
}

describe('the incident form', () => {
  const source = file('templates/incident.yml');
  const form = load(source) as Form;
  const fields = form.body.filter(({ type }) => type !== 'markdown');

  it('of this repository is the one that teams install: run `npm run derive` when this fails', () => {
    expect(file('.github/ISSUE_TEMPLATE/incident.yml')).toBe(source);
  });

  it('asks, in order, for what the app reads, under the labels the app knows', () => {
    expect(fields.map(({ attributes }) => attributes.label)).toEqual(Object.values(FORM_LABELS));
    expect(fields.map(({ id }) => id)).toEqual(Object.keys(FORM_LABELS));
  });

  it('offers the built-in severities, and not knowing first', () => {
    const severity = fields.find(({ id }) => id === 'severity');
    expect(severity?.attributes.options).toEqual([
      'Not sure',
      ...SCALES.sev.map(({ name }) => name),
    ]);
    expect(severity?.attributes.default).toBe(0);
  });

  it('offers words, not the booleans that YAML might make of them', () => {
    const sla = fields.find(({ id }) => id === 'sla');
    expect(sla?.attributes.options).toEqual(['No', 'Yes', 'Not sure']);
  });

  it('keeps what GitHub demands of forms', () => {
    expect(form.name.length).toBeGreaterThan(3);
    expect(form.description.length).toBeLessThan(200);
    expect(form.labels).toEqual(['incident']);
    const names = fields.map(({ id }) => id ?? '');
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]+$/);
    for (const { type, attributes } of form.body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      expect(type === 'markdown' ? attributes.value : attributes.label).toBeTruthy();
      const options = attributes.options ?? [];
      const words = options.map((one) => (typeof one === 'string' ? one : one.label));
      expect(new Set(words).size).toBe(words.length);
      expect(words).not.toContain('None');
    }
  });
});
