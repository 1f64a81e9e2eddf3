import { KurrentTestServer } from '#test/kurrentdb-server/server';
import type { Open } from '../harness/contender.ts';

/** The server of the tests, in a process of its own: what it was set up as is where it is reached. A job forgets its calls. */
export const open: Open<object, null, null> = async () => {
  const server = await KurrentTestServer.start();
  return {
    setup: server.url,
    run: () => {
      server.calls.length = 0;
      return Promise.resolve(null);
    },
    close: () => server.stop(),
  };
};
