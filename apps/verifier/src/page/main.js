import { openPage } from './opened-page.js';
import { serveVerification } from './worker.js';

/* One script, two places: in the page it shows what is known; in the worker that the page makes of the same text, it verifies. */

if (typeof document === 'undefined') serveVerification(globalThis);
else openPage(document.currentScript.textContent);
