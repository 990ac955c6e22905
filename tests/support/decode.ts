/** Real decoders for tests: the ffmpeg and ffprobe of this machine read the bytes on standard input. */

/** Decodes everything; returns what ffmpeg had to complain about, which is nothing when all is well. */
export async function decodeComplaints(bytes: Uint8Array<ArrayBuffer>, format = "mpegts"): Promise<string> {
  const argv = [
    "ffmpeg",
    "-nostdin",
    "-hide_banner",
    "-v",
    "warning",
    "-xerror",
    "-f",
    format,
    "-i",
    "-",
    "-f",
    "null",
    "-",
  ];
  const { status, errors } = await run(argv, bytes);
  return status === 0 ? errors : `${errors}status ${status}`;
}

/** Rows of the fields asked for, e.g. `packet=pts,dts`, of one kind of stream (`v`, `a`). */
export async function probe(
  bytes: Uint8Array<ArrayBuffer>,
  stream: string,
  entries: string,
): Promise<string[][]> {
  const argv = [
    "ffprobe",
    "-v",
    "error",
    "-select_streams",
    stream,
    "-show_entries",
    entries,
    "-of",
    "compact=p=0:nk=1",
    "-",
  ];
  const { output, errors } = await run(argv, bytes);
  if (errors !== "") throw new Error(errors);
  const lines = new TextDecoder().decode(output).split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split("|"));
}

/** The pictures as planar 4:2:0, one after the other. */
export async function decodePictures(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { output, errors } = await run(
    [
      "ffmpeg",
      "-nostdin",
      "-v",
      "error",
      "-f",
      "mpegts",
      "-i",
      "-",
      "-map",
      "0:v",
      "-fps_mode",
      "passthrough",
      "-f",
      "rawvideo",
      "-pix_fmt",
      "yuv420p",
      "-",
    ],
    bytes,
  );
  if (errors !== "") throw new Error(errors);
  return output;
}

/** Mono samples, 16 bit. */
export async function decodeSamples(bytes: Uint8Array<ArrayBuffer>): Promise<Int16Array> {
  const { output, errors } = await run(
    ["ffmpeg", "-nostdin", "-v", "error", "-f", "mpegts", "-i", "-", "-map", "0:a", "-f", "s16le", "-"],
    bytes,
  );
  if (errors !== "") throw new Error(errors);
  return new Int16Array(output.buffer, output.byteOffset, output.length >> 1);
}

/** Runs a tool, the bytes on its standard input. */
export async function run(
  argv: string[],
  input: Uint8Array<ArrayBuffer> = new Uint8Array(),
): Promise<{ status: number; output: Uint8Array; errors: string }> {
  const child = Bun.spawn(argv, { stdin: new Blob([input]), stdout: "pipe", stderr: "pipe" });
  const [output, errors] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text(),
  ]);
  return { status: await child.exited, output, errors };
}
