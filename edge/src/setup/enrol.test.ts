import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { Changes } from '../changes.ts';
import { Writer } from '../database/writer.ts';
import { enrol } from './enrol.ts';
import { findIdentity } from './identity.ts';

const siteId = '00000000-0000-7000-8000-000000000001';
const answer = { operatorId: siteId, siteId, siteName: 'Test', epoch: 1, credentialKey: 'ab'.repeat(32) };

test('a box whose answer was lost asks the very same again, and a new code is a new incarnation', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lintel-enrol-'));
  const asked: { code: string; incarnation: string }[] = [];
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(await text(request)));
    if (asked.length === 1) return request.socket.destroy();
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const writer = await Writer.open(join(dataDir, 'site.db'), new Changes());
  try {
    const cloudUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const parts = { dataDir, cloudUrl, writer, waitMostMs: 5_000 };
    await expect(enrol(parts, 'ABCD-EFGH-JKLM')).rejects.toThrow();
    expect(findIdentity(dataDir)).toBeUndefined();
    await enrol(parts, 'ABCD-EFGH-JKLM');
    await enrol(parts, 'NPQR-STUV-WXYZ');
    expect(findIdentity(dataDir)?.siteId).toBe(siteId);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]?.incarnation).not.toBe(asked[0]?.incarnation);
  } finally {
    await writer.close();
    server.close();
    rmSync(dataDir, { recursive: true });
  }
});
