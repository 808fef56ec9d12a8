import type { BookingPlan } from '@lintel/core/bookings/booking.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';
import { hourMs } from '@lintel/core/time.ts';

export type DemoSite = {
  readonly key: 'london' | 'melbourne';
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  readonly desks: readonly string[];
  readonly rooms: readonly DemoRoom[];
  readonly booths: readonly string[];
};

/** `afterMin`: cleared and aired after each booking. Prices are for an hour: hundredths of credits, and minor units of the site's currency. */
export type DemoRoom = {
  readonly name: string;
  readonly capacity: number;
  readonly floor: string;
  readonly equipment: readonly string[];
  readonly creditCents: number;
  readonly price: number;
  readonly afterMin?: number;
};

const room = (
  name: string,
  capacity: number,
  floor: string,
  equipment: readonly string[],
  price: number,
): DemoRoom => ({ name, capacity, floor, equipment, price, creditCents: capacity * 25 });

/** So that the demo and its story run at any hour. */
export const roundTheClock = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opensMin: 0,
  closesMin: 1440,
}));

const desks = (word: string) => Array.from({ length: 6 }, (_, index) => `${word} ${index + 1}`);

export const demoSites: readonly DemoSite[] = [
  {
    key: 'london',
    name: 'Lintel Holborn',
    timeZone: 'Europe/London',
    currency: 'GBP',
    help: { name: 'Holborn front desk', email: 'holborn@lintel.example', phone: '+44 20 7946 0101' },
    desks: desks('Desk'),
    rooms: [
      room('Reading room', 6, 'First floor', ['screen', 'whiteboard'], 1800),
      room('Map room', 8, 'First floor', ['screen', 'camera', 'whiteboard'], 2400),
      room('Press room', 4, 'Ground floor', ['whiteboard'], 1200),
      {
        ...room('Long gallery', 16, 'Second floor', ['screen', 'camera', 'microphones'], 4800),
        afterMin: 15,
      },
    ],
    booths: ['Booth A', 'Booth B'],
  },
  {
    key: 'melbourne',
    name: 'Lintel Collins Street',
    timeZone: 'Australia/Melbourne',
    currency: 'AUD',
    help: { name: 'Collins Street front desk', email: 'collins@lintel.example', phone: '+61 3 7010 0101' },
    desks: desks('Desk'),
    rooms: [
      room('Reading room', 6, 'Level 7', ['screen'], 3000),
      room('Yarra', 10, 'Level 7', ['screen', 'camera', 'whiteboard'], 5000),
      room('Laneway', 4, 'Level 6', ['whiteboard'], 2000),
      { ...room('Tram shed', 12, 'Level 6', ['screen', 'camera', 'microphones'], 6000), afterMin: 15 },
    ],
    booths: ['Booth A'],
  },
];

export type DemoStaff = {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly sites?: readonly DemoSite['key'][];
};

export const demoStaff: readonly DemoStaff[] = [
  { name: 'Dora Delgado', email: 'dora@lintel.example', role: 'director' },
  { name: 'Liam Okafor', email: 'liam@lintel.example', role: 'site_manager', sites: ['london'] },
  { name: 'Matilda Ng', email: 'matilda@lintel.example', role: 'site_manager', sites: ['melbourne'] },
  { name: 'Fran Bell', email: 'fran@lintel.example', role: 'front_desk', sites: ['london'] },
];

export type DemoMember = {
  readonly name: string;
  readonly email: string;
  readonly site: DemoSite['key'];
  readonly plan: 'Hot desk' | 'Dedicated desk' | 'Meeting rooms only';
  /** Of a 26-bit H10301 card with facility code 77. */
  readonly cardNumber: number;
  readonly extraCards?: readonly { readonly length: number; readonly bits: string }[];
};

export const demoMembers: readonly DemoMember[] = [
  {
    name: 'Ada Byron',
    email: 'ada@lintel.example',
    site: 'london',
    plan: 'Meeting rooms only',
    cardNumber: 12_001,
    // As an RDM6300 reads an EM4100 fob: version byte and 32-bit number.
    extraCards: [{ length: 40, bits: '1f00a1b2c3' }],
  },
  {
    name: 'Ben Adeyemi',
    email: 'ben@lintel.example',
    site: 'london',
    plan: 'Meeting rooms only',
    cardNumber: 12_002,
  },
  { name: 'Cleo Hart', email: 'cleo@lintel.example', site: 'london', plan: 'Hot desk', cardNumber: 12_003 },
  {
    name: 'Dev Rao',
    email: 'dev@lintel.example',
    site: 'london',
    plan: 'Dedicated desk',
    cardNumber: 12_004,
  },
  { name: 'Elif Demir', email: 'elif@lintel.example', site: 'london', plan: 'Hot desk', cardNumber: 12_005 },
  {
    name: 'Mia Tran',
    email: 'mia@lintel.example',
    site: 'melbourne',
    plan: 'Meeting rooms only',
    cardNumber: 13_001,
  },
  {
    name: 'Noah Papadakis',
    email: 'noah@lintel.example',
    site: 'melbourne',
    plan: 'Hot desk',
    cardNumber: 13_002,
  },
  {
    name: 'Orla Walsh',
    email: 'orla@lintel.example',
    site: 'melbourne',
    plan: 'Dedicated desk',
    cardNumber: 13_003,
  },
];

export type DemoPlan = Omit<BookingPlan, 'id' | 'name'> & {
  readonly name: DemoMember['plan'];
  readonly access: 'none' | 'hours' | 'always';
};

const day = 24 * hourMs;
const refunds = { cancelFreeMs: hourMs, lateRefundPercent: 50, noShowRefundPercent: 0 } as const;

export const demoPlans: readonly DemoPlan[] = [
  {
    name: 'Meeting rooms only',
    rank: 1,
    advanceMs: day,
    excludedKinds: ['desk', 'office'],
    anyHour: false,
    dailyMostMs: 12 * hourMs,
    concurrentMost: 2,
    guestsMost: 15,
    openMost: 20,
    includedKinds: [],
    includedMs: 0,
    creditCents: 1000,
    overage: 'charge',
    ...refunds,
    access: 'none',
  },
  {
    name: 'Hot desk',
    rank: 2,
    advanceMs: 7 * day,
    excludedKinds: ['office'],
    anyHour: false,
    concurrentMost: 2,
    openMost: 40,
    includedKinds: ['desk', 'booth'],
    includedMs: 120 * hourMs,
    creditCents: 1000,
    overage: 'charge',
    ...refunds,
    access: 'hours',
  },
  {
    name: 'Dedicated desk',
    rank: 3,
    advanceMs: 30 * day,
    excludedKinds: [],
    anyHour: true,
    openMost: 100,
    includedKinds: ['desk', 'booth'],
    includedMs: 744 * hourMs,
    creditCents: 3000,
    overage: 'charge',
    ...refunds,
    access: 'always',
  },
];
