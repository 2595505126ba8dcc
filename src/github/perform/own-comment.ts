import type { AppIdentity } from '../../flow/ports/app-identity.ts';

interface Page {
  readonly per_page: number;
  readonly page: number;
}

interface Listed {
  readonly data: readonly {
    readonly user?: { readonly login: string } | null;
    readonly body?: string;
  }[];
}

/** Whether a comment of the app begins with the marker, among all that are listed page by page. */
export async function findOwnComment(
  self: AppIdentity,
  marker: string,
  list: (page: Page) => Promise<Listed>,
): Promise<boolean> {
  for (let page = 1; ; page += 1) {
    const { data } = await list({ per_page: 100, page });
    const isThere = data.some(
      ({ user, body }) =>
        user?.login.toLowerCase() === `${self.slug}[bot]`.toLowerCase() &&
        body?.startsWith(marker) === true,
    );
    if (isThere || data.length < 100) return isThere;
  }
}
