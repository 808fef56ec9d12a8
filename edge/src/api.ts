import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import type { PanelId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { consoleBookingRoutes } from './bookings/http.ts';
import { lookAtBooking, lookAtDay, openSpanOf, skippedOf } from './bookings/look.ts';
import { findPeople } from './bookings/people-store.ts';
import { hasRoomForBookings } from './bookings/room-on-disk.ts';
import { findBooking, findResource } from './bookings/store.ts';
import { bookWalkIn, type Shown } from './bookings/walk-in.ts';
import type { Box } from './box.ts';
import { findStaff, loginRoutes, staffOnly } from './console/http.ts';
import { Sessions, type StaffLogin } from './console/session.ts';
import { findSession } from './console/store.ts';
import { doorRoutes } from './doors/http.ts';
import { openForStaff } from './doors/open.ts';
import { credentialHash } from './doors/present.ts';
import { findCredential, findDoor } from './doors/store.ts';
import { type HealthPorts, healthOf } from './health/health.ts';
import { streamChanges } from './http/events.ts';
import { answerErrors, ProblemAnswer, shortBodies } from './http/problem.ts';
import { freshToken, tokenHash } from './http/tokens.ts';
import { checkPassword } from './members/password.ts';
import { findHolder, findLogin, type HolderRow } from './members/store.ts';
import { actAtPanel } from './panels/act.ts';
import { type PanelPorts, panelRoutes } from './panels/http.ts';
import { panelListRoutes } from './panels/list-http.ts';
import { findPanelByToken, listPanels } from './panels/store.ts';
import type { Reading } from './reading.ts';
import { findSite } from './sites/store.ts';

/** As many as a person reads through. */
const peopleMost = 20;

export type BoxApi = ReturnType<typeof createApi>;

/** The box's HTTP: its health, the console behind a staff login, panels behind their pairing, and both screens' files. */
export function createApi(box: Box, reading: Reading, health: HealthPorts, webDir: string) {
  const now = () => box.clock.now().at;
  const consolePorts = {
    sessions: new Sessions({
      now,
      findLogin: (email) => staffOf(findLogin(box.store, email)),
      checkPassword,
      writer: box.writer,
    }),
    now,
    operatorName: () => findSite(box.store)?.operatorName ?? '',
    findSession: (hash: string, at: EpochMs) => findSession(box.store, hash, at),
    findStaff: (holderId: StaffLogin['id']) => staffOf(findHolder(box.store, holderId)),
  };
  const panels = panelPorts(box, reading, now);

  const staffApi = new Hono()
    .use('/*', staffOnly(consolePorts))
    .route('/', doorRoutes(doorPorts(box, reading)))
    .route('/', consoleBookingRoutes(bookingPorts(box, reading, now)))
    .route('/panels', panelListRoutes(panels));

  const app = new Hono();
  app.use(secureHeaders({ crossOriginResourcePolicy: false }));
  app.use(shortBodies);
  app.onError(answerErrors(box.log));
  app.notFound((c) => c.json({ kind: 'not_found', sentence: 'There is nothing at this address.' }, 404));
  const api = app
    .get('/health', (c) => c.json(healthOf(health)))
    .route('/api/panel', panelRoutes(panels))
    .route('/api/console', staffApi)
    .get('/api/events', staffOnly(consolePorts), (c) =>
      streamChanges(
        c,
        box.changes,
        ['bookings', 'access', 'doors', 'link', 'settings'],
        () => findStaff(consolePorts, c) !== undefined,
      ),
    )
    .route('/api', loginRoutes(consolePorts));
  servePages(app, webDir);
  return api;
}

function servePages(app: Hono, webDir: string): void {
  for (const screen of ['console', 'panel']) {
    const page = `${webDir}/${screen}/index.html`;
    app.get(`/${screen}`, (c) => c.redirect(`/${screen}/`));
    app.use(`/${screen}/*`, serveStatic({ root: webDir }));
    app.get(`/${screen}/`, (c) =>
      existsSync(page)
        ? c.html(readFileSync(page, 'utf8'))
        : c.text('The screens are not built yet. Run `npm run build` in the checkout.', 503),
    );
  }
  app.get('/', (c) => c.redirect('/console/'));
}

function doorPorts(box: Box, reading: Reading): Parameters<typeof doorRoutes>[0] {
  return {
    listDoors: reading.listDoors,
    findDoor: (doorId) => findDoor(box.store, doorId),
    open: (door, staff) => openForStaff(box.tapPorts, door, staff),
    viewOf: (event) => reading.eventView(randomUUID(), event),
    listEvents: reading.listEvents,
  };
}

function bookingPorts(
  box: Box,
  reading: Reading,
  now: () => EpochMs,
): Parameters<typeof consoleBookingRoutes>[0] {
  const { store, writer } = box;
  return {
    ...reading.forStaff,
    now,
    day: (date) => lookAtDay(reading.calendar, date),
    openSpan: (date) => openSpanOf(store, date),
    details: (bookingId) => lookAtBooking(reading.calendar, bookingId),
    people: (text) => findPeople(store, text, peopleMost),
    book: (wish) => whileThereIsRoom(box, () => writer.run('bookHere', wish)),
    change: (wish) => writer.run('changeHere', wish),
    hold: (wish) => whileThereIsRoom(box, () => writer.run('holdDesks', wish)),
    skippedOf: (reasons) => skippedOf(reading.calendar, reasons),
  };
}

/** Books only while the disk has room to spare for the doors. */
function whileThereIsRoom<Done>({ config }: Box, book: () => Promise<Done>): Promise<Done> {
  if (hasRoomForBookings(config.dataDir)) return book();
  const sentence =
    'The disk of this box is nearly full, and what is left is kept for the doors. Free space on it. Try again then.';
  throw new ProblemAnswer(503, { kind: 'disk_full', sentence });
}

function panelPorts(box: Box, reading: Reading, now: () => EpochMs): PanelPorts {
  const seenAt = new Map<PanelId, EpochMs>();
  return {
    now,
    changes: box.changes,
    addCode: (code) => box.writer.run('addPanelCode', code),
    pair: async (code) => {
      const token = freshToken();
      const panelId = id<PanelId & string>(randomUUID());
      const panel = await box.writer.run('pairPanel', {
        codeHash: tokenHash(code),
        panelId,
        tokenHash: tokenHash(token),
        at: now(),
      });
      return panel && { panel, token };
    },
    findByToken: (hash) => findPanelByToken(box.store, hash),
    seen: (panelId) => seenAt.get(panelId),
    see: (panelId) => void seenAt.set(panelId, now()),
    list: () => listPanels(box.store),
    remove: (panelId) => box.writer.run('removePanel', { id: panelId }),
    findResource: (resourceId) => findResource(box.store, resourceId),
    agenda: reading.agenda,
    free: reading.nearestFree,
    policy: () => findSite(box.store)?.panel?.act ?? 'open',
    findByPin: (pin) => whoShows(box, pin),
    walkIn: (wish) =>
      bookWalkIn(
        {
          now,
          freeNow: reading.freeNow,
          book: (one) => whileThereIsRoom(box, () => box.writer.run('bookHere', one)),
        },
        wish,
      ),
    act: (wish) =>
      actAtPanel(
        {
          now,
          findBooking: (bookingId) => findBooking(box.store, bookingId),
          extendableTo: reading.extendableTo,
          change: (one) => box.writer.run('changeHere', one),
        },
        wish,
      ),
    answers: reading.forPanel,
  };
}

/** The member or one of the staff whose PIN this is; nobody whose PIN was revoked, or who is suspended and staff. */
function whoShows(box: Box, pin: string): Shown | undefined {
  const credential = findCredential(
    box.store,
    credentialHash(box.presentPorts.credentialKey, { kind: 'pin', digits: pin }),
  );
  const holder = credential && !credential.revoked ? findHolder(box.store, credential.holderId) : undefined;
  const isStaff = holder?.kind === 'staff';
  if (!holder || (isStaff && holder.suspended)) return undefined;
  return { id: holder.id, name: holder.name, isStaff };
}

function staffOf(row: HolderRow | undefined): StaffLogin | undefined {
  if (!row?.email || !row.passwordHash || !row.role) return undefined;
  const { id: holderId, name, email, role, suspended, passwordHash } = row;
  return { id: holderId, name, email, role, suspended, passwordHash };
}
