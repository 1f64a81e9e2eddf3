import type { Effective, Known, PointInTime } from '#answers/point-in-time';
import type { Query } from './http-connection.ts';

/** The address of an engagement. */
export const at = (slug: string): string => `/v1/engagements/${encodeURIComponent(slug)}`;

export const effectiveText = (effective: Effective): string => ('day' in effective ? effective.day : effective.at);

export const knownText = (known: Known | undefined): string | undefined =>
  known === undefined ? undefined : 'at' in known ? known.at : String(known.treeSize);

export const pointQuery = ({ effective, known }: PointInTime): Query => ({
  effective: effectiveText(effective),
  known: knownText(known),
});
