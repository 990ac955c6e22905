/** What a server of Low-Latency HLS does wrong. */
export interface LowLatencyFaults {
  /** Answers blocking reloads at once. */
  isHasty?: boolean;
  /** Takes `_HLS_part` without `_HLS_msn`. */
  takesPartAlone?: boolean;
  /** Answers requests for segments far in the future. */
  takesFarSegments?: boolean;
  /** Parts are not there. */
  losesParts?: boolean;
  /** Delta updates leave one segment out that nobody has. */
  skipsTooMuch?: boolean;
  /** Publishes two parts at a time. */
  isBursty?: boolean;
}

const PART_SEC = 0.25;
const PARTS = 4;
const LISTED = 10;
/** Segments before the end that a delta update may not leave out: CAN-SKIP-UNTIL is six target durations. */
const UNSKIPPED = 6;

const HEADERS = { "Access-Control-Allow-Origin": "*" };

/** Segments of one second in four parts, by the clock; everything as the draft asks for but what is spoilt. */
export function openLowLatencyOrigin(faults: LowLatencyFaults = {}) {
  const nowPart = () => {
    const part = Math.floor(Date.now() / 1000 / PART_SEC);
    return faults.isBursty ? part - (part % 2) : part;
  };

  async function playlist(query: URLSearchParams): Promise<Response> {
    const [msn, part] = [query.get("_HLS_msn"), query.get("_HLS_part")];
    if (part !== null && msn === null && !faults.takesPartAlone) return new Response("", { status: 400 });
    if (msn !== null) {
      const isFar = Number(msn) > Math.floor(nowPart() / PARTS) + 2;
      if (isFar && !faults.takesFarSegments) return new Response("", { status: 400 });
      const wanted = Number(msn) * PARTS + (part === null ? PARTS : Number(part) + 1);
      if (!faults.isHasty && !isFar) while (nowPart() < wanted) await Bun.sleep(10);
    }
    const text = render(nowPart(), query.get("_HLS_skip") === "YES");
    return new Response(Bun.gzipSync(new TextEncoder().encode(text)), {
      headers: { ...HEADERS, "Content-Type": "application/vnd.apple.mpegurl", "Content-Encoding": "gzip" },
    });
  }

  function render(parts: number, isDelta: boolean): string {
    const current = Math.floor(parts / PARTS);
    const first = current - LISTED;
    const skipped = isDelta ? LISTED - UNSKIPPED - 1 + (faults.skipsTooMuch ? 50 : 0) : 0;
    const lines = [
      "#EXTM3U",
      "#EXT-X-VERSION:9",
      "#EXT-X-TARGETDURATION:1",
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.75,CAN-SKIP-UNTIL=6",
      `#EXT-X-PART-INF:PART-TARGET=${PART_SEC}`,
      "#EXT-X-INDEPENDENT-SEGMENTS",
      `#EXT-X-MEDIA-SEQUENCE:${first}`,
      ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
    ];
    for (let n = first + Math.min(skipped, LISTED - UNSKIPPED - 1); n < current; n++) {
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(n * 1000).toISOString()}`);
      if (n >= current - 2) for (let i = 0; i < PARTS; i++) lines.push(partTag(n, i));
      lines.push("#EXTINF:1.0,", `s${n}.ts`);
    }
    const trailing = parts % PARTS;
    if (trailing > 0) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(current * 1000).toISOString()}`);
    for (let i = 0; i < trailing; i++) lines.push(partTag(current, i));
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s${current}.${trailing}.ts"`);
    return `${lines.join("\n")}\n`;
  }

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const url = new URL(request.url);
      if (url.pathname === "/live.m3u8") return playlist(url.searchParams);
      const isPart = /\.\d\.ts$/.test(url.pathname);
      if (isPart && faults.losesParts) return new Response("", { status: 404, headers: HEADERS });
      return new Response(new Uint8Array(isPart ? 1000 : 4000), {
        headers: { ...HEADERS, "Content-Type": "video/mp2t" },
      });
    },
  });
  return { url: `http://127.0.0.1:${server.port}/live.m3u8`, stop: () => void server.stop(true) };
}

function partTag(n: number, i: number): string {
  const independent = i === 0 ? ",INDEPENDENT=YES" : "";
  return `#EXT-X-PART:DURATION=${PART_SEC},URI="s${n}.${i}.ts"${independent}`;
}
