import { expect, test } from "bun:test";
import { serveMetrics } from "../../lib/swarm/metrics-server.ts";

async function ask(port: number, request: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = "";
  await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      open: (socket) => void socket.write(request),
      data: (_socket, bytes) => {
        heard += bytes.toString();
      },
      close: () => resolve(heard),
    },
  });
  return promise;
}

test("metrics are served to a client that names no host", async () => {
  const server = serveMetrics("127.0.0.1", 0, () => "viewers 7\n");
  try {
    const answer = await ask(server.port, "GET /metrics HTTP/1.0\r\n\r\n");
    expect(answer).toStartWith("HTTP/1.1 200");
    expect(answer).toEndWith("viewers 7\n");
  } finally {
    await server.stop();
  }
});
