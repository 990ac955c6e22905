/**
 * Writes lib/hls/tone.ts: a 1 kHz tone that loops after three AAC frames.
 *
 *   bun scripts/make-tone.ts        (needs ffmpeg)
 *
 * Three frames are 3072 samples at 48 kHz, which are 64 whole periods of 1 kHz, and the encoder at a fixed quality
 * (no rate control, no noise substitution) gives the same three frames over and over once it has settled. The
 * script refuses to write anything if they do not repeat.
 */
const SETTLED_FRAME = 300;
const FRAMES = 3;
const TARGET = new URL("../lib/hls/tone.ts", import.meta.url).pathname;

const stream = await encodeTone();
const frames = adtsFrames(stream);
const loop = frames.slice(SETTLED_FRAME, SETTLED_FRAME + FRAMES);
for (let k = 0; k < 30 * FRAMES; k++) {
  const frame = frames[SETTLED_FRAME + k];
  if (frame === undefined || !frame.equals(loop[k % FRAMES] ?? Buffer.alloc(0))) {
    throw new Error(`frame ${SETTLED_FRAME + k} does not repeat frame ${SETTLED_FRAME + (k % FRAMES)}`);
  }
}
await Bun.write(TARGET, moduleText(Buffer.concat(loop)));
console.log(`${TARGET}: ${loop.map((frame) => frame.length).join(" + ")} bytes`);

async function encodeTone(): Promise<Buffer> {
  const source =
    "aevalsrc=exprs='0.125*sin(2*PI*1000*n/48000)':sample_rate=48000:channel_layout=mono:duration=10";
  const coder = ["-c:a", "aac", "-aac_coder", "fast", "-aac_pns", "0", "-q:a", "0.6"];
  const argv = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, ...coder, "-f", "adts", "-"];
  const child = Bun.spawn(argv, { stdout: "pipe", stderr: "inherit" });
  const bytes = Buffer.from(await new Response(child.stdout).arrayBuffer());
  if ((await child.exited) !== 0) throw new Error("ffmpeg could not encode the tone");
  return bytes;
}

function adtsFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes.readUInt8(at + 3) & 3) << 11) | (bytes.readUInt16BE(at + 4) >> 5);
    frames.push(bytes.subarray(at, at + length));
    at += length;
  }
  return frames;
}

function moduleText(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,100}/g) ?? [];
  return [
    "/**",
    " * Three ADTS frames (AAC-LC, 48 kHz, mono) of a 1 kHz tone at −18 dBFS that follow one another for ever.",
    " * Made by scripts/make-tone.ts.",
    " */",
    "export const TONE_BASE64 = [",
    ...lines.map((line) => `  "${line}",`),
    '].join("");',
    "",
  ].join("\n");
}
