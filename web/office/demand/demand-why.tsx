import type { DemandView } from '@lintel/core/demand/wire.ts';
import { SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { reasonWords } from './reason-words.ts';

/** Why wishes came to nothing and under which plans, on all days of the week. */
export function DemandWhy({ view }: { readonly view: DemandView }) {
  const { reasons, plans } = view;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Stack component="section" gap="xs" aria-label="Why not">
        <Title order={2} size="h3">
          Why not
        </Title>
        <Text size="sm">On all days. One wish can have several reasons.</Text>
        <Lines
          names={['Reason', 'Told']}
          rows={reasons.map(({ kind, count }) => [reasonWords(kind), count])}
        />
      </Stack>
      <Stack component="section" gap="xs" aria-label="Under which plan">
        <Title order={2} size="h3">
          Under which plan
        </Title>
        <Text size="sm">On all days. Only wishes that came to nothing.</Text>
        <Lines
          names={['Plan', 'Found nothing', 'Refused']}
          rows={plans.map(({ planName, missed, refused }) => [planName || 'No plan', missed, refused])}
        />
      </Stack>
    </SimpleGrid>
  );
}

type LinesProps = {
  readonly names: readonly string[];
  readonly rows: readonly (readonly [string, ...number[]])[];
};

function Lines({ names, rows }: LinesProps) {
  if (rows.length === 0) return <Text size="sm">Nothing yet.</Text>;
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          {names.map((name) => (
            <Table.Th key={name} scope="col">
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, ...counts]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            {counts.map((count, index) => (
              <Table.Td key={names[index + 1]} className="numbers">
                {count}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
