import { Module } from '@nestjs/common';
import { AddMembersController } from './add-members/add-members.controller.ts';
import { AddPartyController } from './add-party/add-party.controller.ts';
import { ChangeRolesController } from './change-roles/change-roles.controller.ts';
import { EngagementsController } from './engagements/engagements.controller.ts';
import { MeController } from './me/me.controller.ts';
import { MembersController } from './members/members.controller.ts';
import { OpenEngagementController } from './open-engagement/open-engagement.controller.ts';
import { PartiesController } from './parties/parties.controller.ts';
import { RemoveMemberController } from './remove-member/remove-member.controller.ts';

/** Who takes part in an engagement. */
@Module({
  controllers: [
    OpenEngagementController,
    EngagementsController,
    AddPartyController,
    PartiesController,
    AddMembersController,
    MembersController,
    MeController,
    ChangeRolesController,
    RemoveMemberController,
  ],
})
export class EngagementModule {}
