import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

/** Arrays of whole numbers that a state may hold, by the number that stands for their kind in what is written. */
const KINDS = [Uint8Array, Uint16Array, Uint32Array] as const;
type Numbers = InstanceType<(typeof KINDS)[number]>;

/** Writes a state of a ledger, plain data: objects, maps, lists, texts and arrays of numbers. @throws Error for anything else */
export function writeState(state: unknown): Uint8Array {
  const writer = new StateWriter();
  writer.writeHeader();
  writer.writeValue(state);
  return writer.releaseBuffer();
}

/** Reads what `writeState` wrote. @throws Error where it is damaged */
export function readState(bytes: Uint8Array): unknown {
  const reader = new StateReader(bytes);
  reader.readHeader();
  return reader.readValue();
}

/*
 * The runtime's own form of an array is read as a part of all that was read, which it would keep in memory, or as a part of some other
 * memory that it does not fill. A large ledger has thousands of them, and what lies between those that stay is not given back.
 */

class StateWriter extends DefaultSerializer {
  override _writeHostObject(array: Numbers): void {
    const kind = KINDS.findIndex((each) => array instanceof each);
    if (kind === -1) throw new TypeError('a state holds no such array');
    this.writeUint32(kind);
    this.writeUint32(array.length);
    this.writeRawBytes(bytesOf(array));
  }
}

class StateReader extends DefaultDeserializer {
  override _readHostObject(): Numbers {
    const kind = KINDS[this.readUint32()];
    if (kind === undefined) throw new TypeError('no such array is known');
    const length = this.readUint32();
    const bytes = this.readRawBytes(length * kind.BYTES_PER_ELEMENT);
    const array = new kind(length);
    bytesOf(array).set(bytes);
    return array;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

declare module 'node:v8' {
  // Called for arrays of numbers. Part of the runtime's documentation, but not of its types.
  interface DefaultSerializer {
    _writeHostObject(array: NodeJS.TypedArray): void;
  }
  interface DefaultDeserializer {
    _readHostObject(): NodeJS.TypedArray;
  }
}
