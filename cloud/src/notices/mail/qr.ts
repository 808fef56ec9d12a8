import { toBuffer } from 'qrcode';

/** The text as a QR code in a PNG, with the four modules of quiet zone all round (ISO/IEC 18004 §9.1). */
export async function qrPng(text: string): Promise<Uint8Array> {
  return await toBuffer(text, { errorCorrectionLevel: 'M', margin: 4, scale: 6 });
}
