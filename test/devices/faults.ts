/** What can happen to one frame on its way. */
export type Fault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'duplicate' }
  /** Flips one bit; `byte` counts from the frame's start, or from its end when negative. */
  | { readonly kind: 'flip'; readonly byte: number; readonly bit: number }
  /** Only the first bytes arrive. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** The frame comes in two pieces with a pause between. */
  | { readonly kind: 'split'; readonly at: number; readonly ms: number };

/** Pieces of bytes, each with the pause before it. */
export type Pieces = readonly { readonly afterMs: number; readonly bytes: Uint8Array }[];

export function spoil(frame: Uint8Array, fault: Fault | undefined): Pieces {
  switch (fault?.kind) {
    case undefined:
      return [{ afterMs: 0, bytes: frame }];
    case 'drop':
      return [];
    case 'delay':
      return [{ afterMs: fault.ms, bytes: frame }];
    case 'duplicate':
      return [{ afterMs: 0, bytes: Uint8Array.of(...frame, ...frame) }];
    case 'flip': {
      const at = fault.byte < 0 ? frame.length + fault.byte : fault.byte;
      return [{ afterMs: 0, bytes: frame.map((byte, i) => (i === at ? byte ^ (1 << fault.bit) : byte)) }];
    }
    case 'cut':
      return [{ afterMs: 0, bytes: frame.subarray(0, fault.bytes) }];
    case 'split':
      return [
        { afterMs: 0, bytes: frame.subarray(0, fault.at) },
        { afterMs: fault.ms, bytes: frame.subarray(fault.at) },
      ];
    default:
      return fault satisfies never;
  }
}

/** Bytes without sense, the same for the same seed (xorshift32). */
export function noiseBytes(length: number, seed = 1): Uint8Array {
  let state = seed || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}
