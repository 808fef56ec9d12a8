import type { Keyring, Letter, LetterRow } from './letter.ts';

/** The content id of the picture of a pass. */
export const passCid = 'pass@lintel';

/** A letter as plain text: labels in a column, lines as they come. */
export function drawText(letter: Letter, keys: Keyring): string {
  const width = Math.max(0, ...letter.rows.map((row) => row.label.length)) + 3;
  const rows = letter.rows.flatMap(({ label, is, was }) => [
    `  ${label.padEnd(width)}${is}`,
    ...(was === undefined ? [] : [`  ${''.padEnd(width)}(was: ${was})`]),
  ]);
  const parts = [
    letter.hello,
    letter.lead,
    rows.join('\n'),
    keysText(keys).join('\n'),
    letter.notes.join('\n'),
    letter.closing.join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function keysText({ pin, hasPass }: Keyring): readonly string[] {
  return [
    ...(pin === undefined ? [] : [`Your PIN at the door: ${pin}`]),
    ...(hasPass
      ? ['Or hold the QR code in this mail before the reader. It is as good as a key: pass it on to nobody.']
      : []),
  ];
}

const table = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';

/**
 * A letter as HTML that every mail program draws: plain tables, no picture from elsewhere, and no colours of its own but the white beneath the QR code, so that a dark
 * screen shows it dark.
 */
export function drawHtml(letter: Letter, keys: Keyring): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escaped(letter.subject)}</title></head>
<body style="margin:0;padding:0">
<table ${table} width="100%"><tr><td align="center" style="padding:24px 12px">
<table ${table} width="560" style="max-width:560px;width:100%;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
<tr><td>${paragraph(letter.hello)}${paragraph(letter.lead)}</td></tr>
<tr><td style="padding:8px 0 16px"><table ${table} width="100%">${letter.rows.map(rowHtml).join('')}</table></td></tr>
<tr><td>${keysHtml(keys)}${letter.notes.map(paragraph).join('')}</td></tr>
<tr><td style="border-top:1px solid #888888;padding-top:12px;font-size:14px">${letter.closing.map(escaped).join('<br>')}</td></tr>
</table>
</td></tr></table>
</body></html>
`;
}

function rowHtml({ label, is, was }: LetterRow): string {
  const before = was === undefined ? '' : `<br><s>${escaped(was)}</s>`;
  return `<tr><th align="left" valign="top" style="padding:4px 16px 4px 0;white-space:nowrap">${escaped(label)}</th><td valign="top" style="padding:4px 0">${escaped(is)}${before}</td></tr>`;
}

function keysHtml({ pin, hasPass }: Keyring): string {
  const picture = `<table ${table}><tr><td bgcolor="#ffffff" style="background:#ffffff;padding:8px"><img src="cid:${passCid}" width="240" height="240" alt="QR code of your pass" style="display:block"></td></tr></table>`;
  return [
    pin === undefined
      ? ''
      : `<p style="margin:0 0 16px">Your PIN at the door: <strong>${escaped(pin)}</strong></p>`,
    hasPass
      ? `${picture}${paragraph('Hold this code before the reader. It is as good as a key: pass it on to nobody.')}`
      : '',
  ].join('');
}

const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter).replaceAll('\n', '<br>');
}
