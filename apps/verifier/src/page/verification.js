import { judged } from './judging.js';

/** Lets the page be drawn before the work begins. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

/**
 * Verifies two files in a worker, so that the page goes on to be drawn and to be stopped. Where the browser refuses workers that are
 * made of a text (some do for pages that are opened from a disk), it is done here, and the page stands still meanwhile.
 * Gives how to end it: nothing is told afterwards.
 *
 * `script` is the text of the script of this page; `told` has `progress(done, of)` and `judged({ kind, words })`.
 */
export function beginVerification(script, { pack, policy }, told) {
  const files = { pack, policy };
  let ended = false;
  let worker;
  const end = () => {
    ended = true;
    worker?.terminate();
  };
  const conclude = (verdict) => {
    if (ended) return;
    end();
    told.judged(verdict);
  };
  const here = async () => {
    await drawn();
    if (!ended) conclude(await judged(files));
  };
  worker = startedWorker(script, {
    refused: here,
    begun: () => worker.postMessage(files),
    progress: ({ done, of }) => ended || told.progress(done, of),
    judged: ({ verdict }) => conclude(verdict),
    failed: (why) => conclude({ kind: 'unreadable', words: `The verifier gave up: ${why}` }),
  });
  return end;
}

/** A worker that runs the script of the page; undefined, and `refused` is told, where the browser has none. */
function startedWorker(script, told) {
  let begun = false;
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    worker.addEventListener('message', ({ data }) => {
      begun = true;
      told[data.is](data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (begun) told.failed(event.message ?? 'its worker ended');
      else told.refused();
    });
    worker.addEventListener('messageerror', () => told.failed('the files could not be handed over'));
    return worker;
  } catch {
    void told.refused();
    return undefined;
  } finally {
    // The worker is started from the text by now, or never.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}
