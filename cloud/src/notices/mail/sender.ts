/** `Lintel Rooms <rooms@example.org>`, or the bare address; absent when it is neither. */
export function readSender(text: string): { readonly name: string; readonly email: string } | undefined {
  const [, name = '', email] = /^(?:([^<>"]*)<)?\s*([^\s<>@,;]+@[^\s<>@,;]+)\s*>?$/.exec(text.trim()) ?? [];
  return email && text.includes('<') === text.includes('>') ? { name: name.trim(), email } : undefined;
}
