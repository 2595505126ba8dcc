import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import { escapeHtml } from '../html.ts';

/** Style sheets, the two scripts and what draws Mermaid, the icon and drawn avatars. */
export function assetRoutes(deps: Deps): Hono {
  const require = createRequire(import.meta.url);
  const primer = lazily(() => readFileSync(require.resolve('@primer/css/dist/primer.css'), 'utf8'));
  const own = lazily(() => readFileSync(new URL('../assets/sandbox.css', import.meta.url), 'utf8'));
  const live = lazily(() => readFileSync(new URL('../assets/live.js', import.meta.url), 'utf8'));
  const charts = lazily(() =>
    readFileSync(new URL('../assets/charts.js', import.meta.url), 'utf8'),
  );
  const mermaid = lazily(() =>
    readFileSync(require.resolve('mermaid/dist/mermaid.min.js'), 'utf8'),
  );
  const js = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=300' };
  const css = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' };
  const svg = { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=300' };
  const app = new Hono();
  app.get('/_assets/primer.css', (context) => context.body(primer(), 200, css));
  app.get('/_assets/sandbox.css', (context) => context.body(own(), 200, css));
  app.get('/_assets/live.js', (context) => context.body(live(), 200, js));
  app.get('/_assets/charts.js', (context) => context.body(charts(), 200, js));
  app.get('/_assets/mermaid.js', (context) => context.body(mermaid(), 200, js));
  app.get('/_assets/icon.svg', (context) => context.body(avatar('G', 210), 200, svg));
  app.get('/_assets/avatars/:file{\\d+\\.svg}', (context) => {
    const id = Number.parseInt(context.req.param('file'), 10);
    const account = deps.world.state.accounts.get(id);
    if (account === undefined) return context.notFound();
    return context.body(
      avatar(account.login.slice(0, 1).toUpperCase(), (id * 137) % 360),
      200,
      svg,
    );
  });
  return app;
}

/** A letter on a colour. */
function avatar(letter: string, hue: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 45%)"/><text x="20" y="27" font-family="sans-serif" font-size="20" font-weight="600" fill="#fff" text-anchor="middle">${escapeHtml(letter)}</text></svg>`;
}

function lazily(read: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= read());
}
