import { setUpProcess } from './process-settings.ts';

setUpProcess();
// Loaded only now: what begins again loads nothing twice.
const { run } = await import('./run.ts');
await run();
