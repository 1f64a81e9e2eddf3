import type { DomainEvent } from '#kernel/event';
import type { Sealed } from '#kernel/sealed';
import type { Mention, Named } from '../views.ts';

/** An event as it is told: who recorded it when, and what it says. */
export interface Told<E extends DomainEvent> {
  readonly mention: Mention;
  readonly event: E extends DomainEvent ? Pick<E, 'type' | 'data'> : never;
}

/** What is needed to tell of events: opened texts, and names. */
export interface Teller {
  /** Null where the text was erased, or is not for whoever asks. */
  readonly open: (text: Sealed) => string | null;
  readonly member: (id: string) => Named | null;
}

/** The events of these types among others, in order. */
export function ofType<E extends DomainEvent, T extends E['type']>(
  told: readonly Told<E>[],
  type: T,
): readonly { readonly mention: Mention; readonly data: Extract<E, { readonly type: T }>['data'] }[] {
  return told.flatMap(({ mention, event }) => (event.type === type ? [{ mention, data: event.data as never }] : []));
}
