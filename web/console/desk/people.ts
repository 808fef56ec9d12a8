import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../ui/api.ts';
import { type Person, peopleAnswer } from './wires.ts';

const settleMs = 150;

/** Whose name contains the text, members first; nobody for no text. */
export function usePeople(text: string) {
  const [asked] = useDebouncedValue(text.trim(), settleMs);
  return useQuery({
    queryKey: ['people', asked],
    queryFn: async () =>
      (await call(peopleAnswer, `/api/console/people?q=${encodeURIComponent(asked)}`)).people,
    enabled: asked.length > 0,
    refetchInterval: false,
    placeholderData: (before: readonly Person[] | undefined) => before as Person[] | undefined,
  });
}

/** `Ada · Flex`, `Ben · no plan · suspended` */
export function personText({ name, kind, planName, suspended }: Person): string {
  const what = planName ?? (kind === 'member' ? 'no plan' : kind);
  return [name, what, ...(suspended ? ['suspended'] : [])].join(' · ');
}
