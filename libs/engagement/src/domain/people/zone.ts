/** Whether a text is the name of a time zone (IANA). */
export function isZone(zone: string): boolean {
  try {
    // Offsets such as "+01:00" pass as zones too; a contract's zone has a name.
    return /^[A-Za-z]/.test(zone) && Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone) !== undefined;
  } catch {
    return false;
  }
}
