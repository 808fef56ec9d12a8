import { noticesView } from '@lintel/core/notices/wire.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../ui/api.ts';

export function useNotices() {
  return useQuery({
    queryKey: ['notices'],
    queryFn: () => call(noticesView, '/api/me/notices'),
  });
}

const read = z.object({ unread: z.int() });

/** Marks these as read; all of them without any. */
export function useRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | undefined) =>
      call(read, '/api/me/notices/read', { method: 'POST', body: ids ? { ids } : {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notices'] }),
  });
}
