// Files of the page, embedded as text: `import text from "…" with { type: "text" }`.
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
declare module "*.htm" {
  const text: string;
  export default text;
}
declare module "*/LICENSE" {
  const text: string;
  export default text;
}
declare module "*.js" {
  const text: string;
  export default text;
}
