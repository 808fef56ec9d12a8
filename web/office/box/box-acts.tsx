import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { OfficeSite } from '../office-sites.ts';
import { LostDialog } from './lost-dialog.tsx';
import { QuarantineDialog } from './quarantine-dialog.tsx';

/** What a director answers for about a site's box. Nothing where no box was ever enrolled. */
export function BoxActs({ site }: { readonly site: OfficeSite }) {
  const [open, setOpen] = useState<'lost' | 'quarantine'>();
  const close = () => setOpen(undefined);
  if (site.epoch === 0) return null;
  return (
    <>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={() => setOpen('lost')}>
          Declare the box lost…
        </Button>
        <Button variant="default" size="sm" onClick={() => setOpen('quarantine')}>
          End a quarantine…
        </Button>
      </Group>
      {open === 'lost' && <LostDialog site={site} close={close} />}
      {open === 'quarantine' && <QuarantineDialog site={site} close={close} />}
    </>
  );
}
