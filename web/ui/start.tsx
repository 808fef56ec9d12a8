import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { Caught } from './caught.tsx';
import { createQueries } from './queries.ts';
import { theme, variables } from './theme.ts';
import './ui.css';

/** Draws a Mantine screen into the page: colours after the reader's system, one store of queries, a last net for our own mistakes. */
export function start(screen: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no element with the id root');
  createRoot(root).render(
    <StrictMode>
      <Caught>
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
          <Notifications position="bottom-center" autoClose={8_000} />
          <QueryClientProvider client={createQueries()}>{screen}</QueryClientProvider>
        </MantineProvider>
      </Caught>
    </StrictMode>,
  );
}
