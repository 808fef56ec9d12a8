/** Longest line of the feed that is read; a longer one is a fault of the sender, not a reason to run out of memory. */
const lineMostBytes = 4 * 1024 * 1024;

/** The whole lines of a byte stream as they arrive, several at once when they came at once. Ends when the stream does; an unfinished last line is dropped. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineMostBytes) throw new Error('a line of the feed is longer than any change');
    const whole = lines.filter((line) => line.length > 0);
    if (whole.length > 0) yield whole;
  }
}
