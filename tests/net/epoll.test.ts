import { describe, expect, test } from "bun:test";
import { loopDescriptors } from "../../lib/net/bun-loop.ts";
import { Epoll, type EpollMember } from "../../lib/net/epoll.ts";
import { openLibc } from "../../lib/net/libc.ts";
import { AF_INET, EPOLLOUT, SOCK_NONBLOCK, SOCK_STREAM } from "../../lib/net/linux.ts";

const libc = openLibc();

if (libc) {
  /** A socket that was never connected: always ready. */
  const openSocket = () => libc.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

  describe("epoll", () => {
    test("tells nobody what was meant for the descriptor's owner before", () => {
      const epoll = new Epoll(libc);
      const told: string[] = [];
      const newcomer: EpollMember = { fd: -1, ready: () => told.push("newcomer") };
      const replace = (member: EpollMember) => {
        epoll.remove(member);
        libc.close(member.fd);
        Object.assign(newcomer, { fd: openSocket() });
        expect(newcomer.fd).toBe(member.fd);
        expect(epoll.add(newcomer, EPOLLOUT)).toBe(0);
      };
      const members: EpollMember[] = [0, 1].map((index) => ({
        fd: openSocket(),
        ready() {
          told.push("first");
          const other = members[1 - index];
          if (other && newcomer.fd < 0) replace(other);
        },
      }));
      for (const member of members) epoll.add(member, EPOLLOUT);
      epoll.wait(1000);
      expect(told).toEqual(["first"]);
      epoll.wait(1000);
      expect(told.slice(1).sort()).toEqual(["first", "newcomer"]);
      for (const { fd } of [...members, newcomer]) libc.close(fd);
      epoll.close();
    });

    test("returns when nothing is ready and the time is over", () => {
      const epoll = new Epoll(libc);
      const beginMs = performance.now();
      expect(epoll.wait(20)).toBe(true);
      expect(performance.now() - beginMs).toBeGreaterThanOrEqual(19);
      epoll.close();
    });

    test("refuses a descriptor that is none", () => {
      const epoll = new Epoll(libc);
      expect(epoll.add({ fd: 999_999, ready() {} }, EPOLLOUT)).not.toBe(0);
      epoll.close();
    });

    test("Bun's loop is found, our own are not", () => {
      const before = loopDescriptors();
      expect(before.length).toBeGreaterThan(0);
      const epoll = new Epoll(libc);
      expect(loopDescriptors()).toEqual(before);
      epoll.close();
    });
  });
}
