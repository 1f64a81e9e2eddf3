import { beginAsService } from './config.ts';

beginAsService();
// Loaded only now: what begins again loads nothing twice.
const { run } = await import('./run.ts');
await run();
