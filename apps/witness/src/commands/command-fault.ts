/** What a command cannot do, in words for whoever typed it. */
export class CommandFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandFault';
  }
}

/** Where a command answers. Resolves when there is room for more. */
export type Print = (text: string | Uint8Array) => Promise<void>;
