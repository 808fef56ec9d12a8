import { Paper, Stack, Text, Title } from '@mantine/core';
import { create } from 'qrcode';
import { StateWord } from '../../ui/state-word.tsx';
import { lifeText } from './pass-life.ts';

type Props = { readonly siteName: string; readonly text: string; readonly lifeMs: number };

/** A pass as a QR to hold before a reader. One that has run out is not drawn: a door would refuse it. */
export function PassCode({ siteName, text, lifeMs }: Props) {
  return (
    <Paper withBorder p="md" component="article" aria-label={`Pass for ${siteName}`}>
      <Stack align="center" gap="sm">
        <Title order={2} size="h4">
          {siteName}
        </Title>
        {lifeMs > 0 ? (
          <>
            <Qr text={text} label={`QR code of your pass for ${siteName}`} />
            <Text size="sm" className="numbers">
              Valid for {lifeText(lifeMs)}, then renewed by itself
            </Text>
          </>
        ) : (
          <Stack align="center" py={48} gap={6}>
            <StateWord tone="bad">Run out</StateWord>
            <Text size="sm">
              A new one appears as soon as Lintel answers. Until then use your card or PIN.
            </Text>
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

/** Four modules of quiet zone all round (ISO/IEC 18004 §9.1), drawn as one path so that it is sharp at every size. */
function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const size = modules.size + 8;
  const path = Array.from(modules.data, (dark, index) =>
    dark ? `M${(index % modules.size) + 4} ${Math.floor(index / modules.size) + 4}h1v1h-1z` : '',
  ).join('');
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
