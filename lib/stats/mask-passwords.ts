/** The password of a URL, up to the last @ before its path: RFC 3986, 3.2.1. */
const PASSWORD = /(https?:\/\/[^\s/?#"<>:@]*):[^\s/?#"<>]*@/gi;

/** `http://user:password@host/` becomes `http://user:***@host/`, wherever it stands: what is told keeps no secret. */
export function maskPasswords(text: string): string {
  return text.includes("@") ? text.replace(PASSWORD, "$1:***@") : text;
}
