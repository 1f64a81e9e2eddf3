import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreLocked, StoreUnavailable } from '#ledger-store/event-store';
import { lockFolder } from './folder-lock.ts';

/** The lock against other processes: see test/faults/store-lock.spec.ts. */
describe('The lock of a data folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'onus-lock-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('creates the folder, for its owner alone', () => {
    const lock = lockFolder(join(parent, 'a', 'b'));
    expect(lock.folder).toBe(join(parent, 'a', 'b'));
    expect(statSync(lock.folder).mode & 0o777).toBe(0o700);
    lock.release();
  });

  it('refuses a second holder in the same process, and says so', () => {
    const lock = lockFolder(parent);
    expect(() => lockFolder(parent)).toThrow(StoreLocked);
    expect(() => lockFolder(parent)).toThrow(`${parent} is already open in this process`);
    lock.release();
  });

  it('can be taken again when it was released, however often that is called', () => {
    const first = lockFolder(parent);
    first.release();
    first.release();
    const second = lockFolder(parent);
    first.release();
    expect(() => lockFolder(parent)).toThrow(StoreLocked);
    second.release();
  });

  it('says when the folder cannot be used', () => {
    writeFileSync(join(parent, 'file'), '');
    expect(() => lockFolder(join(parent, 'file'))).toThrow(StoreUnavailable);
    expect(() => lockFolder(join(parent, 'file'))).toThrow(`cannot use the data folder ${join(parent, 'file')}`);
  });
});
