/** Bytes of a JSON body: an append has at most 1 MiB, and nothing of it is longer in a request. */
export const JSON_LIMIT = 1_048_576;

/** Bytes of a file that is imported, or of a list of questions. */
export const FILE_LIMIT = 64 * 1_048_576;
