import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import { passTime } from '../../model/actions/time.ts';
import { findUser } from '../../model/world.ts';
import { moment } from '../parts/time.ts';
import { deliveriesView, deliveryView } from '../views/deliveries.ts';
import { actAs, back, fieldsOf, frameOf, leaveNote, missing, one, page } from '../visit.ts';

/** What GitHub does not have: choosing who to act as, moving the clock, looking into deliveries. */
export function toolRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post('/_acting', async (context) => {
    const fields = await fieldsOf(context);
    const user = findUser(deps.world, one(fields, 'login'));
    if (user !== undefined) actAs(context, user.login);
    return back(context, ownPath(one(fields, 'back')));
  });
  app.post('/_clock', async (context) => {
    const fields = await fieldsOf(context);
    const minutes = Number(one(fields, 'minutes'));
    if (Number.isFinite(minutes) && minutes > 0) {
      // Tokens survive the jump: a visitor wants a later hour, not an App locked out.
      deps.world.clock.advance(minutes * 60_000);
      deps.credentials.postponeExpiry(minutes * 60_000);
      passTime(deps.world);
      leaveNote(
        context,
        `It is now ${moment(deps.world.clock.now())}. An app learns it from the next answer it gets; what fell due appears here within seconds.`,
      );
    }
    return back(context, ownPath(one(fields, 'back')));
  });
  app.get('/_deliveries', (context) => {
    const frame = frameOf(deps, context);
    if (frame === undefined) return context.notFound();
    return page(context, deliveriesView(frame, deps.hooks.deliveries));
  });
  app.get('/_deliveries/:id{\\d+}', (context) => {
    const frame = frameOf(deps, context);
    if (frame === undefined) return context.notFound();
    const delivery = deps.hooks.find(Number(context.req.param('id')));
    if (delivery === undefined) return missing(context, frame);
    return page(context, deliveryView(frame, delivery));
  });
  app.post('/_deliveries/:id{\\d+}/redeliver', (context) => {
    const delivery = deps.hooks.find(Number(context.req.param('id')));
    if (delivery === undefined) return context.notFound();
    const again = deps.hooks.redeliver(delivery);
    leaveNote(context, `Redelivered ${delivery.event} with the same GUID.`);
    return back(context, `/_deliveries/${again.id}`);
  });
  return app;
}

/** Only paths of the sandbox itself, so that a forged form leads nowhere else. */
function ownPath(path: string): string {
  return /^\/(?![/\\])/u.test(path) ? path : '/';
}
