import type { SensorWord } from '@lintel/core/occupancy/sense.ts';

export type Read = { readonly word: SensorWord } | { readonly fault: string };

/** What a sensor's message means by the `payload` of the devices file; a message that does not say it is a fault, not "nobody". */
export function readPayload(kind: string, text: string): Read {
  const said = kind === 'on_off' ? text.trim() : fieldOf(text, kind.slice('json:'.length).split('.'));
  if (said === undefined) return { fault: `no field ${kind.slice('json:'.length)} in it` };
  const word = wordOf(said);
  return word ? { word } : { fault: `neither on nor off: ${String(said).slice(0, 40)}` };
}

/** `online` or `offline`, as text (ESPHome, Tasmota) or as `{"state":"online"}` (Zigbee2MQTT). */
export function readAvailability(text: string): Read {
  const said = text.trimStart().startsWith('{') ? fieldOf(text, ['state']) : text.trim();
  const word = typeof said === 'string' ? said.toLowerCase() : '';
  return word === 'online' || word === 'offline' ? { word } : { fault: 'neither online nor offline' };
}

function fieldOf(text: string, path: readonly string[]): unknown {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the field is not there, and the caller reports it.
  }
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

function wordOf(said: unknown): SensorWord | undefined {
  if (said === true || said === 1) return 'motion';
  if (said === false || said === 0) return 'still';
  if (typeof said !== 'string') return undefined;
  const text = said.toUpperCase();
  if (text === 'ON') return 'motion';
  return text === 'OFF' ? 'still' : undefined;
}
