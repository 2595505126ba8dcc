import { z } from 'zod';
import { WORDS } from '../words.ts';
import { glob, list, optional, section, word } from './parts.ts';

const service = section(
  optional({
    team: word(WORDS.team, 'The GitHub team that owns the service.'),
    repositories: list(
      glob(WORDS.repositoryGlob, 'A repository.'),
      { most: 100, what: 'repositories' },
      'Repositories that belong to the service as a whole.',
    ),
    paths: list(
      glob(WORDS.pathGlob, 'Part of a repository.'),
      { most: 100, what: 'paths' },
      'Parts of shared repositories that belong to the service.',
    ),
    responders: list(
      word(WORDS.login, 'A GitHub login.'),
      { most: 10, what: 'logins' },
      'People who are mentioned and assigned when an incident of the service is declared.',
    ),
    runbook: word(WORDS.url, 'What to do when the service is in trouble.'),
    dashboard: word(WORDS.url, 'Where one sees how the service is.'),
  }),
  'One service: who owns it, what belongs to it, whom to call.',
);

export const services = z
  .record(word(WORDS.serviceId, 'As in the label service:checkout.'), service, {
    error: 'a map of services, such as checkout: { team: acme/payments }',
  })
  .describe('The catalog of services that can be affected by incidents.');

export type ServiceText = z.infer<typeof service>;
