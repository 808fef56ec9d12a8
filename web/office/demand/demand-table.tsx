import { Paper, SimpleGrid, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type Counted, type DemandHour, type DemandKind, demandKinds } from './by-hour.ts';

const kindNames: Record<DemandKind, string> = {
  desk: 'Desk',
  room: 'Room',
  booth: 'Booth',
  office: 'Office',
  any: 'Any kind',
};

/** Hours down, kinds across; on a narrow screen a card for each hour with the kinds that were wanted. */
export function DemandTable({ rows }: { readonly rows: readonly DemandHour[] }) {
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  return wide ? <Grid rows={rows} /> : <Cards rows={rows} />;
}

function Grid({ rows }: { readonly rows: readonly DemandHour[] }) {
  return (
    <Table verticalSpacing="xs" aria-label="What was looked for, by hour and kind">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Hour</Table.Th>
          {demandKinds.map((kind) => (
            <Table.Th key={kind} scope="col">
              {kindNames[kind]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ hour, byKind }) => (
          <Table.Tr key={hour}>
            <Table.Th scope="row" className="numbers">
              {hourText(hour)}
            </Table.Th>
            {demandKinds.map((kind) => (
              <Table.Td key={kind}>
                <Cell counted={byKind[kind]} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Cards({ rows }: { readonly rows: readonly DemandHour[] }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
      {rows.map(({ hour, byKind }) => (
        <Paper withBorder p="sm" component="article" key={hour} aria-label={hourText(hour)}>
          <Text fw={600} className="numbers">
            {hourText(hour)}
          </Text>
          {demandKinds
            .filter((kind) => isAnything(byKind[kind]))
            .map((kind) => (
              <Text size="sm" component="div" key={kind}>
                {kindNames[kind]}: <Cell counted={byKind[kind]} />
              </Text>
            ))}
        </Paper>
      ))}
    </SimpleGrid>
  );
}

function Cell({ counted }: { readonly counted: Counted }) {
  const { searches, missed, refused } = counted;
  if (!isAnything(counted)) return <>–</>;
  return (
    <Text size="sm" component="span" className="numbers">
      {searches > 0 && `${searches} looked`}
      {missed > 0 && (
        <>
          {', '}
          <strong>{missed} found nothing</strong>
        </>
      )}
      {refused > 0 && (
        <>
          {searches > 0 && ', '}
          <strong>{refused} refused</strong>
        </>
      )}
    </Text>
  );
}

function isAnything({ searches, refused }: Counted): boolean {
  return searches + refused > 0;
}

function hourText(hour: number): string {
  const text = (at: number) => `${String(at % 24).padStart(2, '0')}:00`;
  return `${text(hour)}–${text(hour + 1)}`;
}
