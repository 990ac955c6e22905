/** Text inside the brackets, or between the colons, of a specification for zsh's `_arguments`. */
export function escapeZshSpec(text: string): string {
  return text.replace(/[\\:[\]]/g, "\\$&");
}
