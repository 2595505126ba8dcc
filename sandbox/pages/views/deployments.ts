import type { Deployment } from '../../model/records/deployments.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { commitPath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { layout } from '../parts/layout.ts';
import { personLink } from '../parts/person.ts';
import { ago } from '../parts/time.ts';

/** What was deployed where, newest first. */
export function deploymentsView(frame: Frame, repository: Repository): string {
  const deployments = [...repository.deployments.values()].toSorted((a, b) => b.id - a.id);
  return layout(frame, {
    title: `Deployments · ${fullName(repository)}`,
    live: true,
    repository,
    body: html`
      <h1 class="f3 mb-3">Deployments</h1>
      <section class="box" aria-label="Deployments">
        ${
          deployments.length === 0
            ? html`<div class="empty">Nothing was deployed yet.</div>`
            : deployments.map((deployment) => line(frame, repository, deployment))
        }
      </section>
    `,
  });
}

function line(frame: Frame, repository: Repository, deployment: Deployment): Html {
  const { environment, ref, sha, creator, createdAt } = deployment;
  return html`<div class="line row">
    <strong>${environment}</strong>
    <span class="pill">${deployment.statuses.at(-1)?.state ?? 'pending'}</span>
    <span>
      <code>${ref}</code> at
      <a href="${commitPath(repository, sha)}"><code>${sha.slice(0, 7)}</code></a>
    </span>
    <span class="push muted small">${personLink(creator)} deployed ${ago(frame, createdAt)}</span>
  </div>`;
}
