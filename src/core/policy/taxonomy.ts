/** Words for what broke, before a policy says its own: few enough to choose from at the end of a long night. */
export const BUILT_IN_CAUSES: readonly string[] = [
  'change',
  'configuration',
  'bug',
  'capacity',
  'dependency',
  'infrastructure',
  'data',
  'security',
  'procedure',
  'unknown',
];
