import { describe, expect, it } from 'vitest';
import { bytes, creation, requested, spoken, text } from './webauthn';

const buffer = (...values: number[]) => new Uint8Array(values).buffer;

describe('WebAuthn in JSON', () => {
  it('reads base64url without padding and writes it back', () => {
    expect([...new Uint8Array(bytes('-_8'))]).toEqual([251, 255]);
    expect(text(buffer(251, 255))).toBe('-_8');
    expect(text(buffer())).toBe('');
  });

  it('asks for a passkey that stays on the device and checks who holds it', () => {
    const options = creation({
      publicKey: {
        rp: { name: 'Serai' },
        pubKeyCredParams: [],
        challenge: 'AQID',
        user: { id: 'BA', name: 'n', displayName: 'N' },
        excludeCredentials: [{ id: 'BQ', type: 'public-key' }],
        authenticatorSelection: { residentKey: 'discouraged' },
      },
    }).publicKey!;
    expect(options.authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    });
    expect([...new Uint8Array(options.challenge as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect(options.excludeCredentials).toHaveLength(1);
  });

  it('offers every passkey when the server names none', () => {
    expect(requested({ publicKey: { challenge: 'AQ' } }).publicKey!.allowCredentials).toEqual([]);
  });

  it('writes an assertion without a user as null, not as an empty text', () => {
    const written = spoken({
      id: 'AQ',
      rawId: buffer(1),
      type: 'public-key',
      authenticatorAttachment: null,
      getClientExtensionResults: () => ({}),
      response: {
        clientDataJSON: buffer(2),
        authenticatorData: buffer(3),
        signature: buffer(4),
        userHandle: null,
      },
    } as unknown as PublicKeyCredential);
    expect(written['response']).toEqual({
      clientDataJSON: 'Ag',
      authenticatorData: 'Aw',
      signature: 'BA',
      userHandle: null,
    });
  });
});
