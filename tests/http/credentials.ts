/** What the app needs to start, made for the tests. */
import { generateKeyPairSync } from 'node:crypto';

export const SECRET = 'a secret that is long enough';

/** Generated anew in each process: nothing here signs anything that another one checks. */
export const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
