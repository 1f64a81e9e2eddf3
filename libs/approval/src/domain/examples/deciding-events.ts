import type { ExamplesOf } from '#kernel/event';
import type { ApprovalEvent } from '../approval.events.ts';
import { STRICTER, type drafting } from './drafting-events.ts';
import { FIRST_SIGNED_APPROVAL, SIGNED_APPROVAL } from './signed-approval.ts';
import { FIRST_DIGEST, type firstForm } from './first-form.ts';

/** How changes are decided, of either form. */
export const deciding: Omit<ExamplesOf<ApprovalEvent>, keyof typeof drafting | keyof typeof firstForm> = {
  ChangesRequested: [
    {
      type: 'ChangesRequested',
      schema: 1,
      data: {
        changeId: 'C-3',
        revision: 2,
        digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
        party: 'p2',
        reason: { sealed: 'I3NfvKsEpilIhyzTUtwd-DLixbzLRU_tGgq8JO9BMR4' },
      },
    },
  ],
  ApprovalGranted: [
    { type: 'ApprovalGranted', schema: 1, data: { changeId: 'C-1', digest: FIRST_DIGEST, side: 'provider' } },
    { type: 'ApprovalGranted', schema: 1, data: { changeId: 'C-1', digest: FIRST_DIGEST, side: 'client' } },
    {
      type: 'ApprovalGranted',
      schema: 2,
      data: {
        changeId: 'C-3',
        revision: 2,
        digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
        party: 'p1',
      },
    },
    {
      type: 'ApprovalGranted',
      schema: 2,
      data: {
        changeId: 'C-3',
        revision: 2,
        digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
        party: 'p2',
      },
    },
    {
      type: 'ApprovalGranted',
      schema: 2,
      data: {
        changeId: 'C-4',
        revision: 1,
        digest: 'cc7b4be0b05789112a8be1432ea15c13bad85fe44e042d6a95dfd39ec44ee256',
        party: 'p1',
      },
    },
    {
      type: 'ApprovalGranted',
      schema: 2,
      data: {
        changeId: 'C-4',
        revision: 1,
        digest: 'cc7b4be0b05789112a8be1432ea15c13bad85fe44e042d6a95dfd39ec44ee256',
        party: 'p2',
      },
    },
    {
      type: 'ApprovalGranted',
      schema: 2,
      data: {
        changeId: 'C-6',
        revision: 1,
        digest: 'f5113da01124cab90e219308418067a3a1803f8dc8dc8553e6b76511ddd0b228',
        party: 'p1',
      },
    },
    FIRST_SIGNED_APPROVAL,
    SIGNED_APPROVAL,
  ],
  ChangeAgreed: [
    { type: 'ChangeAgreed', schema: 1, data: { changeId: 'C-1', digest: FIRST_DIGEST, approvals: [19, 20] } },
    {
      type: 'ChangeAgreed',
      schema: 2,
      data: {
        changeId: 'C-3',
        revision: 2,
        digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
        approvals: [31, 32],
      },
    },
    {
      type: 'ChangeAgreed',
      schema: 2,
      data: {
        changeId: 'C-4',
        revision: 1,
        digest: 'cc7b4be0b05789112a8be1432ea15c13bad85fe44e042d6a95dfd39ec44ee256',
        approvals: [39, 40],
      },
    },
    {
      type: 'ChangeAgreed',
      schema: 2,
      data: {
        changeId: 'C-6',
        revision: 1,
        digest: 'f5113da01124cab90e219308418067a3a1803f8dc8dc8553e6b76511ddd0b228',
        approvals: [54],
        deemed: [55],
      },
    },
  ],
  PolicyAdopted: [{ type: 'PolicyAdopted', schema: 1, data: { changeId: 'C-4', policy: STRICTER } }],
  EmergencyTookEffect: [
    {
      type: 'EmergencyTookEffect',
      schema: 1,
      data: {
        changeId: 'C-5',
        digest: '7f40bc07248f43fa9b33ae2414e2c4292ad4506683284e3a63aba7bac91df2dc',
        ratifyBy: '2026-03-04T09:03:00Z',
      },
    },
  ],
  ChangeRejected: [
    {
      type: 'ChangeRejected',
      schema: 1,
      data: { changeId: 'C-2', side: 'client', reason: { sealed: 'Zvxu3-VxRCCGZsN2UirdVMHSxiu2acYa2n_yxcDXq8s' } },
    },
    {
      type: 'ChangeRejected',
      schema: 2,
      data: {
        changeId: 'C-5',
        revision: 1,
        digest: '7f40bc07248f43fa9b33ae2414e2c4292ad4506683284e3a63aba7bac91df2dc',
        party: 'p2',
        reason: { sealed: 'Zvxu3-VxRCCGZsN2UirdVMHSxiu2acYa2n_yxcDXq8s' },
      },
    },
  ],
  ApproversReminded: [{ type: 'ApproversReminded', schema: 1, data: { changeId: 'C-6', members: ['m4', 'm6', 'm8'] } }],
  ChangeEscalated: [{ type: 'ChangeEscalated', schema: 1, data: { changeId: 'C-6', to: 'owner', members: ['m3'] } }],
  AcceptanceDeemed: [
    {
      type: 'AcceptanceDeemed',
      schema: 1,
      data: {
        changeId: 'C-6',
        digest: 'f5113da01124cab90e219308418067a3a1803f8dc8dc8553e6b76511ddd0b228',
        party: 'p2',
        silentSince: '2026-03-01T09:04:00Z',
      },
    },
  ],
  ChangeSuperseded: [{ type: 'ChangeSuperseded', schema: 1, data: { changeId: 'C-7', supersededBy: 'C-8' } }],
  OverrideRequested: [
    {
      type: 'OverrideRequested',
      schema: 1,
      data: {
        changeId: 'C-8',
        digest: 'a91ee55bbb5756b0212d1678bcc2ef318b842018b211b83e5b7342d9feffc446',
        reason: { sealed: 'wJMdVt4hUIOsu-yc-j3JkrOBcabdS1rHS14FMAEvDb4' },
        characters: 52,
      },
    },
  ],
  ChangeOverridden: [
    {
      type: 'ChangeOverridden',
      schema: 1,
      data: {
        changeId: 'C-8',
        digest: 'a91ee55bbb5756b0212d1678bcc2ef318b842018b211b83e5b7342d9feffc446',
        requested: 65,
      },
    },
  ],
  RetentionAdopted: [
    {
      type: 'RetentionAdopted',
      schema: 1,
      data: { changeId: 'C-8', retention: { entriesYears: 10, basis: 'HGB 257' } },
    },
  ],
  ApprovalImpossible: [
    { type: 'ApprovalImpossible', schema: 1, data: { changeId: 'C-9', party: 'p1', needed: 1, possible: 0 } },
  ],
  ChangeExpired: [{ type: 'ChangeExpired', schema: 1, data: { changeId: 'C-9', expiredAt: '2026-03-26T09:05:00Z' } }],
  ChangeWithdrawn: [{ type: 'ChangeWithdrawn', schema: 1, data: { changeId: 'C-2' } }],
};
