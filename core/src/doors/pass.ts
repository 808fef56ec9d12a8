import type { BookingId, DoorId, HolderId, SiteId } from '../ids.ts';
import { id } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';
import { epochMs } from '../time.ts';

/** What a pass says: this holder may open these doors of this site in this span. A booking's pass is superseded by a newer version of the booking. */
export type PassStatement = {
  /** Eight random bytes in hex: a pass can be refused by it. */
  readonly passId: string;
  readonly siteId: SiteId;
  readonly holderId: HolderId;
  readonly doorIds: readonly DoorId[];
  readonly valid: Span;
  readonly issuedAt: EpochMs;
  /** Past this the pass itself is worth nothing, however long the span. */
  readonly expiresAt: EpochMs;
  readonly booking?: { readonly id: BookingId; readonly version: number } | undefined;
};

/** A pass as it was read: nothing of it is true before `signature` is verified over `signed`, by Ed25519 (RFC 8032 §5.1) and a key of the site. */
export type ReadPass = {
  readonly statement: PassStatement;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
};

/** Names the format and its version, and is signed with the rest, so that no other signature of the cloud can pass for a pass. */
const prefix = 'LP1.';
const signatureBytes = 64;
const doorsMost = 8;
const fixedBytes = 8 + 16 + 16 + 4 * 6 + 1;
const bookingBytes = 16 + 4;

/** The bytes to sign. Throws `RangeError` on a statement that no pass can hold: more than eight doors, or none. */
export function passBytes(pass: PassStatement): Uint8Array<ArrayBuffer> {
  const { doorIds, booking } = pass;
  if (doorIds.length < 1 || doorIds.length > doorsMost) {
    throw new RangeError(`a pass names 1 to ${doorsMost} doors, not ${doorIds.length}`);
  }
  const body = [
    fromHex(pass.passId, 8),
    uuidBytes(pass.siteId),
    uuidBytes(pass.holderId),
    ...[pass.valid.startsAt, pass.valid.endsAt, pass.issuedAt, pass.expiresAt].map((at) =>
      numberBytes(at, 6),
    ),
    [doorIds.length],
    ...doorIds.map(uuidBytes),
    ...(booking ? [uuidBytes(booking.id), numberBytes(booking.version, 4)] : []),
  ].flat();
  return Uint8Array.from([...prefixBytes(), ...body]);
}

/** What the QR holds. `signed` are the `passBytes`. */
export function passText(signed: Uint8Array, signature: Uint8Array): string {
  const body = Uint8Array.from([...signed.subarray(prefix.length), ...signature]);
  return prefix + body.toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** Reads the text of a QR; absent when it is no pass of this version. Total: no text makes it throw. */
export function readPass(text: string): ReadPass | undefined {
  if (!text.startsWith(prefix) || !/^[\w-]{1,600}$/.test(text.slice(prefix.length))) return undefined;
  try {
    const body = Uint8Array.fromBase64(text.slice(prefix.length), { alphabet: 'base64url' });
    const said = body.subarray(0, body.length - signatureBytes);
    const statement = readStatement(said);
    if (!statement) return undefined;
    return {
      statement,
      signed: Uint8Array.from([...prefixBytes(), ...said]),
      signature: body.slice(body.length - signatureBytes),
    };
  } catch {
    // Not base64url, or an instant no calendar holds: no pass of ours.
    return undefined;
  }
}

function readStatement(bytes: Uint8Array): PassStatement | undefined {
  if (bytes.length < fixedBytes) return undefined;
  const doors = bytes[fixedBytes - 1] ?? 0;
  const bookingFrom = fixedBytes + 16 * doors;
  const withBooking = bytes.length === bookingFrom + bookingBytes;
  if (doors < 1 || doors > doorsMost || (bytes.length !== bookingFrom && !withBooking)) return undefined;

  const instantAt = (index: number) => epochMs(readNumber(bytes, 40 + index * 6, 6));
  return {
    passId: toHex(bytes, 0, 8),
    siteId: readUuid<SiteId>(bytes, 8),
    holderId: readUuid<HolderId>(bytes, 24),
    doorIds: Array.from({ length: doors }, (_, index) => readUuid<DoorId>(bytes, fixedBytes + 16 * index)),
    valid: { startsAt: instantAt(0), endsAt: instantAt(1) },
    issuedAt: instantAt(2),
    expiresAt: instantAt(3),
    ...(withBooking
      ? {
          booking: {
            id: readUuid<BookingId>(bytes, bookingFrom),
            version: readNumber(bytes, bookingFrom + 16, 4),
          },
        }
      : {}),
  };
}

const prefixBytes = () => [...prefix].map((letter) => letter.charCodeAt(0));

function fromHex(hex: string, length: number): number[] {
  if (!new RegExp(`^[0-9a-f]{${length * 2}}$`).test(hex))
    throw new RangeError(`not ${length} bytes in hex: ${hex}`);
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

const uuidBytes = (uuid: string) => fromHex(uuid.replaceAll('-', ''), 16);

function toHex(bytes: Uint8Array, from: number, length: number): string {
  return [...bytes.subarray(from, from + length)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readUuid<Wanted extends string>(bytes: Uint8Array, from: number): Wanted {
  const hex = toHex(bytes, from, 16);
  return id<Wanted>(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
  );
}

/** Big end first. */
function numberBytes(value: number, length: number): number[] {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** length) {
    throw new RangeError(`${value} does not fit ${length} bytes`);
  }
  return Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);
}

function readNumber(bytes: Uint8Array, from: number, length: number): number {
  return bytes.subarray(from, from + length).reduce((sum, byte) => sum * 256 + byte, 0);
}
