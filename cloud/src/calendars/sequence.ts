/**
 * SQL for the sequence of a booking's calendar entry: the versions of all bookings that share the entry, summed. It goes up with every change, also when a move makes another booking. The
 * entry is named after its first booking; those that took its place are found by a small index of their own.
 */
export function sequenceSql(booking: string): string {
  return `(SELECT sum(version)::int FROM (
    SELECT version FROM booking first WHERE first.operator_id = ${booking}.operator_id AND first.id = ${booking}.calendar_uid
    UNION ALL
    SELECT version FROM booking later WHERE later.operator_id = ${booking}.operator_id AND later.calendar_uid = ${booking}.calendar_uid
      AND later.calendar_uid <> later.id
  ) shared)`;
}
