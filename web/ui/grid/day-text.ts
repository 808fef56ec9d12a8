import { dayName } from '../zone.ts';
import { noonOf } from './week.ts';

/** `Mon 3 Jun`, or `M 3` where there is no room. */
export function dayText(date: string, isWide: boolean): string {
  const [weekday = '', day = '', month = ''] = dayName(noonOf(date), 'UTC').split(' ');
  return isWide ? `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}` : `${weekday.slice(0, 2)} ${day}`;
}
