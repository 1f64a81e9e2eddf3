/** What the document of a snapshot is sent as: its bytes count, and a reader of JSON would not keep them. */
export const SNAPSHOT_MEDIA_TYPE = 'application/vnd.onus.matrix-snapshot+json';
