import { Failure } from "../errors.ts";
import { errorCode } from "../host/native.ts";

export interface MetricsServer {
  /** Where it really listens. */
  port: number;
  stop(): Promise<void>;
}

/** Prometheus' text format 0.0.4. */
const EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

/** Answers `/metrics` with what `render` gives at that moment, and `/health` with 200. Throws `Failure("port-in-use")`. */
export function serveMetrics(bind: string, port: number, render: () => string): MetricsServer {
  try {
    const server = Bun.serve({
      hostname: bind,
      port,
      fetch(request) {
        // Without a Host header there is only the path.
        const { pathname } = new URL(request.url, "http://localhost");
        if (request.method !== "GET" && request.method !== "HEAD") {
          return new Response("GET or HEAD\n", { status: 405, headers: { Allow: "GET, HEAD" } });
        }
        if (pathname === "/health") return new Response("ok\n");
        if (pathname === "/metrics")
          return new Response(render(), { headers: { "Content-Type": EXPOSITION } });
        return new Response("/metrics and /health are here\n", { status: 404 });
      },
    });
    return { port: server.port ?? port, stop: () => server.stop(true) };
  } catch (error) {
    throw whyNot(error, bind, port);
  }
}

function whyNot(error: unknown, bind: string, port: number): unknown {
  const hint = "--metrics ADDRESS:PORT takes another place, --metrics off none.";
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return new Failure("port-in-use", `Port ${port} on ${bind} is taken; metrics cannot be served there.`, {
        hint,
        cause: error,
      });
    case "EACCES":
      return new Failure("permission-denied", `This user may not listen on ${bind}:${port}.`, {
        hint,
        cause: error,
      });
    case "EADDRNOTAVAIL":
      return new Failure("start-failed", `This machine has no address ${bind} to serve metrics on.`, {
        hint,
        cause: error,
      });
    default:
      return error;
  }
}
