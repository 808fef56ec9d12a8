/** A state said by a word, a shape and a colour, so that no one of the three is needed alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

const shapes: Record<Tone, string> = {
  good: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  warn: 'M8 1l7.5 14H.5z',
  bad: 'M3.5 1L8 5.500 12.500 1 15 3.500 10.500 8 15 12.500 12.500 15 8 10.500 3.500 15 1 12.500 5.500 8 1 3.500z',
  none: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9z',
};

export function StateWord({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className="state" data-tone={tone}>
      <svg className="shape" viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[tone]} fill="currentColor" />
      </svg>
      {children}
    </span>
  );
}
