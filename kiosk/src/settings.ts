import { z } from 'zod';

const boxUrl = z
  .url({ protocol: /^https?$/, error: 'must be the box’s address, as http://192.168.1.10:8090' })
  .refine(
    (text) => {
      if (!URL.canParse(text)) return true; // Already refused above.
      const url = new URL(text);
      return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
    },
    { error: 'must be the box’s address alone, without a path, a question or a name' },
  );

const settings = z.strictObject({
  boxUrl,
  /** A window instead of the whole screen, to look at it on a desk. */
  window: z.boolean().default(false),
});

export type KioskSettings = {
  /** Scheme, host and port: the only place the kiosk ever goes. */
  readonly boxOrigin: string;
  readonly panelUrl: string;
  readonly agendaUrl: string;
  readonly window: boolean;
};

/** Reads the text of the settings file; throws one sentence that names the file and every field that is wrong. */
export function readSettings(text: string, file: string): KioskSettings {
  const parsed = settings.safeParse(parse(text, file));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    );
    throw new Error(`Correct ${file}: ${wrong.join('; ')}`);
  }
  const { origin } = new URL(parsed.data.boxUrl);
  return {
    boxOrigin: origin,
    panelUrl: `${origin}/panel/`,
    agendaUrl: `${origin}/api/panel/agenda`,
    window: parsed.data.window,
  };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON; it looks like {"boxUrl": "http://192.168.1.10:8090"}`, { cause });
  }
}
