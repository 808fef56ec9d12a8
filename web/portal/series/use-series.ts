import {
  seriesChanged,
  seriesChangePreview,
  seriesPreview,
  seriesView,
  wholeSeries,
} from '@lintel/core/bookings/series-wire.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { z } from 'zod';
import { ask, call, readAs, refusalOf } from '../../ui/api.ts';
import { uuid } from '../../ui/uuid.ts';
import { type Draft, ruleOf } from './series-words.ts';

const mine = z.object({ series: z.array(seriesView) });
const stale = problem.extend({ kind: z.literal('stale'), current: wholeSeries });
const nothing = problem.extend({ kind: z.literal('nothing_to_book'), preview: seriesPreview });

export function useMySeries() {
  return useQuery({
    queryKey: ['series', 'mine'],
    queryFn: async () => (await call(mine, '/api/me/series')).series,
  });
}

export function useOneSeries(id: string) {
  return useQuery({
    queryKey: ['series', id],
    queryFn: () => call(wholeSeries, `/api/series/${encodeURIComponent(id)}`),
  });
}

const bodyOf = (draft: Draft, requestId: string) => ({
  requestId,
  resourceId: draft.resourceId,
  rule: ruleOf(draft),
  title: draft.title.trim(),
  people: draft.people,
});

/** Judging a year of dates takes longer than an ordinary answer. */
const timeoutMs = 60_000;

/** What would become of every date. Writes nothing. */
export function usePreview() {
  return useMutation({
    mutationFn: (draft: Draft) =>
      call(seriesPreview, '/api/series/preview', { method: 'POST', body: bodyOf(draft, uuid()), timeoutMs }),
  });
}

/** Books what can be booked of a series; that nothing can be is an answer. The same draft keeps its request id. */
export function useMakeSeries(made: (id: string) => void) {
  const queries = useQueryClient();
  const asked = useRef({ draft: '', requestId: '' });
  return useMutation({
    mutationFn: async (draft: Draft) => {
      const text = JSON.stringify(draft);
      if (asked.current.draft !== text) asked.current = { draft: text, requestId: uuid() };
      const body = bodyOf(draft, asked.current.requestId);
      const answer = await ask('/api/series', { method: 'POST', body, timeoutMs });
      const none = nothing.safeParse(answer.body);
      if (answer.status === 409 && none.success)
        return { kind: 'nothing' as const, sentence: none.data.sentence, preview: none.data.preview };
      if (answer.status >= 400) throw refusalOf(answer);
      return { kind: 'made' as const, whole: readAs(wholeSeries, '/api/series', answer.body) };
    },
    onSuccess: (answer) => {
      if (answer.kind === 'made') made(answer.whole.series.id);
    },
    onSettled: () => refresh(queries),
  });
}

const stepAnswer = z.union([seriesChanged, seriesChangePreview, stale]);
export type StepAnswer = z.infer<typeof stepAnswer>;

/** One call that changes dates of a series, or says what it would do. That somebody was quicker is an answer. */
async function step(path: string, body: unknown): Promise<StepAnswer> {
  const answer = await ask(path, { method: 'POST', body, timeoutMs });
  const quicker = stale.safeParse(answer.body);
  if (answer.status === 409 && quicker.success) return quicker.data;
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(stepAnswer, path, answer.body);
}

/** `path` is `change`, `cancel` or a date's `restore`, below the series. */
export function useSeriesStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: unknown }) =>
      step(`/api/series/${id}/${path}`, body),
    onSettled: () => refresh(queries),
  });
}

function refresh(queries: ReturnType<typeof useQueryClient>) {
  return Promise.all(
    ['series', 'bookings', 'allowance'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
  );
}
