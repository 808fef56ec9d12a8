import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Reads the imports of the source tree and says which break the table of who may import whom (docs/ARCHITECTURE.md). */

export const root = fileURLToPath(new URL('..', import.meta.url));
export const workspaces = ['core', 'edge', 'cloud', 'web', 'kiosk'] as const;
export type Workspace = (typeof workspaces)[number];

export type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean };

const importShape =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every source file of a workspace, tests left out, as paths from the root. */
export function sourcesOf(workspace: Workspace): readonly string[] {
  const within = workspace === 'web' || workspace === 'kiosk' ? workspace : join(workspace, 'src');
  return readdirSync(join(root, within), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mts)$/.test(name) && !/\.test\.|(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(within, name))
    .sort();
}

/** The imports of one file: paths from the root for those inside the tree (`core/src/time.ts`), package or `node:` names for the rest. */
export function importsOf(file: string, text = readFileSync(join(root, file), 'utf8')): readonly Import[] {
  return [...text.matchAll(importShape)].map(([, type, stated, dynamic]) => ({
    from: file,
    to: resolve(file, stated ?? dynamic ?? ''),
    typeOnly: type !== undefined,
  }));
}

function resolve(file: string, target: string): string {
  if (target.startsWith('.')) return relative('.', normalize(join(dirname(file), target)));
  const own = /^@lintel\/(core|edge|cloud|web|kiosk)\/(.+)$/.exec(target);
  return own ? `${own[1]}/src/${own[2]}` : target;
}

type Rule = {
  readonly name: string;
  readonly applies: (file: string) => boolean;
  readonly allows: (found: Import) => boolean;
};

const inside = (path: string, ...folders: readonly string[]) =>
  folders.some((folder) => path.startsWith(`${folder}/`));
const isOurs = (path: string) =>
  inside(path, ...workspaces) || path.startsWith('scripts/') || path.startsWith('test/');
const packageOf = (path: string) =>
  path.startsWith('@') ? path.split('/').slice(0, 2).join('/') : (path.split('/')[0] ?? '');
const isPackage = (path: string, ...names: readonly string[]) =>
  !isOurs(path) && names.includes(packageOf(path));

/** A verb: one thing the system does. Whatever lies in a domain folder and is none of the other five kinds of file. */
export function isVerb(file: string): boolean {
  const domain =
    /^(edge|cloud)\/src\/(bookings|calendars|doors|members|notices|occupancy|panels|sync|sites)\/([^/]+)\.ts$/.exec(
      file,
    );
  if (!domain) return false;
  const name = domain[3] ?? '';
  return !/^(http|mqtt|tables|store|devices)$|-store$|-http$|^sse$/.test(name);
}

const rules: readonly Rule[] = [
  {
    name: 'core imports zod and core, nothing else: no Node, no other workspace',
    applies: (file) => inside(file, 'core'),
    allows: ({ to }) => inside(to, 'core') || isPackage(to, 'zod'),
  },
  {
    name: 'edge imports core and edge of ours, and never stripe, pg, react or electron',
    applies: (file) => inside(file, 'edge'),
    allows: ({ to }) =>
      isOurs(to)
        ? inside(to, 'core', 'edge')
        : !isPackage(to, 'stripe', 'pg', 'react', 'react-dom', 'electron', 'better-auth'),
  },
  {
    name: 'cloud imports core and cloud of ours, and never react, electron, better-sqlite3 or serialport',
    applies: (file) => inside(file, 'cloud'),
    allows: ({ to }) =>
      isOurs(to)
        ? inside(to, 'core', 'cloud')
        : !isPackage(to, 'react', 'react-dom', 'electron', 'better-sqlite3', 'serialport', 'aedes'),
  },
  {
    name: 'web imports core, web, and only types of the two APIs',
    applies: (file) => inside(file, 'web'),
    allows: ({ to, typeOnly }) =>
      !isOurs(to) || inside(to, 'core', 'web') || (typeOnly && inside(to, 'cloud', 'edge')),
  },
  {
    name: 'kiosk imports core and kiosk of ours',
    applies: (file) => inside(file, 'kiosk'),
    allows: ({ to }) => !isOurs(to) || inside(to, 'core', 'kiosk'),
  },
  {
    name: 'a verb imports no HTTP and no driver',
    applies: isVerb,
    allows: ({ to }) =>
      !isPackage(to, 'hono', '@hono/node-server', '@hono/zod-openapi', 'serialport', 'aedes') &&
      !/\/(readers|relays|bridges)\//.test(to),
  },
];

/** Every import that breaks a rule, as a sentence. */
export function broken(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((found) =>
    rules
      .filter((rule) => rule.applies(found.from) && !rule.allows(found))
      .map((rule) => `${found.from} imports ${found.to}: ${rule.name}`),
  );
}
