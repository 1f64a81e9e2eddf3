import { Module } from '@nestjs/common';
import { ApproveChangeController } from './approve-change/approve-change.controller.ts';
import { ChangesController } from './changes/changes.controller.ts';
import { ProposeChangeController } from './propose-change/propose-change.controller.ts';
import { RejectChangeController } from './reject-change/reject-change.controller.ts';
import { WithdrawChangeController } from './withdraw-change/withdraw-change.controller.ts';

/** How both sides agree. */
@Module({
  controllers: [
    ProposeChangeController,
    ApproveChangeController,
    RejectChangeController,
    WithdrawChangeController,
    ChangesController,
  ],
})
export class ApprovalModule {}
