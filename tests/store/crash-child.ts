/**
 * The inbox, the queue and the server as a program of its own, to be killed. Each job writes one line to
 * the file of effects. Arguments: data folder, file of effects, port.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantOf } from '../../src/core/time.ts';
import { createLog } from '../../src/config/log.ts';
import { formatKey, type JobKey } from '../../src/flow/ports/job-key.ts';
import { startServer } from '../../src/http/server.ts';
import { createWorker, USUAL_SETTINGS } from '../../src/queue/worker.ts';
import { keepInbox } from '../../src/store/inbox.ts';
import { keepJobs } from '../../src/store/jobs.ts';
import { openStore } from '../../src/store/open.ts';
import { PRIVATE_KEY, SECRET } from '../http/credentials.ts';

const [directory = '', effects = '', port = ''] = process.argv.slice(2);

const opened = await openStore(directory);
if (opened.kind === 'locked') throw new Error('the data folder is locked');
const now = (): number => Date.now();
const jobs = keepJobs(opened.store.db, { clock: { now: () => instantOf(Date.now()) }, now });
const inbox = keepInbox(opened.store.db, { now, announce: jobs.announce });
await jobs.releaseAll();

const worker = createWorker({
  table: jobs,
  run: async ({ key }) => {
    await sleep(Math.random() * 20);
    appendFileSync(effects, `${formatKey(key)}\n`);
    await sleep(Math.random() * 20);
  },
  observe: () => undefined,
  settings: USUAL_SETTINGS,
  now,
  random: Math.random,
});
jobs.onMarked(worker.wake);
worker.start();

await startServer({
  host: '127.0.0.1',
  port: Number(port),
  appId: 1,
  privateKey: PRIVATE_KEY,
  webhookSecret: SECRET,
  webhookProxyUrl: null,
  log: createLog('fatal'),
  receive: async ({ guid, event, action, installation, payload }) => {
    const { number } = (payload as { issue: { number: number } }).issue;
    const key: JobKey = {
      kind: 'incident',
      issue: { repo: { owner: 'acme', name: 'incidents' }, number },
    };
    await inbox.accept({
      guid,
      event,
      action,
      installation,
      heard: { keys: [key], intent: null, glimpses: [], request: null },
    });
  },
  health: { problems: async () => ((await inbox.unfinished()).count === 0 ? [] : ['busy']) },
  metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
});
