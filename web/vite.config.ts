import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type InlineConfig } from 'vite';

/** The four screens. Each is one page with its own folder in `dist/`, whole under its own base path. */
export const screens = ['portal', 'console', 'office', 'panel'] as const;
export type Screen = (typeof screens)[number];

/** Panels hang on walls for years: their script is written for the browsers of 2022 (`<dialog>` is the newest thing it uses). */
const targets: Record<Screen, string | string[]> = {
  portal: 'baseline-widely-available',
  console: 'baseline-widely-available',
  office: 'baseline-widely-available',
  panel: ['chrome87', 'safari15.4', 'firefox98'],
};

function screenConfig(screen: Screen): InlineConfig {
  const api = process.env.LINTEL_API ?? 'http://127.0.0.1:8080';
  return {
    root: fileURLToPath(new URL(screen, import.meta.url)),
    base: `/${screen}/`,
    plugins: [react()],
    server: { proxy: { '/api': api, '/health': api } },
    build: {
      outDir: fileURLToPath(new URL(`dist/${screen}`, import.meta.url)),
      emptyOutDir: true,
      target: targets[screen],
      chunkSizeWarningLimit: 900,
    },
  };
}

/**
 * Writes one screen into `web/dist/<screen>/`; throws with the first error of the build. Always as it is shipped: Vite takes what it finds in NODE_ENV, and anything but `production` brings React's
 * development build, twice as large and several times slower.
 */
export async function buildScreen(screen: Screen): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...screenConfig(screen), configFile: false, logLevel: 'warn' });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** `vite --mode portal` serves one screen while it is being written; `LINTEL_API` names the cloud or box behind it. */
export default defineConfig(({ mode }) =>
  screenConfig(screens.find((screen) => screen === mode) ?? 'portal'),
);
