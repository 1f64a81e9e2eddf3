import { Module } from '@nestjs/common';
import { AcknowledgeAssignmentController } from './acknowledge-assignment/acknowledge-assignment.controller.ts';
import { AcknowledgeAssignmentsController } from './acknowledge-assignments/acknowledge-assignments.controller.ts';
import { DeclineAssignmentController } from './decline-assignment/decline-assignment.controller.ts';
import { DefineTaskController } from './define-task/define-task.controller.ts';
import { DiffController } from './diff/diff.controller.ts';
import { MatrixController } from './matrix/matrix.controller.ts';
import { SetClosedController } from './set-closed/set-closed.controller.ts';
import { TaskController } from './task/task.controller.ts';
import { TimelineController } from './timeline/timeline.controller.ts';

/** What is to be done, and who bears it, at any time. */
@Module({
  controllers: [
    DefineTaskController,
    TaskController,
    SetClosedController,
    AcknowledgeAssignmentController,
    AcknowledgeAssignmentsController,
    DeclineAssignmentController,
    MatrixController,
    DiffController,
    TimelineController,
  ],
})
export class ResponsibilityModule {}
