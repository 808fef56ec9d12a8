import { useHash, useHashQuery } from '../ui/hash.ts';
import { AllowancePage } from './account/allowance-page.tsx';
import { CalendarsPage } from './account/calendars-page.tsx';
import { AtSite } from './book/at-site.tsx';
import { DayPage } from './book/day-page.tsx';
import { WeekPage } from './book/week-page.tsx';
import { BookingPage } from './bookings/booking-page.tsx';
import { MyBookings } from './bookings/my-bookings.tsx';
import { NoticesPage } from './notices/notices-page.tsx';
import { MyPass } from './pass/my-pass.tsx';
import { SearchPage } from './search/search-page.tsx';
import { NewSeries } from './series/new-series.tsx';
import { OneSeries } from './series/one-series.tsx';
import { SeriesList } from './series/series-list.tsx';
import { WaitsPage } from './waits/waits-page.tsx';

const isDate = (text: string | undefined) => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? text : undefined);

/** The page that the address names; the day for one it does not know. */
export function Pages() {
  const [view = 'day', id, date] = useHash();
  const query = useHashQuery();
  switch (view) {
    case 'bookings':
      return id ? <BookingPage key={id} id={id} /> : <MyBookings />;
    case 'series':
      if (id === 'new')
        return (
          <AtSite wantedSiteId={query.get('site') ?? undefined}>
            {(site) => <NewSeries key={site.id} site={site} />}
          </AtSite>
        );
      return id ? <OneSeries key={id} id={id} /> : <SeriesList />;
    case 'waits':
      return <WaitsPage />;
    case 'notices':
      return <NoticesPage />;
    case 'allowance':
      return <AllowancePage />;
    case 'calendars':
      return <CalendarsPage />;
    case 'pass':
      return <MyPass />;
    case 'search':
      return <SearchPage />;
    case 'week':
      return (
        <AtSite wantedSiteId={id}>
          {(site, sites) => <WeekPage key={site.id} {...{ site, sites }} date={isDate(date)} />}
        </AtSite>
      );
    default:
      return (
        <AtSite wantedSiteId={id}>
          {(site, sites) => <DayPage key={site.id} {...{ site, sites }} date={isDate(date)} />}
        </AtSite>
      );
  }
}
