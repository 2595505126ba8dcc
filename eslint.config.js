import tseslint from 'typescript-eslint';

const pureCore = {
  'no-restricted-globals': [
    'error',
    ...['process', 'Buffer', 'setTimeout', 'setInterval', 'fetch', 'console', 'performance'].map(
      (name) => ({ name, message: 'The core is pure: take what you need as an argument.' }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time is an argument in the core.' },
    { object: 'Math', property: 'random', message: 'Chance is an argument in the core.' },
    { object: 'crypto', property: 'randomUUID', message: 'Ids are arguments in the core.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Time is an argument in the core.',
    },
    {
      selector:
        'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
      message: 'Time is an argument in the core.',
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'sandbox/spec/baked',
      'sandbox/pages/assets',
      '*.config.js',
      '*.cjs',
      'data',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-params': ['error', 4],
      complexity: ['error', 20],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/core/**/*.ts'], rules: pureCore },
  {
    // Test names are sentences; fixtures may be long tables.
    files: ['tests/**/*.ts', 'bench/**/*.ts', '*.config.ts'],
    rules: {
      'max-lines': 'off',
      'no-restricted-exports': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name="fc"][callee.property.name="assert"]:not([arguments.1.callee.name="runs"])',
          message:
            'How often a property runs, and from which seed, says runs() of support/properties.',
        },
      ],
    },
  },
);
