/** WebAuthn's JSON forms (WebAuthn level 3, §5.1.8–10), written out for browsers that lack `toJSON`. */

interface Described {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}

export interface CreationJson {
  publicKey: Omit<
    PublicKeyCredentialCreationOptions,
    'challenge' | 'user' | 'excludeCredentials'
  > & {
    challenge: string;
    user: { id: string; name: string; displayName: string };
    excludeCredentials?: Described[];
  };
}

export interface RequestJson {
  publicKey: Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
    challenge: string;
    allowCredentials?: Described[];
  };
}

/** What the server sends: one of the two. */
export interface Options {
  creation_options: CreationJson;
  request_options: RequestJson;
}

/** base64url without padding → bytes. */
export function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

/** Bytes → base64url without padding. */
export function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const described = (list: Described[] = []): PublicKeyCredentialDescriptor[] =>
  list.map((one) => ({ ...one, id: bytes(one.id) }));

/** For `navigator.credentials.create`: a passkey that stays on the device and asks for finger, face or PIN. */
export function creation({ publicKey }: CreationJson): CredentialCreationOptions {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    },
  };
}

/** For `navigator.credentials.get`. */
export function requested({ publicKey }: RequestJson): CredentialRequestOptions {
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: described(publicKey.allowCredentials),
    },
  };
}

/** What the browser answered, as the server reads it. */
export function spoken(credential: PublicKeyCredential): Record<string, unknown> {
  const answer = credential.response;
  const common = {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
  if ('attestationObject' in answer) {
    const made = answer as AuthenticatorAttestationResponse;
    return {
      ...common,
      response: {
        clientDataJSON: text(made.clientDataJSON),
        attestationObject: text(made.attestationObject),
        transports: made.getTransports?.() ?? [],
      },
    };
  }
  const shown = answer as AuthenticatorAssertionResponse;
  return {
    ...common,
    response: {
      clientDataJSON: text(shown.clientDataJSON),
      authenticatorData: text(shown.authenticatorData),
      signature: text(shown.signature),
      userHandle: shown.userHandle ? text(shown.userHandle) : null,
    },
  };
}
