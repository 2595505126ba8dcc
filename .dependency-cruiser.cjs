/** The walls of ARCHITECTURE.md: imports run downwards only. */
const room = (name) => `^src/${name}/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-imports-core',
      comment: 'The core is pure: only itself and pure Markdown, glob, time and search libraries.',
      severity: 'error',
      from: { path: room('core') },
      to: {
        pathNot: [
          room('core'),
          '^node_modules/(mdast|micromark|unified|remark|unist|luxon|picomatch|fastest-levenshtein|minisearch|@types)',
        ],
      },
    },
    {
      name: 'flow-imports-core',
      severity: 'error',
      from: { path: room('flow') },
      to: { path: '^src/', pathNot: [room('flow'), room('core')] },
    },
    {
      name: 'flow-does-no-io',
      severity: 'error',
      from: { path: room('flow') },
      to: { dependencyTypes: ['core'] },
    },
    ...['github', 'store', 'queue', 'http', 'config'].map((name) => ({
      name: `${name}-implements-ports`,
      comment: 'Adapters know the ports of flow and the types of core, never each other.',
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/', pathNot: [room(name), room('core'), '^src/flow/ports/'] },
    })),
    {
      name: 'only-main-wires',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((cli|main|run)\\.ts$|wire/)' },
      to: { path: '^src/((main|cli|run)\\.ts$|wire/)' },
    },
    {
      name: 'sandbox-stands-apart',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'src-knows-no-sandbox',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sandbox|tests|bench|scripts)/' },
    },
    {
      name: 'no-dev-packages-in-production',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types' },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
