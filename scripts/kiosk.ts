import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { readSettings } from '../kiosk/src/settings.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const usage =
  'npm run kiosk -- SETTINGS.json   (in it: {"boxUrl": "http://192.168.1.10:8090", "window": true})';

/** Where the Electron program is, or should be. Its package is only the recipe for fetching it. */
function electronProgram(environment: NodeJS.ProcessEnv): string {
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  return join(folder, 'electron');
}

/** Everything a kiosk on this machine lacks, each a sentence with what to do; empty when it can start. */
export function missingFor(
  settingsFile: string | undefined,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const missing: string[] = [];
  const program = electronProgram(environment);
  if (!existsSync(program)) {
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
    missing.push(
      `The Electron program is missing (${program}). Where GitHub can be reached, run: npx install-electron. ` +
        `Elsewhere, unpack Electron ${version} for this machine and name its folder in ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  }
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    missing.push(
      'There is no screen (neither DISPLAY nor WAYLAND_DISPLAY). Run this on the screen, or under cage.',
    );
  }
  missing.push(...settingsFaults(settingsFile));
  return missing;
}

function settingsFaults(file: string | undefined): readonly string[] {
  if (!file) return [`The settings are missing. ${usage}`];
  if (!existsSync(file)) return [`The settings ${file} are not there. ${usage}`];
  try {
    readSettings(readFileSync(file, 'utf8'), file);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** One file of plain JavaScript, because Electron's own Node reads no TypeScript. */
export async function buildKiosk(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'kiosk'),
    ssr: { noExternal: true },
    build: { ssr: 'src/main.ts', outDir, emptyOutDir: true, rolldownOptions: { external: ['electron'] } },
  });
}

async function main(): Promise<void> {
  const settingsFile = process.argv[2] ?? process.env.LINTEL_KIOSK_SETTINGS;
  const missing = missingFor(settingsFile, process.env);
  if (missing.length > 0) {
    process.stderr.write(`The kiosk cannot start:\n${missing.map((sentence) => `- ${sentence}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  await buildKiosk(join(root, 'kiosk/dist'));
  const env = { ...process.env, LINTEL_KIOSK_SETTINGS: settingsFile };
  const kiosk = spawn(electronProgram(process.env), [join(root, 'kiosk')], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => kiosk.kill(signal));
  kiosk.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

if (import.meta.main) await main();
