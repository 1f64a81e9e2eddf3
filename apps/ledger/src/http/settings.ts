/** How the service behaves towards those who wait. */
export interface ServiceSettings {
  /** How long a read waits for the position that it asks for, in milliseconds. */
  readonly positionWaitMs: number;
  /** How long a feed may be silent, in milliseconds. */
  readonly heartbeatMs: number;
  /** How long accepted requests may take once the service is closing, in milliseconds. */
  readonly graceMs: number;
}

/** What the settings are injected as. */
export const SETTINGS = Symbol('settings');

export const USUAL_SETTINGS: ServiceSettings = {
  positionWaitMs: 5_000,
  heartbeatMs: 15_000,
  graceMs: 10_000,
};
