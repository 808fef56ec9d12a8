import { Group, Text } from '@mantine/core';

export function Brand({ name = 'Lintel' }: { readonly name?: string }) {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#0f6b66" />
        <path d="M6 9h20v4h-3v11h-4V13h-6v11H9V13H6z" fill="#fff" />
      </svg>
      <Text fw={700} size="lg">
        {name}
      </Text>
    </Group>
  );
}
