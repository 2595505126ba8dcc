/** The branch on which the postmortem of the incident with this number is written, in its repository. */
export function postmortemBranch(incident: number): string {
  return `norepeat/postmortem-${String(incident)}`;
}

/** The number of the incident whose postmortem is written on this branch. */
export function incidentOfBranch(branch: string): number | undefined {
  const digits = /^norepeat\/postmortem-([1-9]\d{0,8})$/.exec(branch)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
