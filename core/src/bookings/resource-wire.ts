import { z } from 'zod';
import { hourMs } from '../time.ts';
import { siteId } from '../wire.ts';
import { resource } from './wire.ts';

const dayMs = 24 * hourMs;

/** What the office writes of a resource. It stays at its site. */
export const resourceTerms = resource
  .omit({ id: true })
  .extend({
    name: z.string().trim().min(1).max(120),
    floor: z.string().trim().max(60).default(''),
    equipment: z.array(z.string().trim().min(1).max(60)).max(50).default([]),
    stepMs: z.int().min(60_000).max(dayMs),
    lengthMaxMs: z
      .int()
      .min(60_000)
      .max(31 * dayMs),
    creditCentsPerHour: z.int().min(0).max(1_000_000).default(0),
    pricePerHour: z.int().min(0).max(100_000_000).default(0),
  })
  .refine(({ stepMs }) => stepMs % 60_000 === 0 && (hourMs % stepMs === 0 || stepMs % hourMs === 0), {
    path: ['stepMs'],
    error: 'must be whole minutes that divide an hour, or whole hours',
  })
  .refine(({ lengthMinMs, lengthMaxMs }) => lengthMinMs <= lengthMaxMs, {
    path: ['lengthMaxMs'],
    error: 'must not be shorter than lengthMinMs',
  })
  .refine(
    ({ stepMs, lengthMinMs, lengthMaxMs }) => lengthMinMs % stepMs === 0 && lengthMaxMs % stepMs === 0,
    {
      path: ['lengthMinMs'],
      error: 'and lengthMaxMs must be whole steps of stepMs',
    },
  )
  .refine(({ beforeMs, afterMs }) => beforeMs % 60_000 === 0 && afterMs % 60_000 === 0, {
    path: ['beforeMs'],
    error: 'and afterMs must be whole minutes',
  })
  .refine(({ doorIds, checkInDoorIds }) => checkInDoorIds.every((one) => doorIds.includes(one)), {
    path: ['checkInDoorIds'],
    error: 'must be among doorIds',
  });
export type ResourceTerms = z.infer<typeof resourceTerms>;

export const officeResource = z.object({ id: resource.shape.id, siteId, terms: resourceTerms });
