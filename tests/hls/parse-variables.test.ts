import { expect, test } from "bun:test";
import { parsePlaylist } from "../../lib/hls/parse-playlist.ts";
import { media, multivariant } from "../support/playlists.ts";

const HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n";

function problem(text: string, url?: string): string {
  const parsed = parsePlaylist(text, { url });
  return parsed.ok ? "none" : parsed.problem;
}

test("variables are replaced in URIs and attributes, not in titles and comments", () => {
  const text = `${HEAD}#EXT-X-DEFINE:NAME="host",VALUE="https://a.example"
#EXT-X-DEFINE:NAME="path",VALUE="{$host}/v"
#EXT-X-MAP:URI="{$path}/init.mp4"
# {$nobody}
#EXTINF:6,{$nobody}
{$path}/{$host}.ts
`;
  expect(media(text).segments[0]).toMatchObject({
    uri: "https://a.example/v/https://a.example.ts",
    map: { uri: "https://a.example/v/init.mp4" },
  });
});

test("a media playlist imports what the multivariant one defines, and takes values from its URL", () => {
  const parent = multivariant(
    '#EXTM3U\n#EXT-X-DEFINE:NAME="t",VALUE="7"\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{$t}.m3u8\n',
  );
  expect(parent.variants[0]?.uri).toBe("7.m3u8");
  const text = `${HEAD}#EXT-X-DEFINE:IMPORT="t"\n#EXT-X-DEFINE:QUERYPARAM="q"\n#EXTINF:6,\n{$t}/{$q}.ts\n`;
  const playlist = media(text, { url: "http://h/p.m3u8?q=a%20%22b", imported: parent.variables });
  expect(playlist.segments[0]?.uri).toBe("7/a %22b.ts");
  expect(playlist.needs.version).toBe(11);
});

test("comments and other tags of multivariant playlists keep what looks like a variable", () => {
  const text = "#EXTM3U\n#EXT-X-FUTURE:{$x}\n# {$x}\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n";
  expect(multivariant(text).variants).toHaveLength(1);
});

test("what nobody defines is a problem, and so is a second definition", () => {
  expect(problem(`${HEAD}#EXTINF:6,\n{$x}.ts\n`)).toBe("line 4: nothing before it defines {$x}");
  expect(problem(`${HEAD}#EXT-X-MAP:URI="{$x}"\n`)).toBe("line 3: nothing before it defines {$x}");
  expect(problem("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{$x}\n")).toMatch(/line 3: nothing before/);
  expect(problem(`${HEAD}#EXT-X-DEFINE:IMPORT="x"\n`)).toMatch(/multivariant playlist defines no \{\$x\}/);
  expect(problem(`${HEAD}#EXT-X-DEFINE:QUERYPARAM="x"\n`)).toMatch(/URL has no x=…/);
  expect(problem(`${HEAD}#EXT-X-DEFINE:QUERYPARAM="x"\n`, "http://h/?x=")).toMatch(/URL has no x=…/);
  expect(problem(`${HEAD}#EXT-X-DEFINE:NAME="x"\n`)).toMatch(/has no VALUE/);
  expect(problem(`${HEAD}#EXT-X-DEFINE:X="x"\n`)).toMatch(/neither NAME nor IMPORT nor QUERYPARAM/);
  const define = '#EXT-X-DEFINE:NAME="x",VALUE="1"\n';
  expect(problem(HEAD + define + define)).toBe("line 4: #EXT-X-DEFINE gives {$x} a second value");
});
