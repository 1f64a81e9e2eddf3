import { Module } from '@nestjs/common';
import { AcceptExceptionController } from './accept-exception/accept-exception.controller.ts';
import { ConfirmLinesController } from './confirm-lines/confirm-lines.controller.ts';
import { EndExceptionController } from './end-exception/end-exception.controller.ts';
import { ExceptionsController } from './exceptions/exceptions.controller.ts';
import { GiveUpVersionController } from './give-up-version/give-up-version.controller.ts';
import { ProposeVersionController } from './propose-version/propose-version.controller.ts';
import { RecordExceptionController } from './record-exception/record-exception.controller.ts';
import { ReviewsController } from './reviews/reviews.controller.ts';
import { SignVersionController } from './sign-version/sign-version.controller.ts';
import { StartReviewController } from './start-review/start-review.controller.ts';
import { VersionsController } from './versions/versions.controller.ts';

/** The matrix as a whole: its versions, the reviews of its lines, and the exceptions from them. */
@Module({
  controllers: [
    ProposeVersionController,
    SignVersionController,
    GiveUpVersionController,
    VersionsController,
    StartReviewController,
    ConfirmLinesController,
    ReviewsController,
    RecordExceptionController,
    AcceptExceptionController,
    EndExceptionController,
    ExceptionsController,
  ],
})
export class MatrixVersionModule {}
