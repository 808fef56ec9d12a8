import { type Filters, filtersFrom, filtersTo } from '../../ui/grid/filters.ts';

/** A search as it stands in the address: a local date and two wall-clock times. Times that are not there yet make no search. */
export type SearchWords = Filters & {
  readonly siteId: string | undefined;
  readonly date: string;
  readonly from: string;
  readonly to: string;
};

const isDate = (text: string | null) => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);
const isClock = (text: string | null) => text !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Reads a search out of an address; absent without a date and two times. */
export function searchFrom(query: URLSearchParams): SearchWords | undefined {
  const [date, from, to] = [query.get('date'), query.get('from'), query.get('to')];
  if (!date || !from || !to || !isDate(date) || !isClock(from) || !isClock(to)) return undefined;
  return { ...filtersFrom(query), siteId: query.get('site') ?? undefined, date, from, to };
}

export function searchTo({ siteId, date, from, to, ...filters }: SearchWords): Record<string, string> {
  return { ...filtersTo(filters), ...(siteId ? { site: siteId } : {}), date, from, to };
}
