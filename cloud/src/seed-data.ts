import type { StaffRole } from '@lintel/core/members/wire.ts';

export type DemoSite = {
  readonly key: 'london' | 'melbourne';
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  readonly desks: readonly string[];
  readonly rooms: readonly { readonly name: string; readonly capacity: number }[];
  readonly booths: readonly string[];
};

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
      { name: 'Reading room', capacity: 6 },
      { name: 'Map room', capacity: 8 },
      { name: 'Press room', capacity: 4 },
      { name: 'Long gallery', capacity: 16 },
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
      { name: 'Reading room', capacity: 6 },
      { name: 'Yarra', capacity: 10 },
      { name: 'Laneway', capacity: 4 },
      { name: 'Tram shed', capacity: 12 },
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
