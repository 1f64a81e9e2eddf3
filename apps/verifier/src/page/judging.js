import { verifyPack } from '#pack/verify/verify-pack';
import { wordsOf } from '#pack/verify/words';
import { browserCrypto } from '../browser-crypto.ts';

/** What is said of two files, wherever that is worked out: `kind` of the verdict and its words. Never throws. */
export async function judged({ pack, policy }, onProgress) {
  let bytes;
  try {
    bytes = await Promise.all([pack.arrayBuffer(), policy.arrayBuffer()]);
  } catch (error) {
    return { kind: 'unreadable', words: `A file could not be read: ${String(error)}` };
  }
  const [ofPack, ofPolicy] = bytes.map((each) => new Uint8Array(each));
  const verdict = verifyPack(ofPack, ofPolicy, browserCrypto, { onProgress });
  return { kind: verdict.verdict, words: wordsOf(verdict) };
}
