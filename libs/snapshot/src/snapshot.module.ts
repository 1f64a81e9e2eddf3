import { Module } from '@nestjs/common';
import { CompareSnapshotsController } from './compare-snapshots/compare-snapshots.controller.ts';
import { SealedSnapshotsController } from './sealed-snapshots/sealed-snapshots.controller.ts';
import { TakeSnapshotController } from './take-snapshot/take-snapshot.controller.ts';
import { VerifySnapshotController } from './verify-snapshot/verify-snapshot.controller.ts';

/** The matrix at a point on both clocks, sealed. */
@Module({
  // What is named in full comes before what stands for any id.
  controllers: [
    TakeSnapshotController,
    CompareSnapshotsController,
    SealedSnapshotsController,
    VerifySnapshotController,
  ],
})
export class SnapshotModule {}
