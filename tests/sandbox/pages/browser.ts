import type { Stage } from '../stage.ts';

/** The page at the end of all redirects. */
export interface Shown {
  readonly status: number;
  readonly text: string;
  readonly path: string;
}

export interface Browser {
  open(path: string): Promise<Shown>;
  submit(path: string, fields: Record<string, string | readonly string[]>): Promise<Shown>;
}

/** A browser without script: follows redirects, keeps cookies. */
export function browserOf(stage: Stage, as: string): Browser {
  const cookies = new Map([['acting_as', as]]);
  const send = async (path: string, init: RequestInit = {}): Promise<Shown> => {
    const response = await fetch(stage.sandbox.url + path, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return send(location.replace(/#.*$/u, ''));
    return { status: response.status, text: await response.text(), path };
  };
  return {
    open: (path: string) => send(path),
    submit: (path: string, fields: Record<string, string | readonly string[]>) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) {
        for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
      }
      return send(path, { method: 'POST', body });
    },
  };
}
