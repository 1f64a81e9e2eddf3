import { randomUUID } from 'node:crypto';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApprovalModule } from '#approval/approval.module';
import { EngagementModule } from '#engagement/engagement.module';
import { EvidenceModule } from '#evidence/evidence.module';
import { ADMISSION } from '#http/admission';
import { CLOCK, NEW_ID, PRODUCT, READ_MODELS } from '#http/product';
import { Recorder } from '#http/receipt';
import { IntakeModule } from '#intake/intake.module';
import { ObjectionModule } from '#objection/objection.module';
import { MatrixVersionModule } from '#matrix-version/matrix-version.module';
import { ResponsibilityModule } from '#responsibility/responsibility.module';
import { SnapshotModule } from '#snapshot/snapshot.module';
import { AccessGuard } from './access/access.guard.ts';
import { KeyRing } from './access/key-ring.ts';
import { KeysController } from './access/keys.controller.ts';
import { ReadAgain } from './access/read-again.ts';
import { StillAdmitted } from './access/still-admitted.ts';
import { DemoController } from './demo/demo.controller.ts';
import { FeedController } from './feed/feed.controller.ts';
import { LedgerTicks } from './feed/ledger-ticks.ts';
import { CertificateController } from './certifying/certificate.controller.ts';
import { Closing } from './http/closing.ts';
import { SETTINGS, type ServiceSettings } from './http/settings.ts';
import { LogController } from './log/log.controller.ts';
import { PublishedLog } from './log/published-log.ts';
import { WitnessesController } from './log/witnesses.controller.ts';
import { HealthController } from './operations/health.controller.ts';
import { OPENAPI, OpenApiController } from './openapi/openapi.controller.ts';
import { PackController } from './packing/pack.controller.ts';
import { Onus } from './runtime/onus.ts';

interface ServiceParts {
  readonly onus: Onus;
  readonly keys: KeyRing;
  readonly settings: ServiceSettings;
  readonly document: () => OpenAPIObject;
}

/** The service: the capabilities, and what they stand on. */
@Global()
@Module({
  imports: [
    DiscoveryModule,
    EngagementModule,
    ResponsibilityModule,
    ApprovalModule,
    EvidenceModule,
    ObjectionModule,
    SnapshotModule,
    MatrixVersionModule,
    IntakeModule,
  ],
  controllers: [
    KeysController,
    CertificateController,
    DemoController,
    FeedController,
    HealthController,
    LogController,
    OpenApiController,
    PackController,
    WitnessesController,
  ],
})
export class ServiceModule {
  static of({ onus, keys, settings, document }: ServiceParts): DynamicModule {
    return {
      module: ServiceModule,
      providers: [
        { provide: Onus, useValue: onus },
        { provide: PRODUCT, useValue: onus },
        { provide: READ_MODELS, useValue: onus.read },
        { provide: CLOCK, useValue: onus.now },
        { provide: NEW_ID, useValue: randomUUID },
        { provide: KeyRing, useValue: keys },
        { provide: SETTINGS, useValue: settings },
        { provide: OPENAPI, useValue: document },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: ReadAgain },
        Recorder,
        StillAdmitted,
        { provide: ADMISSION, useExisting: StillAdmitted },
        PublishedLog,
        LedgerTicks,
        Closing,
      ],
      exports: [PRODUCT, READ_MODELS, CLOCK, NEW_ID, ADMISSION, Recorder],
    };
  }
}
