import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { Brand } from './brand.tsx';
import { Problem } from './notes.tsx';
import { type LoginPaths, useLogin } from './session.ts';

type Props = { readonly paths: LoginPaths; readonly name: string; readonly hint: string };

/** The log-in page of a screen. A wrong password is said in words and the e-mail stays filled in. */
export function Login({ paths, name, hint }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useLogin(paths);

  return (
    <Stack component="main" align="center" pt="12vh" px="md" gap="lg">
      <Brand />
      <Paper withBorder p="xl" w="100%" maw={400} radius="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            login.mutate({ email: email.trim(), password });
          }}
        >
          <Stack>
            <div>
              <Title order={1} size="h2">
                {name}
              </Title>
              <Text c="dimmed" size="sm">
                {hint}
              </Text>
            </div>
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              autoFocus
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {login.error && <Problem error={login.error} />}
            <Button type="submit" loading={login.isPending}>
              Log in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Stack>
  );
}
