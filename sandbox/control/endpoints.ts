import { Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../http/context.ts';
import { faultOf } from '../http/faults.ts';
import type { Http } from '../http/server.ts';
import type { Delivery } from '../webhooks/hook-log.ts';
import type { Control } from './control.ts';
import { registrationOf } from './registration.ts';
import { seedOf } from './seed.ts';

const idsOf = z.strictObject({ ids: z.array(z.int()) });

/**
 * `/_sandbox/*`: the controls for another process. Bodies and answers are JSON; a malformed body is 400,
 * what the control refuses is 422, both with `{ "error": … }`.
 */
export function controlEndpoints(deps: Deps, control: Control): Hono<Http> {
  const app = new Hono<Http>();
  const { world } = deps;

  app.get('/', (context) =>
    context.json({
      now: new Date(world.clock.now()).toISOString(),
      site: deps.site(),
      deliveries: control.deliveries().length,
      held: control.held().length,
      complaints: control.complaints(),
    }),
  );
  app.post('/apps', async (context) => {
    const body = registrationOf.parse(await context.req.json());
    const { app: made, hook } = control.registerApp(body);
    return context.json({ id: made.id, slug: made.slug, hookId: hook?.id ?? null }, 201);
  });
  app.post('/seed', async (context) => {
    control.seed(seedOf.parse(await context.req.json()));
    return context.json({ ok: true }, 201);
  });
  app.post('/tokens', async (context) => {
    const { login } = z.strictObject({ login: z.string() }).parse(await context.req.json());
    return context.json({ token: control.userToken(login) }, 201);
  });
  app.post('/clock', async (context) => {
    const body = z
      .strictObject({ advanceMilliseconds: z.number(), expireTokens: z.boolean().optional() })
      .parse(await context.req.json());
    const { advanceMilliseconds, expireTokens = false } = body;
    control.moveClock(advanceMilliseconds, { expireTokens });
    return context.json({ now: new Date(world.clock.now()).toISOString() });
  });
  app.post('/faults', async (context) => {
    control.inject(faultOf.parse(await context.req.json()));
    return context.json({ ok: true }, 201);
  });
  app.delete('/faults', (context) => {
    control.clearFaults();
    return context.json({ ok: true });
  });
  app.post('/limits', async (context) => {
    const body = z
      .strictObject({
        enabled: z.boolean().optional(),
        primary: z.union([z.int().positive(), z.null()]).optional(),
        secondary: z.boolean().optional(),
        searchLag: z.number().nonnegative().optional(),
      })
      .parse(await context.req.json());
    const { enabled, primary, secondary, searchLag } = body;
    if (enabled !== undefined) control.limits({ enabled });
    if (primary !== undefined) control.limits({ primary });
    if (secondary !== undefined) control.limits({ secondary });
    if (searchLag !== undefined) control.setSearchLag(searchLag);
    return context.json({ ok: true });
  });
  deliveryEndpoints(app, control);
  app.onError((error, context) => {
    const status = error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 422;
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return context.json({ error: message }, status);
  });
  return app;
}

function deliveryEndpoints(app: Hono<Http>, control: Control): void {
  app.get('/deliveries', (context) => context.json(control.deliveries().map(deliveryJson)));
  app.get('/deliveries/held', (context) => context.json(control.held().map(deliveryJson)));
  app.post('/deliveries/hold', (context) => {
    control.hold();
    return context.json({ ok: true });
  });
  app.post('/deliveries/send', (context) => {
    control.send();
    return context.json({ ok: true });
  });
  app.post('/deliveries/release', async (context) => {
    const text = await context.req.text();
    if (text === '') control.releaseAll();
    else control.release(idsOf.parse(JSON.parse(text)).ids);
    return context.json({ ok: true });
  });
  app.post('/deliveries/drop', async (context) => {
    control.drop(idsOf.parse(await context.req.json()).ids);
    return context.json({ ok: true });
  });
  app.post('/deliveries/:id/redeliver', (context) => {
    return context.json(deliveryJson(control.redeliver(Number(context.req.param('id')))), 202);
  });
  app.post('/idle', async (context) => {
    await control.idle();
    return context.json({ ok: true });
  });
}

function deliveryJson(delivery: Delivery): Record<string, unknown> {
  const { payload, ...rest } = delivery;
  return { ...rest, payload: JSON.parse(payload) as unknown };
}
