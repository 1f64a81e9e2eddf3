import { Module } from '@nestjs/common';
import { ReviewEvidenceController } from './review-evidence/review-evidence.controller.ts';
import { SubmitEvidenceController } from './submit-evidence/submit-evidence.controller.ts';
import { SubmittedController } from './submitted/submitted.controller.ts';

/** What shows that duties were performed. */
@Module({ controllers: [SubmitEvidenceController, SubmittedController, ReviewEvidenceController] })
export class EvidenceModule {}
