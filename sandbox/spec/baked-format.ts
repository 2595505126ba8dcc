/** The shape of `baked/github.json.gz`: what the bake script writes and `description.ts` reads. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

export type BakedParameter = {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
};

export type BakedBody = { readonly required: boolean; readonly schema: JsonSchema };

export type BakedOperation = {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As GitHub writes it, e.g. `/repos/{owner}/{repo}/issues`. */
  readonly path: string;
  readonly parameters: readonly BakedParameter[];
  readonly body: BakedBody | null;
  /** Schema of the JSON answer by status; `null` where GitHub describes an answer without a JSON body. */
  readonly answers: Readonly<Record<string, JsonSchema | null>>;
  readonly documentation: string;
};

export type BakedDescription = {
  readonly source: {
    readonly package: string;
    readonly version: string;
    readonly licence: string;
  };
  readonly operations: readonly BakedOperation[];
  /** Payload schemas by event, then by action; events without actions use the empty string. */
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  /** Everything that a `$ref` of the above names, as `github#/schemas/<name>`. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
};
