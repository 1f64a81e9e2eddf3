/** Raised where bytes are not of the format that they should be of. Nothing was used of them. */
export class Unreadable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreadable';
  }
}
