import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { entryAt, fileAt, filesAt } from '../model/git/objects.ts';
import type { Repository } from '../model/records/repository.ts';

const common = { id: z.string().optional() };
const required = z.object({ required: z.boolean().default(false) }).default({ required: false });
const named = { label: z.string(), description: z.string().default('') };

const element = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('markdown'), attributes: z.object({ value: z.string() }) }),
  z.object({
    ...common,
    type: z.literal('input'),
    attributes: z.object({
      ...named,
      placeholder: z.string().default(''),
      value: z.coerce.string().default(''),
    }),
    validations: required,
  }),
  z.object({
    ...common,
    type: z.literal('textarea'),
    attributes: z.object({
      ...named,
      placeholder: z.string().default(''),
      value: z.string().default(''),
      render: z.string().optional(),
    }),
    validations: required,
  }),
  z.object({
    ...common,
    type: z.literal('dropdown'),
    attributes: z.object({
      ...named,
      multiple: z.boolean().default(false),
      options: z.array(z.coerce.string()).min(1),
      default: z.number().int().optional(),
    }),
    validations: required,
  }),
  z.object({
    ...common,
    type: z.literal('checkboxes'),
    attributes: z.object({
      ...named,
      options: z
        .array(z.object({ label: z.string(), required: z.boolean().default(false) }))
        .min(1),
    }),
  }),
]);

const formSchema = z.object({
  name: z.string().min(3),
  description: z.string().min(3),
  title: z.string().default(''),
  labels: z
    .union([
      z.array(z.string()),
      z.string().transform((text) => text.split(',').map((one) => one.trim())),
    ])
    .default([]),
  assignees: z
    .union([
      z.array(z.string()),
      z.string().transform((text) => text.split(',').map((one) => one.trim())),
    ])
    .default([]),
  body: z.array(element).min(1),
});

/** One element of an issue form, after GitHub's "Syntax for GitHub's form schema". */
export type FormElement = z.infer<typeof element>;
export type IssueForm = z.infer<typeof formSchema> & { readonly file: string };

/** A file in `.github/ISSUE_TEMPLATE` that is no valid form, and why. */
export interface BrokenForm {
  readonly file: string;
  readonly problem: string;
}

const folder = '.github/ISSUE_TEMPLATE';

/** The forms on the default branch. GitHub shows none of a broken file; the page says what is wrong. */
export function issueForms(repository: Repository): {
  readonly forms: readonly IssueForm[];
  readonly broken: readonly BrokenForm[];
} {
  const head = repository.branches.get(repository.defaultBranch);
  if (head === undefined || entryAt(repository.objects, head, folder) === undefined) {
    return { forms: [], broken: [] };
  }
  const results = [...filesAt(repository.objects, head).keys()]
    .filter((path) => path.startsWith(`${folder}/`) && /\.ya?ml$/u.test(path))
    .filter((path) => !/\/config\.ya?ml$/u.test(path))
    .map((path) => {
      const content = fileAt(repository.objects, head, path)?.content.toString('utf8') ?? '';
      return parseForm(path.slice(folder.length + 1), content);
    });
  return {
    forms: results.filter((result): result is IssueForm => 'body' in result),
    broken: results.filter((result): result is BrokenForm => 'problem' in result),
  };
}

function parseForm(file: string, content: string): IssueForm | BrokenForm {
  let yaml: unknown;
  try {
    yaml = load(content);
  } catch (error) {
    if (error instanceof YAMLException) return { file, problem: error.message };
    throw error;
  }
  const parsed = formSchema.safeParse(yaml);
  return parsed.success
    ? { ...parsed.data, file }
    : { file, problem: z.prettifyError(parsed.error) };
}

/** What was typed into a form: values by the name of the field. */
export type Entries = ReadonlyMap<string, readonly string[]>;

/** The name of an element's field on the page. */
export function fieldName(form: IssueForm, one: FormElement): string {
  return one.id ?? `field-${form.body.indexOf(one)}`;
}

/**
 * The issue's text that GitHub makes of a form: `### Label`, a blank line, the value; `_No response_` for
 * what was left empty; check lists for checkboxes; Markdown elements are not submitted.
 */
export function bodyOf(form: IssueForm, entries: Entries): string {
  return form.body
    .filter((one) => one.type !== 'markdown')
    .map(
      (one) =>
        `### ${one.attributes.label}\n\n${valueOf(one, entries.get(fieldName(form, one)) ?? [])}`,
    )
    .join('\n\n');
}

/** Fields that were left empty although the form requires them (in public repositories). */
export function missingFields(form: IssueForm, entries: Entries): readonly string[] {
  return form.body.flatMap((one) => {
    const given = (entries.get(fieldName(form, one)) ?? []).filter((value) => value.trim() !== '');
    if (one.type === 'markdown') return [];
    if (one.type === 'checkboxes') {
      return one.attributes.options
        .filter((option) => option.required && !given.includes(option.label))
        .map((option) => option.label);
    }
    return one.validations.required && given.length === 0 ? [one.attributes.label] : [];
  });
}

function valueOf(
  one: Exclude<FormElement, { readonly type: 'markdown' }>,
  given: readonly string[],
): string {
  if (one.type === 'checkboxes') {
    return one.attributes.options
      .map(({ label }) => `- [${given.includes(label) ? 'X' : ' '}] ${label}`)
      .join('\n');
  }
  const text = given.filter((value) => value.trim() !== '').join(', ');
  if (text === '') return '_No response_';
  const render = one.type === 'textarea' ? one.attributes.render : undefined;
  return render === undefined ? text : `\`\`\`${render}\n${text}\n\`\`\``;
}
