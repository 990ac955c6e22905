import type { Session } from "../http/session.ts";
import { HttpConnection } from "./http-connection.ts";
import type { HttpShare } from "./http-share.ts";
import type { Transfer } from "./http-transfer.ts";

/** Of one lane, to different servers; beyond that the oldest goes. */
const MOST_CONNECTIONS = 8;

/** Requests one after another, over one connection for each server. */
export class HttpLane {
  readonly name: string;
  readonly share: HttpShare;
  readonly session: Session;
  #current: Transfer | null = null;
  /** The connection of the transfer under way. */
  #carrier: HttpConnection | null = null;
  #waiting: Transfer[] = [];
  #connections: HttpConnection[] = [];

  constructor(name: string, share: HttpShare, session: Session) {
    this.name = name;
    this.share = share;
    this.session = session;
  }

  submit(transfer: Transfer): void {
    if (this.#current || this.#waiting.length > 0) this.#waiting.push(transfer);
    else this.#start(transfer);
  }

  /** Sends the request of the transfer under way: at first, after a redirect, or once more. */
  send(transfer: Transfer): void {
    const { target } = transfer.route;
    this.#carrier = this.#connections.find(({ origin }) => origin === target.origin) ?? this.#open(transfer);
    this.#carrier.carry(transfer);
  }

  /** The answer is there, and the connection may carry another. */
  release(): void {
    this.#carrier = null;
  }

  /** Ends the connection in the middle of a transfer. */
  interrupt(): void {
    if (this.#carrier) this.drop(this.#carrier);
  }

  drop(connection: HttpConnection): void {
    this.forget(connection);
    connection.close();
  }

  forget(connection: HttpConnection): void {
    if (this.#carrier === connection) this.#carrier = null;
    this.#connections = this.#connections.filter((other) => other !== connection);
  }

  /** A transfer that was submitted is over or not wanted any more. */
  remove(transfer: Transfer): void {
    if (this.#current === transfer) this.#current = null;
    else this.#waiting = this.#waiting.filter((other) => other !== transfer);
  }

  /** Starts who waits, if the lane is free. */
  next(): void {
    if (this.#current) return;
    const next = this.#waiting.shift();
    if (next) this.#start(next);
  }

  close(): void {
    this.#current?.abandon();
    this.#current = null;
    this.#waiting = [];
    for (const connection of this.#connections) connection.close();
    this.#connections = [];
  }

  #start(transfer: Transfer): void {
    this.#current = transfer;
    transfer.start();
  }

  #open(transfer: Transfer): HttpConnection {
    const { target } = transfer.route;
    const [oldest] = this.#connections;
    if (oldest && this.#connections.length >= MOST_CONNECTIONS) this.drop(oldest);
    const { reactor } = this.share;
    const connection = new HttpConnection(this, target.origin, {
      reactor,
      endpoint: this.share.endpoint(target),
    });
    this.#connections.push(connection);
    return connection;
  }
}
