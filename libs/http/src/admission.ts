import type { Caller, Visit } from './request.ts';

/** Whether somebody who was let in would be let in now. For what takes its time: keys are revoked meanwhile, and members leave. */
export interface Admission {
  check(caller: Caller, visit: Visit): Promise<boolean>;
}

/** What it is injected as. */
export const ADMISSION = Symbol('admission');
