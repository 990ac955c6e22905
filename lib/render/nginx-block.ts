/** A directive with its semicolon, or a block of them. */
export type Directive = string | { readonly open: string; readonly inside: readonly Directive[] };

export function block(open: string, inside: readonly Directive[]): Directive {
  return { open, inside };
}

export function renderDirectives(directives: readonly Directive[], indent = ""): string {
  return directives.map((directive) => renderDirective(directive, indent)).join("\n");
}

function renderDirective(directive: Directive, indent: string): string {
  if (typeof directive === "string") return indent + directive;
  return `${indent}${directive.open} {\n${renderDirectives(directive.inside, `${indent}  `)}\n${indent}}`;
}
