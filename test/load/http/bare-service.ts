import 'reflect-metadata';
import { generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
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

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signed = promisify<null, Uint8Array, KeyObject, Uint8Array>(sign);
const verified = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verify);

class SigningController {
  async submit(ref: string, { digest, title }: EvidenceBody): Promise<object> {
    const text = Buffer.from(`${ref}\n${digest}\n${title}\n`);
    const signature = await signed(null, text, privateKey);
    const holds = await verified(null, text, publicKey, signature);
    return { ref, digest, title, holds, signature: Buffer.from(signature).toString('base64') };
  }
}

type Controlling = typeof EvidenceController | typeof SigningController;

/** What the syntax for decorators would do, which is not there where types are only stripped. */
function decorate(controller: Controlling): void {
  const field = (name: keyof EvidenceBody, ...decorators: readonly PropertyDecorator[]): void => {
    for (const each of decorators) each(EvidenceBody.prototype, name);
  };
  field('digest', IsString(), MaxLength(71));
  field('title', IsString(), MaxLength(500));
  field('size', IsOptional(), IsInt());
  field('mediaType', IsOptional(), IsString(), MaxLength(200));
  const handler = Object.getOwnPropertyDescriptor(controller.prototype, 'submit')!;
  Post()(controller.prototype, 'submit', handler);
  Param('ref')(controller.prototype, 'submit', 0);
  Body()(controller.prototype, 'submit', 1);
  Reflect.defineMetadata('design:paramtypes', [String, EvidenceBody], controller.prototype, 'submit');
  Controller('v1/engagements/:engagement/tasks/:ref/evidence')(controller);
}

/**
 * The yardstick for our HTTP service: the smallest handler of the same request on the same framework. It checks the body with
 * class-validator as everybody does, and neither authenticates nor records anything. One that is `signing` also signs a text of
 * each request and verifies the signature, and answers with it. Its port is what `setup` says.
 */
export const open: Open<{ readonly signing: boolean }, never, never> = async ({ signing }) => {
  const controller = signing ? SigningController : EvidenceController;
  decorate(controller);
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: controller, controllers: [controller] },
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
