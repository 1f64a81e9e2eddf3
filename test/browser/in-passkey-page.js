/* Runs in a page. Each function stands alone: it is carried over as its text. */

/** Makes a passkey, and gives what is sent to register it. */
export async function registration({ challenge, rpId }) {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: Uint8Array.fromBase64(challenge, { alphabet: 'base64url' }),
      rp: { id: rpId, name: 'Onus' },
      user: { id: new Uint8Array(16), name: 'member', displayName: 'member' },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { userVerification: 'required' },
      attestation: 'none',
    },
  });
  const { attestationObject, clientDataJSON } = made.toJSON().response;
  return { attestationObject, clientDataJSON };
}

/** Signs a challenge, and gives the parts of the signature. */
export async function assertion({ challenge, rpId, id }) {
  const signed = await navigator.credentials.get({
    publicKey: {
      challenge: Uint8Array.fromBase64(challenge, { alphabet: 'base64url' }),
      rpId,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id: Uint8Array.fromBase64(id, { alphabet: 'base64url' }) }],
    },
  });
  const { authenticatorData, clientDataJSON, signature } = signed.toJSON().response;
  return { authenticatorData, clientDataJSON, signature };
}
