/** Whether the kiosk's page may go to this address: the box's panel, and nowhere else however it is asked. */
export function mayGo(address: string, boxOrigin: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, pathname, username } = new URL(address);
  return origin === boxOrigin && username === '' && (pathname === '/panel' || pathname.startsWith('/panel/'));
}
