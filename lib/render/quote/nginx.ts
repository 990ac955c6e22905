import { Failure } from "../../errors.ts";

const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/;

/**
 * Text as one parameter of an nginx directive. Throws `Failure("config-invalid")` for what nginx has no notation for: a
 * dollar sign begins a variable, a line break or NUL cannot be written.
 */
export function quoteNginx(text: string): string {
  const foreign = /[$\0\r\n]/.exec(text)?.[0];
  if (foreign === undefined) return quoteNginxExpression(text);
  const what = foreign === "$" ? "a dollar sign" : "a line break or NUL";
  throw new Failure("config-invalid", `nginx has no way to write ${what}, as in ${JSON.stringify(text)}.`, {
    hint: "Choose a path without it, or the embedded server: --server embedded",
  });
}

/** The same for a regular expression or a value with variables, where `$` keeps its meaning. */
export function quoteNginxExpression(expression: string): string {
  return PLAIN.test(expression) ? expression : `"${expression.replace(/[\\"]/g, "\\$&")}"`;
}

/** Text as a part of a regular expression (PCRE). */
export function escapeNginxRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
