/** Where a policy file lies, in whatever repository. */
export const POLICY_PATH = '.github/norepeat.yml';
