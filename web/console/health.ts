import { healthView } from '@lintel/core/health/wire.ts';
import { useQuery } from '@tanstack/react-query';
import { ask, readAs, refusalOf } from '../ui/api.ts';

/** The box's own account of itself. A box in trouble answers 503 with the same account, which is read all the same. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: async () => {
      const answer = await ask('/health');
      const read = healthView.safeParse(answer.body);
      if (read.success) return read.data;
      if (answer.status >= 400) throw refusalOf(answer);
      return readAs(healthView, '/health', answer.body);
    },
    refetchInterval: 5_000,
  });
}

/** The zone every time of this screen is written in; the reader's own only until the box has said which site it is. */
export function useZone(): string {
  return useHealth().data?.site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
