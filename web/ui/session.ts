import { me } from '@lintel/core/members/wire.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, call, Refused, refusalOf } from './api.ts';

/** Where this screen logs in: the cloud's better-auth, or the box's own store. */
export type LoginPaths = { readonly login: string; readonly logout: string };

export const cloudLogin: LoginPaths = { login: '/api/auth/sign-in/email', logout: '/api/auth/sign-out' };
export const boxLogin: LoginPaths = { login: '/api/login', logout: '/api/logout' };

/** Who is logged in; `null` when nobody is. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async () => {
      try {
        return await call(me, '/api/me');
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return null;
        throw error;
      }
    },
  });
}

export function useLogin(paths: LoginPaths) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (login: { readonly email: string; readonly password: string }) => {
      const answer = await ask(paths.login, { method: 'POST', body: login });
      if (answer.status < 400) return;
      const refused = refusalOf(answer);
      const unnamed = refused.problem.kind === 'unnamed' && answer.status === 401;
      throw unnamed ? new Refused(401, { kind: 'wrong_login', sentence: wrongLogin }) : refused;
    },
    onSuccess: () => queries.resetQueries(),
  });
}

/** Afterwards this browser holds nothing of the person who was here. */
export function useLogout(paths: LoginPaths) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const answer = await ask(paths.logout, { method: 'POST', body: {} });
      if (answer.status >= 400 && answer.status !== 401) throw refusalOf(answer);
    },
    onSuccess: () => {
      location.hash = '';
      return queries.resetQueries();
    },
  });
}

const wrongLogin = 'This e-mail and password do not belong together. Check both and try again.';
