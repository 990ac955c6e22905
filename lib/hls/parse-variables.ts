import { parseAttributes } from "./attribute-list.ts";
import { bad, good, type Parsed } from "./parsed.ts";

/** Where EXT-X-DEFINE finds what it does not say itself (bis, 4.4.2.3). */
export interface VariableSources {
  /** Final URL of the playlist, for QUERYPARAM. */
  url?: string | undefined;
  /** `variables` of the multivariant playlist, for IMPORT. */
  imported?: ReadonlyMap<string, string> | undefined;
}

/** The variables of one playlist while it is read. */
export interface Variables {
  readonly values: Map<string, string>;
  readonly sources: VariableSources;
  /** Whether any `{$` stands in the text; most playlists have none. */
  readonly isUsed: boolean;
}

const REFERENCE = /\{\$([A-Za-z0-9_-]+)\}/g;

/** Makes ready for one text. */
export function variablesFor(text: string, sources: VariableSources): Variables {
  return { values: new Map(), sources, isUsed: text.includes("{$") };
}

/** Takes an EXT-X-DEFINE; returns what is wrong with it. */
export function define(value: string, variables: Variables): string | null {
  const attributes = parseAttributes(value);
  const name = attributes.get("NAME") ?? attributes.get("IMPORT") ?? attributes.get("QUERYPARAM");
  if (name === undefined) return "#EXT-X-DEFINE has neither NAME nor IMPORT nor QUERYPARAM";
  if (variables.values.has(name)) return `#EXT-X-DEFINE gives {$${name}} a second value`;
  const found = definedValue(attributes, variables.sources);
  if (!found.ok) return found.problem;
  variables.values.set(name, found.value);
  return null;
}

function definedValue(attributes: ReadonlyMap<string, string>, sources: VariableSources): Parsed<string> {
  const own = attributes.get("NAME");
  const imported = attributes.get("IMPORT");
  const parameter = attributes.get("QUERYPARAM");
  if (own !== undefined) {
    const value = attributes.get("VALUE");
    return value === undefined ? bad(`#EXT-X-DEFINE of {$${own}} has no VALUE`) : good(value);
  }
  if (imported !== undefined) {
    const value = sources.imported?.get(imported);
    return value === undefined
      ? bad(`the multivariant playlist defines no {$${imported}} to import`)
      : good(value);
  }
  return queryValue(parameter ?? "", sources.url);
}

/** Quotes in it would end the attribute it is put into. */
function queryValue(name: string, url: string | undefined): Parsed<string> {
  const value = url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get(name) : null;
  return value
    ? good(value.replaceAll('"', "%22"))
    : bad(`the playlist's URL has no ${name}=… for {$${name}}`);
}

/** The line with all its references replaced; one without a definition before it is a problem (bis, 4.3). */
export function expand(line: string, variables: Variables): Parsed<string> {
  let unknown: string | undefined;
  const text = line.replace(REFERENCE, (reference: string, name: string) => {
    const value = variables.values.get(name);
    if (value === undefined) unknown ??= reference;
    return value ?? reference;
  });
  return unknown === undefined ? good(text) : bad(`nothing before it defines ${unknown}`);
}
