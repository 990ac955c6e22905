/** An attribute list (RFC 8216, 4.2): names to values, quotes removed. What is not `NAME=value` is skipped. */
export function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, quoted, bare] of text.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,"]*))/g)) {
    if (name !== undefined) attributes.set(name, quoted ?? bare?.trim() ?? "");
  }
  return attributes;
}
