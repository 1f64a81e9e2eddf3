import type { RegisterCredential } from '#engagement/domain/engagement.commands';
import type { ApprovalGranted } from '../approval.events.ts';

/** An approval of the form that was signed once, by Keller's passkey, as the example of `CredentialRegistered` has it. */
export const FIRST_SIGNED_APPROVAL: ApprovalGranted = {
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

/** A newer passkey of Keller's. */
export const REGISTERED: RegisterCredential['data'] = {
  credentialId: 'mOSIPhdbqxURpnb0GU-rmjuqLwWOuJu-3ss71LiADV4',
  publicKey: 'pAEBAycgBiFYIBRNbuFeknZXAN8jPEPQTmoWQrP3EHnQM0R3eJADzVqZ',
  algorithm: 'EdDSA',
  rpId: 'contoso.example',
  origin: 'https://onus.contoso.example',
};

/** An approval that it signed: in which ledger, and in Keller's own right. */
export const SIGNED_APPROVAL: ApprovalGranted = {
  type: 'ApprovalGranted',
  schema: 4,
  data: {
    changeId: 'C-3',
    revision: 2,
    digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
    party: 'p1',
    signature: {
      credentialId: REGISTERED.credentialId,
      authenticatorData: 'WGRic-lsRYdOh8aXXSNtPLRWg3JC9Bufcjcj7FoZHh8FAAAAAQ',
      clientDataJSON:
        'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiWDdkOTlSQkYtQmlheEIxbUFENEVVeW15WDVfOUpFVHZjSGRsS2JWbzY5dyIsIm9yaWdpbiI6Imh0dHBzOi8vb251cy5jb250b3NvLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9',
      signature: 'O-jXIXBA-nl0x6ycC99FeVtB5tLd5rxvEmuHd5KtihOYFPDlA7uV2jK1AxmeFhJBZO8iFdP66Ctkl-HgpaF3CA',
      nonce: 'iz46ckatacK5lLgMgr-DBA',
      ledger: 'onus.example/engagements/01981f2e-6a52-7c3d-9e41-0a5b7c9d1e2f',
    },
  },
};
