import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApprovalModule } from '#approval/approval.module';
import { EngagementModule } from '#engagement/engagement.module';
import { EvidenceModule } from '#evidence/evidence.module';
import { CLOCK, PRODUCT, READ_MODELS } from '#http/product';
import { Recorder } from '#http/receipt';
import { ResponsibilityModule } from '#responsibility/responsibility.module';
import { AccessGuard } from './access/access.guard.ts';
import { KeyRing } from './access/key-ring.ts';
import type { Onus } from './runtime/onus.ts';

/** The service: the capabilities, and what they stand on. */
@Global()
@Module({ imports: [EngagementModule, ResponsibilityModule, ApprovalModule, EvidenceModule] })
export class ServiceModule {
  static of(onus: Onus, keys: KeyRing): DynamicModule {
    return {
      module: ServiceModule,
      providers: [
        { provide: PRODUCT, useValue: onus },
        { provide: READ_MODELS, useValue: onus.read },
        { provide: CLOCK, useValue: onus.now },
        { provide: KeyRing, useValue: keys },
        { provide: APP_GUARD, useClass: AccessGuard },
        Recorder,
      ],
      exports: [PRODUCT, READ_MODELS, CLOCK, KeyRing, Recorder],
    };
  }
}
