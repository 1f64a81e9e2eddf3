import { randomUUID } from 'node:crypto';
import { toSeal } from '#kernel/sealed';

/** What a caller submits in every write: evidence for a task, as a collector would. Its entry has about 620 bytes. */
export const evidence = (number: number) => ({
  type: 'SubmitEvidence' as const,
  data: {
    ref: TASK,
    digest: `sha256:${number.toString(16).padStart(64, '0')}`,
    size: 48_213,
    mediaType: 'application/json',
    title: toSeal(TITLE),
  },
});

export const TITLE = 'Security event log review of the day';

export const TASK = 'LOG-03';

/** Who writes. */
export const ACTOR = { member: 'm3', party: 'p1', kind: 'person', onBehalfOf: null, auth: 'local' } as const;

/** The same fact as the peers get it: an event with the data and the metadata that an entry of ours has, of the same length. */
export function evidenceEvent(number: number) {
  const commandId = randomUUID();
  return {
    type: 'EvidenceSubmitted',
    data: {
      digest: `sha256:${number.toString(16).padStart(64, '0')}`,
      evidenceId: `e${number}`,
      mediaType: 'application/json',
      size: 48_213,
      taskId: 't4',
      title: { sealed: 'WTgV3Zf3TQf8yWyyjIksHT2bDAjQXHQfv2Zc-1y4l3k' },
    },
    metadata: {
      actor: ACTOR,
      command: { body: BODY, causation: null, correlation: commandId, id: commandId },
      recordedAt: new Date().toISOString(),
      schema: 1,
    },
  };
}

const BODY = '7d5a2b0a53ee80f0ca7e3ab6b2e3d4c6e1f5b7a99b8c7d6e5f4a3b2c1d0e9f8a';
