import 'reflect-metadata';
import { Body, Controller, Param, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Open } from '../harness/contender.ts';

class EvidenceBody {
  declare readonly digest: string;
  declare readonly title: string;
  declare readonly size?: number;
  declare readonly mediaType?: string;
}

class EvidenceController {
  submit(ref: string, { digest, title }: EvidenceBody): object {
    return { ref, digest, title };
  }
}

/** What the syntax for decorators would do, which is not there where types are only stripped. */
function decorate(): void {
  const field = (name: keyof EvidenceBody, ...decorators: readonly PropertyDecorator[]): void => {
    for (const each of decorators) each(EvidenceBody.prototype, name);
  };
  field('digest', IsString(), MaxLength(71));
  field('title', IsString(), MaxLength(500));
  field('size', IsOptional(), IsInt());
  field('mediaType', IsOptional(), IsString(), MaxLength(200));
  const handler = Object.getOwnPropertyDescriptor(EvidenceController.prototype, 'submit')!;
  Post()(EvidenceController.prototype, 'submit', handler);
  Param('ref')(EvidenceController.prototype, 'submit', 0);
  Body()(EvidenceController.prototype, 'submit', 1);
  Reflect.defineMetadata('design:paramtypes', [String, EvidenceBody], EvidenceController.prototype, 'submit');
  Controller('v1/engagements/:engagement/tasks/:ref/evidence')(EvidenceController);
}

/**
 * The yardstick for our HTTP service: the smallest handler of the same request on the same framework. It checks the body with
 * class-validator as everybody does, and neither authenticates nor records anything. Its port is what `setup` says.
 */
export const open: Open<null, never, never> = async () => {
  decorate();
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: EvidenceController, controllers: [EvidenceController] },
    new FastifyAdapter(),
    { logger: false },
  );
  app.useGlobalPipes(new ValidationPipe());
  await app.listen(0, '127.0.0.1');
  return {
    setup: new URL(await app.getUrl()).port,
    run: () => Promise.reject(new Error('it only answers over HTTP')),
    close: () => app.close(),
  };
};
