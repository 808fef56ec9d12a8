import type { Me } from '@lintel/core/members/wire.ts';
import {
  Box,
  Button,
  Container,
  Group,
  Menu,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from './brand.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { hashOf } from './hash.ts';
import { type LoginPaths, useLogout } from './session.ts';

/** `waiting`: how many things there are new behind the tab; said beside its name when there are any. */
type Tab = { readonly path: string; readonly name: string; readonly waiting?: number | undefined };

type Props = {
  readonly name: string;
  readonly server: string;
  readonly me: Me;
  readonly paths: LoginPaths;
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly children: ReactNode;
};

/** The frame of a screen: what it is, where one can go, who is logged in. The tabs are links, so Back and middle-click work. */
export function Shell({ name, server, me, paths, tabs, current, children }: Props) {
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <Box component="header" style={{ borderBottom: '1px solid var(--lintel-line)' }}>
        <Container size="xl" py={10}>
          <Group justify="space-between" gap="sm">
            <Brand name={name} />
            <Group gap="xs" style={{ order: 3 }} w={{ base: '100%', sm: 'auto' }} flex={{ sm: 1 }}>
              <nav className="tabs" aria-label={name} style={{ overflowX: 'auto' }}>
                {tabs.map((tab) => (
                  <a
                    key={tab.path}
                    className="tab"
                    href={hashOf(tab.path)}
                    aria-current={tab.path === current ? 'page' : undefined}
                  >
                    {tab.name}
                    {tab.waiting ? (
                      <span className="count">
                        {tab.waiting}
                        <span className="unseen"> new</span>
                      </span>
                    ) : null}
                  </a>
                ))}
              </nav>
            </Group>
            <Box style={{ order: 4 }} visibleFrom="sm">
              <PersonMenu me={me} paths={paths} />
            </Box>
            <Box style={{ order: 2 }} hiddenFrom="sm">
              <PersonMenu me={me} paths={paths} />
            </Box>
          </Group>
        </Container>
      </Box>
      <Container component="main" id="content" tabIndex={-1} size="xl" py="lg">
        <ConnectionBanner server={server} />
        {children}
      </Container>
    </>
  );
}

function PersonMenu({ me, paths }: { readonly me: Me; readonly paths: LoginPaths }) {
  const logout = useLogout(paths);
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" size="sm">
          {me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={6}>
          <Text size="sm">{me.email}</Text>
          <Text size="sm" c="dimmed">
            {me.operatorName}
          </Text>
        </Box>
        <Menu.Divider />
        <Menu.Item onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
          {scheme === 'dark' ? 'Light colours' : 'Dark colours'}
        </Menu.Item>
        <Menu.Item onClick={() => logout.mutate()}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
