import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, Menu, powerSaveBlocker, session } from 'electron';
import { findCachedAgenda, pollAgenda } from './agenda-cache.ts';
import { Keeper } from './keeper.ts';
import { type KioskSettings, readSettings } from './settings.ts';
import { shellView } from './shell-view.ts';
import { mayGo } from './walls.ts';

const pollEveryMs = 10_000;
/** Chromium's own number for a load that another load took the place of. */
const loadAborted = -3;

function loadSettings(): KioskSettings {
  const file = process.env.LINTEL_KIOSK_SETTINGS ?? join(app.getPath('userData'), 'kiosk.json');
  try {
    return readSettings(readFileSync(file, 'utf8'), file);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function openWindow(settings: KioskSettings): BrowserWindow {
  const window = new BrowserWindow({
    kiosk: !settings.window,
    fullscreen: !settings.window,
    frame: settings.window,
    backgroundColor: '#16181d',
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: settings.window,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    if (!mayGo(event.url, settings.boxOrigin)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => {
    if (event.isMainFrame && !mayGo(event.url, settings.boxOrigin)) event.preventDefault();
  });
  return window;
}

function closeSession(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
}

/** A panel that is up, or our shell with its age, until the power goes. */
function keepUp(window: BrowserWindow, settings: KioskSettings): void {
  const cacheFile = join(app.getPath('userData'), 'agenda.json');
  const shellFile = join(app.getAppPath(), 'shell', 'index.html');
  const showShell = () => {
    const hash = encodeURIComponent(JSON.stringify(shellView(findCachedAgenda(cacheFile), Date.now())));
    window.loadFile(shellFile, { hash }).catch(reportLoad);
  };
  const keeper = new Keeper({
    loadPanel: () => {
      window.loadURL(settings.panelUrl).catch(reportLoad);
    },
    showShell,
    later: (lengthMs, then) => {
      const timer = setTimeout(then, lengthMs);
      return () => clearTimeout(timer);
    },
    nowMs: () => performance.now(),
  });
  listen(window, settings, keeper);

  // The session's cookie is the panel's token: pairing happens on the panel's own page.
  const ask = () =>
    session.defaultSession.fetch(settings.agendaUrl, {
      credentials: 'include',
      signal: AbortSignal.timeout(5000),
    });
  const poll = async () => {
    keeper.tell(await pollAgenda(cacheFile, ask, Date.now));
    if (keeper.state() === 'offline') showShell();
    setTimeout(poll, pollEveryMs);
  };
  keeper.start();
  setTimeout(poll, pollEveryMs);
}

function listen({ webContents }: BrowserWindow, settings: KioskSettings, keeper: Keeper): void {
  const panelIsUp = () => mayGo(webContents.getURL(), settings.boxOrigin);
  webContents.on('did-navigate', (_event, _url, httpStatus) => {
    if (panelIsUp() && httpStatus >= 500) keeper.tell('failed');
  });
  webContents.on('did-finish-load', () => {
    if (panelIsUp()) keeper.tell('loaded');
  });
  webContents.on('did-fail-load', (_event, errorCode, _words, _url, isMainFrame) => {
    if (isMainFrame && errorCode !== loadAborted) keeper.tell('failed');
  });
  webContents.on('render-process-gone', () => keeper.tell('crashed'));
  webContents.on('unresponsive', () => keeper.tell('hung'));
  webContents.on('responsive', () => keeper.tell('answering'));
}

/** The keeper hears of a failed load by `did-fail-load`; here it is only written down. */
function reportLoad(error: unknown): void {
  process.stderr.write(`a page did not load: ${error instanceof Error ? error.message : String(error)}\n`);
}

if (!app.requestSingleInstanceLock()) {
  process.stderr.write('The kiosk runs already on this screen.\n');
  app.exit(0);
} else {
  const settings = loadSettings();
  Menu.setApplicationMenu(null);
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(() => {
    powerSaveBlocker.start('prevent-display-sleep');
    closeSession();
    keepUp(openWindow(settings), settings);
  }, reportLoad);
}
