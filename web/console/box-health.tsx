import type { HealthView } from '@lintel/core/health/wire.ts';
import { Group, List, Paper, Stack, Text } from '@mantine/core';
import { Notice } from '../ui/notice.tsx';
import { StateWord, type Tone } from '../ui/state-word.tsx';
import { agoText, foreignZone, readersZone } from '../ui/zone.ts';
import { CutOff, troubleBesides } from './cut-off.tsx';
import { useHealth } from './health.ts';
import { Quarantine } from './quarantine.tsx';

const links: Record<HealthView['link']['state'], { readonly tone: Tone; readonly word: string }> = {
  live: { tone: 'good', word: 'Linked to the cloud' },
  cut_off: { tone: 'warn', word: 'Cut off from the cloud' },
  not_enrolled: { tone: 'none', word: 'Not enrolled' },
};

const clocks: Record<HealthView['clock']['trust'], { readonly tone: Tone; readonly word: string }> = {
  trusted: { tone: 'good', word: 'Clock right' },
  bounded: { tone: 'warn', word: 'Clock not sure' },
  unknown: { tone: 'bad', word: 'Clock unknown' },
};

/** How the box is: one calm line while all is well, and in words what works and what does not while it is not. */
export function BoxHealth() {
  const { data: health } = useHealth();
  if (!health) return null;
  const link = links[health.link.state];
  const trust = clocks[health.clock.trust];
  const { timeZone = readersZone(), name = 'This box' } = health.site ?? {};
  const trouble = troubleBesides(health);
  const zone = foreignZone(health.at, timeZone, readersZone());
  return (
    <Stack mb="md">
      <Paper withBorder px="md" py={10} component="section" aria-label="State of the box">
        <Group gap={8} style={{ columnGap: 24 }}>
          <Text fw={650}>{name}</Text>
          <StateWord tone={link.tone}>{link.word}</StateWord>
          <StateWord tone={trust.tone}>{trust.word}</StateWord>
          <Text size="sm">{waitingText(health)}</Text>
          {zone && <Text size="sm">Times are {zone}</Text>}
        </Group>
      </Paper>
      {health.link.state !== 'live' && <CutOff health={health} timeZone={timeZone} />}
      <Quarantine health={health} timeZone={timeZone} />
      {(trouble.length > 0 || !health.store.writable) && <Trouble {...{ health, trouble }} />}
    </Stack>
  );
}

type TroubleProps = { readonly health: HealthView; readonly trouble: readonly string[] };

function Trouble({ health, trouble }: TroubleProps) {
  const disk = health.store.writable
    ? []
    : ['The box cannot write to its disk. Free space or replace the card.'];
  const sentences = trouble.length > 0 ? trouble : disk;
  return (
    <Notice tone="bad" role="alert" title="The box needs a hand">
      <List size="sm">
        {sentences.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

function waitingText(health: HealthView): string {
  const { waiting, oldestAt } = health.link.outbox;
  if (waiting === 0) return 'Everything reported';
  const age = oldestAt === undefined ? '' : `, oldest ${agoText(health.at - oldestAt)}`;
  return `${waiting} ${waiting === 1 ? 'fact waits' : 'facts wait'} for the cloud${age}`;
}
