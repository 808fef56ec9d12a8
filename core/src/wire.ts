import { z } from 'zod';
import type {
  BookingId,
  CredentialId,
  DoorId,
  GrantId,
  GroupId,
  HolderId,
  OperatorId,
  PanelId,
  PlanId,
  ResourceId,
  SeriesId,
  SiteId,
} from './ids.ts';
import { isId } from './ids.ts';
import type { EpochMs } from './time.ts';

/** The scalars that every wire shares. */

const idOf = <Wanted>() =>
  z.string().refine(isId, { error: 'must be a UUID in lower case' }) as unknown as z.ZodType<Wanted, string>;

export const operatorId = idOf<OperatorId>();
export const siteId = idOf<SiteId>();
export const resourceId = idOf<ResourceId>();
export const doorId = idOf<DoorId>();
export const planId = idOf<PlanId>();
export const bookingId = idOf<BookingId>();
export const grantId = idOf<GrantId>();
export const credentialId = idOf<CredentialId>();
export const panelId = idOf<PanelId>();
export const groupId = idOf<GroupId>();
export const seriesId = idOf<SeriesId>();
export const holderId = idOf<HolderId>();

/** An instant, in milliseconds since 1970 UTC. */
export const instant = z.int().min(0).max(253_402_300_799_999) as unknown as z.ZodType<EpochMs, number>;

export const span = z
  .object({ startsAt: instant, endsAt: instant })
  .refine((s) => s.startsAt < s.endsAt, { path: ['endsAt'], error: 'must be after startsAt' });
