import { panelPaired } from '@lintel/core/panels/wire.ts';
import { useCallback, useState } from 'react';
import { call } from '../ui/api.ts';
import { Keypad } from './keypad.tsx';

type Props = { readonly paired: (token: string) => void; readonly wasRemoved: boolean };

const codeLength = 6;

/** Asks for the six digits the console shows. The sixth digit sends them; a refusal is said in words and the digits are cleared. */
export function Pairing({ paired, wasRemoved }: Props) {
  const [digits, setDigits] = useState('');
  const [sentence, setSentence] = useState(
    wasRemoved ? 'This panel was removed at the console. Pair it again.' : '',
  );

  const change = useCallback(
    async (next: string) => {
      setDigits(next);
      if (next.length < codeLength) return;
      try {
        const answer = await call(panelPaired, '/api/panel/pair', { method: 'POST', body: { code: next } });
        paired(answer.token);
      } catch (error) {
        setDigits('');
        setSentence(error instanceof Error ? error.message : String(error));
      }
    },
    [paired],
  );

  return (
    <main className="pairing">
      <div className="pairing-words">
        <h1>Pair this panel</h1>
        <p>At the console of this site, under Panels, make a pairing code. Type its six digits here.</p>
        <p role="alert" className="problem">
          {sentence}
        </p>
      </div>
      <Keypad digits={digits} most={codeLength} label="Pairing code" change={change} />
    </main>
  );
}
