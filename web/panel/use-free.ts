import { type PanelFreeView, panelFreeView } from '@lintel/core/panels/wire.ts';
import { useEffect, useState } from 'react';
import { call } from '../ui/api.ts';

export type FreeNow = PanelFreeView['free'];

/** What else is free now, nearest first; asked anew each time the agenda is, and only while it is wanted. Absent while it is not known. */
export function useFree(token: string, isWanted: boolean, agendaAt: number): FreeNow | undefined {
  const [free, setFree] = useState<FreeNow>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer agenda asks anew
  useEffect(() => {
    if (!isWanted) return setFree(undefined);
    const asked = { isStill: true };
    call(panelFreeView, '/api/panel/free', { token, timeoutMs: 4_000 }).then(
      (answer) => asked.isStill && setFree(answer.free),
      () => asked.isStill && setFree(undefined),
    );
    return () => {
      asked.isStill = false;
    };
  }, [token, isWanted, agendaAt]);
  return free;
}
