/** Settings of one section, in order; a list becomes one line for each item. Values are quoted already. */
export type Settings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A unit file (systemd.syntax(7)). */
export function unit(sections: Readonly<Record<string, Settings>>): string {
  const texts = Object.entries(sections).map(([name, settings]) => {
    const lines = Object.entries(settings).flatMap(([key, value]) => setting(key, value));
    return [`[${name}]`, ...lines, ""].join("\n");
  });
  return texts.join("\n");
}

function setting(key: string, value: Settings[string]): string[] {
  if (typeof value === "object") return value.map((item) => `${key}=${item}`);
  return [`${key}=${value === true ? "yes" : value === false ? "no" : value}`];
}
