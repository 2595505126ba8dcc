/** The moments between a program and the sandbox, to do something at exactly one of them. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sandbox } from '../../../../sandbox/start.ts';

/**
 * Where in a request: it never arrived, it was performed and the answer got lost, or the answer was just
 * sent, which leaves what the program does with it.
 */
export const PHASES = ['never arrived', 'answer lost', 'answered'] as const;
export type Phase = (typeof PHASES)[number];

export interface Moment {
  /** From 1. */
  readonly request: number;
  readonly phase: Phase;
}

export interface Watch {
  /** What arrived so far, by method and path. */
  readonly seen: readonly string[];
  readonly stop: () => void;
}

const START = 'http.server.request.start';
const FINISH = 'http.server.response.finish';

interface Message {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Counts API requests that come to the sandbox from now on, and calls `act` synchronously at the moment.
 * To be begun while nobody but the program asks for anything.
 */
export function watch({ port, control }: Sandbox, moment: Moment | null, act: () => void): Watch {
  const seen: string[] = [];
  let awaited: IncomingMessage | null = null;
  const mend =
    moment === null || moment.phase === 'answered'
      ? () => undefined
      : control.inject({
          skip: moment.request - 1,
          times: 1,
          effect: { kind: moment.phase === 'never arrived' ? 'reset' : 'lost-answer' },
        });
  const onStart = (message: unknown): void => {
    const { request } = message as Message;
    const { method = '', url = '' } = request;
    if (request.socket.localPort !== port || !url.startsWith('/api/')) return;
    if (seen.push(`${method} ${url}`) !== moment?.request) return;
    awaited = request;
    if (moment.phase === 'never arrived') act();
    if (moment.phase === 'answer lost') request.socket.once('close', act);
  };
  const onFinish = (message: unknown): void => {
    if ((message as Message).request === awaited && moment?.phase === 'answered') act();
  };
  subscribe(START, onStart);
  subscribe(FINISH, onFinish);
  return {
    seen,
    stop: () => {
      mend();
      unsubscribe(START, onStart);
      unsubscribe(FINISH, onFinish);
    },
  };
}
