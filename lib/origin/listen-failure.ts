import { Failure } from "../errors.ts";
import { errorCode } from "../host/native.ts";

/** Why nothing can listen there, in words; an error that is nobody's doing is given back as it is. */
export function listenFailure(error: unknown, bind: string, port: number): unknown {
  const where = `${bind}:${port}`;
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return new Failure("port-in-use", `Port ${port} on ${bind} is taken.`, {
        hint: "`hlsctl ps` shows what of yours runs; --port takes another.",
        cause: error,
      });
    case "EACCES":
      return new Failure("permission-denied", `This user may not listen on ${where}.`, {
        hint: "Take a port from 1024 on: --port 17080",
        cause: error,
      });
    case "EADDRNOTAVAIL":
      return new Failure("start-failed", `This machine has no address ${bind} to listen on.`, {
        hint: "Check --bind; 127.0.0.1 is always there.",
        cause: error,
      });
    default:
      return error;
  }
}
