/** Ids are UUIDs in text. The brand keeps a door from being asked for where a resource is meant. */
type Id<Name extends string> = string & { readonly [key in `${Name}Id`]: true };

export type OperatorId = Id<'Operator'>;
export type SiteId = Id<'Site'>;
export type ResourceId = Id<'Resource'>;
export type DoorId = Id<'Door'>;
export type PlanId = Id<'Plan'>;
export type BookingId = Id<'Booking'>;
export type GrantId = Id<'Grant'>;
export type CredentialId = Id<'Credential'>;
export type PanelId = Id<'Panel'>;
/** Bookings made together, all or nothing. */
export type GroupId = Id<'Group'>;
export type SeriesId = Id<'Series'>;

/** Whoever grants and credentials belong to: a member, one of the staff, a visitor. */
export type HolderId = Id<'Holder'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

/** Reads text as an id of the wanted kind; throws on what is not a UUID in lower case. */
export function id<Wanted extends string>(value: string): Wanted {
  if (!isId(value)) throw new RangeError(`not an id: ${value}`);
  return value as Wanted;
}
