import type { ApprovalGranted } from '../approval.events.ts';

/** An approval that Keller's passkey signed, as the example of `CredentialRegistered` has it. */
export const SIGNED_APPROVAL: ApprovalGranted = {
  type: 'ApprovalGranted',
  schema: 3,
  data: {
    changeId: 'C-3',
    revision: 2,
    digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
    party: 'p1',
    signature: {
      credentialId: 'jBfuUPi0Z3YR0JOQoujXvMqwrGdPbhJJ79xujVCwKEw',
      authenticatorData: 'WGRic-lsRYdOh8aXXSNtPLRWg3JC9Bufcjcj7FoZHh8FAAAAAQ',
      clientDataJSON:
        'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoibGxFWXRwTUlJbUsxT2x3bG5JWEJFV3ZjYTY0MGpfLThqUGVBZE0wak03UTAyeGNZcmx3dXJEMW5QQTQ1eXZVNiIsIm9yaWdpbiI6Imh0dHBzOi8vb251cy5jb250b3NvLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9',
      signature: 'MEUCIQD590dECeHU5CRZTtAFnvDqHTUdx8kU5JNje9aEj9ClewIgJgq7Vt7YXuZ9-Q22lOx0FRimNZWlNvHdsDSbo7Jf4SY',
      nonce: 'NNsXGK5cLqw9ZzwOOcr1Og',
    },
  },
};
