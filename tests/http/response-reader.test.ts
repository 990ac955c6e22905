import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ResponseReader, type ResponseSink } from "../../lib/http/response-reader.ts";

interface Heard {
  status: number | null;
  location: string | null;
  body: string;
  skipped: number;
  end: boolean | null;
  problem: string | null;
}

class Listener implements ResponseSink {
  readonly heard: Heard = { status: null, location: null, body: "", skipped: 0, end: null, problem: null };
  constructor(readonly isWanted: boolean) {}
  onHead: ResponseSink["onHead"] = (head) => {
    this.heard.status = head.status;
    this.heard.location = head.location;
    return this.isWanted;
  };
  onBody = (chunk: Uint8Array) => {
    this.heard.body += Buffer.from(chunk).toString("latin1");
  };
  onSkipped = (count: number) => {
    this.heard.skipped += count;
  };
  onEnd = (keepsAlive: boolean) => {
    this.heard.end = keepsAlive;
  };
  onProblem: ResponseSink["onProblem"] = (problem, detail) => {
    expect(this.heard.problem).toBeNull();
    this.heard.problem = `${problem}: ${detail}`;
  };
}

interface ReadOptions {
  method?: "GET" | "HEAD";
  pieces?: readonly number[];
  isWanted?: boolean;
  isClosed?: boolean;
}

/** Feeds a response in pieces of the given lengths, the rest at once. */
function read(text: string, options: ReadOptions = {}): Heard {
  const { method = "GET", pieces = [], isWanted = true, isClosed = true } = options;
  const listener = new Listener(isWanted);
  const reader = new ResponseReader(listener);
  reader.begin(method);
  let rest = Buffer.from(text, "latin1");
  for (const length of [...pieces, rest.length]) {
    if (rest.length > 0) reader.feed(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  if (isClosed && listener.heard.end === null && listener.heard.problem === null) reader.closed(null);
  return listener.heard;
}

/** Lets the kernel, as it were, drop whatever may be dropped. */
function readDropping(text: string): Heard {
  const listener = new Listener(false);
  const reader = new ResponseReader(listener);
  reader.begin("GET");
  let rest = Buffer.from(text, "latin1");
  while (rest.length > 0) {
    const count = Math.min(reader.droppable(), rest.length);
    if (count > 0) reader.dropped(count);
    else reader.feed(rest.subarray(0, 1));
    rest = rest.subarray(Math.max(1, count));
  }
  if (listener.heard.end === null && listener.heard.problem === null) reader.closed(null);
  return listener.heard;
}

const OK = "HTTP/1.1 200 OK\r\n";
const hello = (fields: string, body: string) => `${OK}${fields}\r\n${body}`;

describe("bodies end", () => {
  const cases: [title: string, text: string, body: string, keepsAlive: boolean][] = [
    ["after Content-Length", hello("Content-Length: 5\r\n", "hello"), "hello", true],
    ["at once with a length of 0", hello("content-LENGTH:0\r\n", ""), "", true],
    [
      "with equal lengths given twice",
      hello("Content-Length: 5, 5\r\nContent-Length: 5\r\n", "hello"),
      "hello",
      true,
    ],
    [
      "with the last chunk",
      hello("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
      "hello",
      true,
    ],
    [
      "after extensions and trailers",
      hello("Transfer-Encoding: Chunked\r\n", '2;a="b"\r\nhe\r\n3 \r\nllo\r\n000;x\r\nA: b\r\nC: d\r\n\r\n'),
      "hello",
      true,
    ],
    ["with the connection when no length is given", hello("", "hello"), "hello", false],
    [
      "with the chunks when a length is given too, and with it the connection",
      hello("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
      "hello",
      false,
    ],
    [
      "and the connection with Connection: close",
      hello("Content-Length: 5\r\nConnection: foo, Close\r\n", "hello"),
      "hello",
      false,
    ],
    ["and the connection in HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", false],
    [
      "but not the connection in HTTP/1.0 with keep-alive",
      "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello",
      "hello",
      true,
    ],
    ["before they begin with 204", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "", true],
    ["before they begin with 304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", true],
    [
      "after interim responses",
      `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${hello("Content-Length: 5\r\n", "hello")}`,
      "hello",
      true,
    ],
    ["where lines end with LF alone", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "hello", true],
    [
      "where a field goes on on the next line",
      hello("X: a\r\n b\r\nContent-Length:\r\n 5\r\n", "hello"),
      "hello",
      true,
    ],
    ["where there is no reason phrase", "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello", "hello", true],
  ];
  for (const [title, text, body, keepsAlive] of cases) {
    test(title, () => {
      expect(read(text)).toMatchObject({ body, end: keepsAlive, problem: null });
      expect(readDropping(text)).toMatchObject({ skipped: body.length, end: keepsAlive, problem: null });
    });
  }

  test("before they begin after HEAD", () => {
    expect(read(hello("Content-Length: 5\r\n", ""), { method: "HEAD" })).toMatchObject({
      end: true,
      body: "",
    });
  });
});

describe("a problem is told in words:", () => {
  const cases: [text: string, problem: string][] = [
    ["SSH-2.0-OpenSSH_9\r\n", 'protocol: not HTTP/1: "SSH-2.0-OpenSSH_9\\r\\n"'],
    ["HTTP/1.1 2000 OK\r\n\r\n", 'protocol: not an HTTP/1 status line: "HTTP/1.1 2000 OK\\r"'],
    ["HTTP/1.1 099 OK\r\n\r\n", "protocol: not an HTTP/1 status line"],
    ["HTTP/2 200\r\n\r\n", 'protocol: not an HTTP/1 status line: "HTTP/2 200\\r"'],
    ["HTTP/1.1 101 Upgrade\r\n\r\n", "protocol: status 101 was not asked for"],
    [
      hello("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
      "protocol: two values of Content-Length: 5 and 6",
    ],
    [hello("Content-Length: -1\r\n", ""), 'protocol: Content-Length is no number of bytes: "-1"'],
    [hello("Content-Length: 99999999999999999999\r\n", ""), "protocol: Content-Length is no number of bytes"],
    [hello("Content-Length: \r\n", ""), "protocol: Content-Length is no number of bytes"],
    [
      hello("Transfer-Encoding: gzip, chunked\r\n", ""),
      'protocol: Transfer-Encoding "gzip, chunked" was not asked for',
    ],
    [hello("no field\r\n", ""), 'protocol: not a header field: "no field"'],
    [hello("Name : value\r\n", ""), "protocol: not a header field"],
    [hello("Name: a\0b\r\n", ""), "protocol: a control character in the field"],
    [
      hello("Transfer-Encoding: chunked\r\n", "g\r\n"),
      'protocol: bad chunked body: where a chunk size should be there is "g"',
    ],
    [hello("Transfer-Encoding: chunked\r\n", "\r\n"), "protocol: bad chunked body"],
    [
      hello("Transfer-Encoding: chunked\r\n", "5\r\nhello!\r\n"),
      'where the end of a chunk should be there is "!"',
    ],
    [hello("Transfer-Encoding: chunked\r\n", "ffffffffffffff\r\n"), "a chunk size of more than 13 digits"],
    [hello("Transfer-Encoding: chunked\r\n", `1;${"x".repeat(20_000)}`), "a chunk extension without end"],
    [
      hello("Transfer-Encoding: chunked\r\n", `0\r\n${"A: b\r\n".repeat(20_000)}`),
      "more than 64 KiB of trailers",
    ],
    [hello("Content-Length: 5\r\n", "hello!!"), "protocol: 2 bytes after the end of the answer"],
    [hello(`X: ${"x".repeat(70_000)}\r\n`, ""), "protocol: a head of more than 64 KiB"],
    [`HTTP/1.1 100 Continue\r\n\r\n`.repeat(3000), "protocol: a head of more than 64 KiB"],
    [
      hello("Content-Length: 5\r\n", "hel"),
      "truncated: the server closed the connection after 3 bytes of the body, 2 before its end",
    ],
    [
      hello("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"),
      "truncated: the server closed the connection after 5 bytes of the body, without a last chunk",
    ],
    ["HTTP/1.1 200 OK\r\nContent-", "reset: the server closed the connection inside the answer's head"],
    ["", "reset: the server closed the connection before the answer's head"],
  ];
  for (const [text, problem] of cases) {
    test(problem, () => {
      expect(read(text).problem).toContain(problem);
      expect(read(text, { pieces: Array(text.length).fill(1) }).problem).toContain(problem.slice(0, 8));
    });
  }
});

test("an endless head is refused before it ends", () => {
  const listener = new Listener(true);
  const reader = new ResponseReader(listener);
  reader.begin("GET");
  reader.feed(Buffer.from(OK));
  for (let i = 0; i < 70; i += 1) reader.feed(Buffer.from(`X: ${"x".repeat(1000)}\r\n`));
  expect(listener.heard.problem).toBe("protocol: a head of more than 64 KiB");
});

test("one connection carries answer after answer", () => {
  const listener = new Listener(true);
  const reader = new ResponseReader(listener);
  for (const body of ["one", "two", ""]) {
    listener.heard.end = null;
    reader.begin("GET");
    reader.feed(Buffer.from(hello(`Content-Length: ${body.length}\r\n`, body)));
    expect<boolean | null>(listener.heard.end).toBe(true);
  }
  expect(listener.heard.body).toBe("onetwo");
  reader.feed(Buffer.from("more"));
  expect(listener.heard.problem).toBe("protocol: 4 bytes after the end of the answer");
});

test("a reader that is abandoned inside a body says nothing more", () => {
  const listener = new Listener(true);
  const reader: ResponseReader = new ResponseReader(
    Object.assign(listener, { onBody: () => reader.abandon() }),
  );
  reader.begin("GET");
  reader.feed(Buffer.from(hello("Transfer-Encoding: chunked\r\n", "1\r\na\r\n1\r\nb\r\n0\r\n\r\n")));
  reader.closed(null);
  expect(listener.heard).toMatchObject({ end: null, problem: null });
});

const token = fc
  .stringMatching(/^[A-Za-z0-9-]{1,12}$/)
  .filter((name) => !/^(content-length|transfer-encoding|connection|set-cookie)$/i.test(name));
const fields = fc.array(fc.tuple(token, fc.stringMatching(/^[ -~]{0,20}$/)), { maxLength: 6 });
const octets = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1"));

interface Made {
  text: string;
  body: string;
}

const responses = fc
  .record({
    fields,
    parts: fc.array(
      octets.filter((part) => part !== ""),
      { maxLength: 5 },
    ),
    framing: fc.constantFrom("length", "chunks", "close"),
  })
  .map(({ fields, parts, framing }): Made => {
    const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const body = parts.join("");
    if (framing === "close") return { text: hello(head, body), body };
    if (framing === "length") return { text: hello(`${head}Content-Length: ${body.length}\r\n`, body), body };
    const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("");
    return { text: hello(`${head}Transfer-Encoding: chunked\r\n`, `${chunks}0\r\n\r\n`), body };
  });

describe("any response", () => {
  test("reads the same in any pieces, and whether its body is seen or dropped", () => {
    fc.assert(
      fc.property(
        responses,
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        ({ text, body }, pieces) => {
          const whole = read(text);
          expect(whole).toMatchObject({ status: 200, body, problem: null });
          expect(read(text, { pieces })).toEqual(whole);
          const unseen = { ...whole, body: "", skipped: body.length };
          expect(read(text, { pieces, isWanted: false })).toEqual(unseen);
          expect(readDropping(text)).toEqual(unseen);
        },
      ),
    );
  });

  test("is answered once, whatever was done to its bytes", () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(
        responses,
        damage,
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        ({ text }, spots, pieces) => {
          const bytes = Buffer.from(text, "latin1");
          for (const [at, byte] of spots) bytes[at % bytes.length] = byte;
          const { end, problem } = read(bytes.toString("latin1"), { pieces });
          expect(end !== null || problem !== null).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
