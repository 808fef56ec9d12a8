import { createRoute, z } from '@hono/zod-openapi';
import {
  noticeSettings,
  noticesRead,
  noticesView,
  operatorNoticeSettings,
  unsentNoticeView,
} from '@lintel/core/notices/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { isTimeZone } from './letters/when.ts';
import { changeHolderSettings, changeRemindMs, holderSettings, remindMsOf } from './settings-store.ts';
import { markRead, noticesOf } from './store.ts';
import { unsentAt } from './unsent-store.ts';
import { toNoticeView, toUnsentView } from './views.ts';

const shownMost = 200;

const listRoute = createRoute({
  method: 'get',
  path: '/api/me/notices',
  responses: {
    200: { description: 'What the viewer was told, the newest first.', content: json(noticesView) },
    401: problems[401],
  },
});

const readRoute = createRoute({
  method: 'post',
  path: '/api/me/notices/read',
  request: { body: { content: json(noticesRead), required: true } },
  responses: {
    200: { description: 'Marked: these, or all without any.', content: json(z.object({ unread: z.int() })) },
    400: problems[400],
    401: problems[401],
  },
});

const settingsRoute = createRoute({
  method: 'get',
  path: '/api/me/notice-settings',
  responses: {
    200: { description: 'How the viewer is told.', content: json(noticeSettings) },
    401: problems[401],
  },
});

const changeSettingsRoute = createRoute({
  method: 'put',
  path: '/api/me/notice-settings',
  request: { body: { content: json(noticeSettings), required: true } },
  responses: {
    200: { description: 'Kept.', content: json(noticeSettings) },
    400: problems[400],
    401: problems[401],
  },
});

const unsentRoute = createRoute({
  method: 'get',
  path: '/api/office/notices',
  responses: {
    200: {
      description: 'Mails that have not gone out, at the sites the viewer sees, the newest first.',
      content: json(z.object({ notices: z.array(unsentNoticeView), mailIsSetUp: z.boolean() })),
    },
    401: problems[401],
    403: problems[403],
  },
});

const operatorRoute = createRoute({
  method: 'get',
  path: '/api/office/notice-settings',
  responses: {
    200: { description: 'When people are reminded.', content: json(operatorNoticeSettings) },
    401: problems[401],
    403: problems[403],
  },
});

const changeOperatorRoute = createRoute({
  method: 'put',
  path: '/api/office/notice-settings',
  request: { body: { content: json(operatorNoticeSettings), required: true } },
  responses: {
    200: { description: 'Kept.', content: json(operatorNoticeSettings) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

export type NoticesHttpParts = SignedInParts & { readonly sendsMail: boolean };

/** What a person was told, how they want to be told, and what staff see of mails that did not go out. */
export function noticesHttp(parts: NoticesHttpParts) {
  const router = newRouter<SignedInEnv>();
  for (const path of ['notices', 'notices/read', 'notice-settings'])
    router.use(`/api/me/${path}`, signedIn(parts));
  for (const path of ['notices', 'notice-settings']) router.use(`/api/office/${path}`, signedIn(parts));
  const { withOperator, now, sendsMail } = parts;
  return router
    .openapi(listRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const { rows, unread } = await withOperator(operatorId, (tx) =>
        noticesOf(tx, holderId, now(), shownMost),
      );
      return c.json({ notices: rows.map((row) => toNoticeView(row, sendsMail)), unread }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const { ids } = c.req.valid('json');
      const { unread } = await withOperator(operatorId, async (tx) => {
        await markRead(tx, holderId, now(), ids);
        return await noticesOf(tx, holderId, now(), 1);
      });
      return c.json({ unread }, 200);
    })
    .openapi(settingsRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      return c.json(await withOperator(operatorId, (tx) => holderSettings(tx, holderId)), 200);
    })
    .openapi(changeSettingsRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const wanted = c.req.valid('json');
      if (wanted.timeZone !== null && !isTimeZone(wanted.timeZone)) {
        const sentence = 'There is no such time zone. Name one as Europe/London is named.';
        const fields = [{ path: 'timeZone', message: 'is not the name of a time zone' }];
        return c.json({ kind: 'bad_input', sentence, fields }, 400);
      }
      await withOperator(operatorId, (tx) => changeHolderSettings(tx, holderId, wanted));
      return c.json(wanted, 200);
    })
    .openapi(unsentRoute, async (c) => {
      const viewer = c.get('viewer');
      if (!viewer.staff) return c.json(notYours, 403);
      const siteIds = viewer.staff.siteIds;
      const rows = await withOperator(viewer.operatorId, (tx) => unsentAt(tx, siteIds, now(), shownMost));
      return c.json(
        { notices: rows.map((row) => toUnsentView(row, sendsMail)), mailIsSetUp: sendsMail },
        200,
      );
    })
    .openapi(operatorRoute, async (c) => {
      const viewer = c.get('viewer');
      if (!viewer.staff) return c.json(notYours, 403);
      const remindMs = await withOperator(viewer.operatorId, remindMsOf);
      return c.json({ remindMin: Math.round(remindMs / minuteMs) }, 200);
    })
    .openapi(changeOperatorRoute, async (c) => {
      const viewer = c.get('viewer');
      if (viewer.staff?.role !== 'director') return c.json(notYours, 403);
      const { remindMin } = c.req.valid('json');
      await withOperator(viewer.operatorId, (tx) => changeRemindMs(tx, remindMin * minuteMs));
      return c.json({ remindMin }, 200);
    });
}
