/** On the pull request, as on the incident; the labels of the repository are kept by the incident's job. */
export const OPEN_LABEL = 'postmortem:open';
export const PUBLISHED_LABEL = 'postmortem:published';
