import { spawn } from 'node:child_process';
import { buildWeb } from './build.ts';
import { root } from './demo/process.ts';

/** `npm test [-- WORDS]`: builds the screens and passes every test, or those whose path has one of the words. */

await buildWeb();
const reporters = ['--reporter=default', '--reporter=./test/support/closing-line.ts'];
const args = ['run', ...reporters, ...process.argv.slice(2)];
const child = spawn(`${root}node_modules/.bin/vitest`, args, { cwd: root, stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
