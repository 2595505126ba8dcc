/** Fills in the issue form on the sandbox's page and submits it, as a browser does. */
import type { Login } from './cast.ts';
import type { Issue } from './person.ts';
import type { Stage } from './stage.ts';

export interface Declaration {
  readonly title: string;
  /** The form's field ids and what is typed or chosen there. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Throws with the page's answer when the form was not taken. */
export async function declareByForm(
  stage: Stage,
  who: Login,
  declaration: Declaration,
): Promise<Issue> {
  const { url, tell } = stage;
  tell.said(who, declaration.title);
  const typed = Object.entries(declaration.fields).map(
    ([id, value]) => [`f:${id}`, value] as [string, string],
  );
  const answer = await fetch(`${url}/acme/incidents/issues`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `acting_as=${who}` },
    body: new URLSearchParams([
      ['template', 'incident.yml'],
      ['title', declaration.title],
      ...typed,
    ]),
  });
  const number = /\/issues\/(\d+)$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (number === undefined) {
    throw new Error(`The form was answered ${String(answer.status)}: ${await answer.text()}`);
  }
  return stage.issue('acme/incidents', Number(number));
}
