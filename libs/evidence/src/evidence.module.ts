import { Module } from '@nestjs/common';
import { SubmitEvidenceController } from './submit-evidence/submit-evidence.controller.ts';
import { SubmittedController } from './submitted/submitted.controller.ts';

/** What shows that duties were performed. */
@Module({ controllers: [SubmitEvidenceController, SubmittedController] })
export class EvidenceModule {}
