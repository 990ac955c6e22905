import { expect, test } from "bun:test";
import { parseHead, ResponseHead } from "../../lib/http/response-head.ts";

function head(fields: string): ResponseHead {
  const parsed = parseHead(Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n`));
  if (!(parsed instanceof ResponseHead)) throw new Error(parsed);
  return parsed;
}

test("names of headers are in lower case, and repeated ones joined", () => {
  const { headers } = head("Content-Type: a/b\r\nX-Id:  1 \r\nx-ID: 2\r\n");
  expect([...headers]).toEqual([
    ["content-type", "a/b"],
    ["x-id", "1, 2"],
  ]);
});

test("what a client acts on is read whatever its case", () => {
  expect(
    head("LOCATION: /é\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Encoding: GZIP\r\n"),
  ).toMatchObject({ location: "/é", setCookies: ["a=1", "b=2"], contentEncoding: "gzip" });
});

test("identity is no encoding", () => {
  expect(head("Content-Encoding: identity\r\n").contentEncoding).toBeNull();
});
