/** The value of a key, made when the key is new; beyond the limit the oldest key is forgotten. */
export function remembered<K, V>(values: Map<K, V>, key: K, limit: number, make: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  if (values.size > limit) {
    const [oldest] = values.keys();
    if (oldest !== undefined) values.delete(oldest);
  }
  return made;
}
