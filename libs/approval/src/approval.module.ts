import { Module } from '@nestjs/common';
import { ApprovalChallengeController } from './approval-challenge/approval-challenge.controller.ts';
import { ApproveChangeController } from './approve-change/approve-change.controller.ts';
import { ChangesController } from './changes/changes.controller.ts';
import { ProposeChangeController } from './propose-change/propose-change.controller.ts';
import { DescribeChangeController } from './describe-change/describe-change.controller.ts';
import { OpenChangeController } from './open-change/open-change.controller.ts';
import { OverrideChangeController } from './override-change/override-change.controller.ts';
import { RequestChangesController } from './request-changes/request-changes.controller.ts';
import { ReviseChangeController } from './revise-change/revise-change.controller.ts';
import { RejectChangeController } from './reject-change/reject-change.controller.ts';
import { WithdrawChangeController } from './withdraw-change/withdraw-change.controller.ts';

/** How both sides agree. */
@Module({
  controllers: [
    ProposeChangeController,
    ReviseChangeController,
    DescribeChangeController,
    OpenChangeController,
    ApproveChangeController,
    ApprovalChallengeController,
    RequestChangesController,
    RejectChangeController,
    WithdrawChangeController,
    OverrideChangeController,
    ChangesController,
  ],
})
export class ApprovalModule {}
