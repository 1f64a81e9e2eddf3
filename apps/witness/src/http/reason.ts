/** Why a request of ours came to nothing. `fetch` says no more than that it failed; the reason is behind that. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  // What could not be reached under any of its addresses has a code, and no message.
  for (const reason of [cause?.message, cause?.code, message]) {
    if (reason !== undefined && reason !== '') return reason;
  }
  return String(error);
}
