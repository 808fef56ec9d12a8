import { type Line, wordsOf } from './line.ts';

const what = 'cloud';

/** Whether the cloud answers. A box works without it, so its silence is a warning. */
export async function cloudLine(cloudUrl: string | undefined): Promise<Line> {
  if (!cloudUrl) {
    return {
      state: 'missing',
      what,
      words: 'no address',
      fix: 'set LINTEL_CLOUD_URL, or name it with --cloud',
    };
  }
  if (!URL.canParse(cloudUrl)) {
    return {
      state: 'missing',
      what,
      words: `${cloudUrl} is no address`,
      fix: 'it looks like https://lintel.example',
    };
  }
  try {
    const answer = await fetch(new URL('/health', cloudUrl), { signal: AbortSignal.timeout(5000) });
    if (answer.ok) return dated(cloudUrl, answer.headers.get('date'));
    return {
      state: 'warn',
      what,
      words: `${cloudUrl} answers ${answer.status}`,
      fix: 'look at the cloud’s own log',
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause ? ` (${wordsOf(error.cause)})` : '';
    const fix = 'the site works on; check the line and LINTEL_CLOUD_URL';
    return { state: 'warn', what, words: `${cloudUrl} does not answer${cause}`, fix };
  }
}

function dated(cloudUrl: string, date: string | null): Line {
  const apartMs = date ? Math.abs(Date.parse(date) - Date.now()) : 0;
  if (apartMs < 30_000) return { state: 'ok', what, words: `${cloudUrl} answers` };
  const words = `${cloudUrl} answers, and its clock is ${Math.round(apartMs / 1000)} s from this one`;
  return { state: 'warn', what, words, fix: 'mend this machine’s clock: timedatectl' };
}
