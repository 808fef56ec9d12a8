import type { EpochMs } from '@lintel/core/time.ts';
import type { FakeCalendar, FakeSite } from './fake-calendar.ts';
import type { FakeDoors } from './fake-doors.ts';

/** All that the fake servers know, for tests to look at and to change behind a page's back. */
export type World = {
  readonly sites: FakeSite[];
  readonly calendar: FakeCalendar;
  readonly now: () => EpochMs;
  readonly tell: (what: string) => void;
  /** Bookings whose change the site has not answered. */
  readonly pending: Set<string>;
  /** While set, every call but the pages' own files is left without an answer. */
  silent: boolean;
  trouble: string[];
  doors?: FakeDoors;
};
