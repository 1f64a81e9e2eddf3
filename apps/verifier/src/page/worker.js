import { judged } from './judging.js';

/** Verifies once: two files come in, progress and a verdict go out. The first message says that the browser let the worker live at all. */
export function serveVerification(scope) {
  scope.addEventListener('message', async ({ data }) => {
    const verdict = await judged(data, (done, of) => scope.postMessage({ is: 'progress', done, of }));
    scope.postMessage({ is: 'judged', verdict });
  });
  scope.postMessage({ is: 'begun' });
}
