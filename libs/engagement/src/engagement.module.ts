import { Module } from '@nestjs/common';
import { AddMembersController } from './add-members/add-members.controller.ts';
import { AddPartyController } from './add-party/add-party.controller.ts';
import { AmendTermsController } from './amend-terms/amend-terms.controller.ts';
import { ChangeRolesController } from './change-roles/change-roles.controller.ts';
import { CredentialsController } from './credentials/credentials.controller.ts';
import { DelegationsController } from './delegations/delegations.controller.ts';
import { EngagementsController } from './engagements/engagements.controller.ts';
import { InboxController } from './inbox/inbox.controller.ts';
import { GrantDelegationController } from './grant-delegation/grant-delegation.controller.ts';
import { MeController } from './me/me.controller.ts';
import { MembersController } from './members/members.controller.ts';
import { OpenEngagementController } from './open-engagement/open-engagement.controller.ts';
import { PartiesController } from './parties/parties.controller.ts';
import { CredentialChallenges } from './register-credential/credential-challenges.ts';
import { GiveChallengeController } from './register-credential/give-challenge.controller.ts';
import { RegisterCredentialController } from './register-credential/register-credential.controller.ts';
import { RemoveMemberController } from './remove-member/remove-member.controller.ts';
import { RevokeCredentialController } from './revoke-credential/revoke-credential.controller.ts';
import { RevokeDelegationController } from './revoke-delegation/revoke-delegation.controller.ts';
import { SetContactController } from './set-contact/set-contact.controller.ts';
import { SetMemberPeriodController } from './set-member-period/set-member-period.controller.ts';

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
    InboxController,
    ChangeRolesController,
    RemoveMemberController,
    SetMemberPeriodController,
    SetContactController,
    GrantDelegationController,
    RevokeDelegationController,
    DelegationsController,
    AmendTermsController,
    GiveChallengeController,
    RegisterCredentialController,
    RevokeCredentialController,
    CredentialsController,
  ],
  providers: [CredentialChallenges],
})
export class EngagementModule {}
