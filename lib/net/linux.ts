/** Numbers of Linux on x64 and arm64, where they are the same. */
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
export const TCP_QUICKACK = 12;
export const SOL_SOCKET = 1;
export const SO_ERROR = 4;
/** Of `recv` on TCP: bytes are dropped instead of copied (tcp(7)). */
export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const EPOLL_CLOEXEC = 0o2000000;
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_MOD = 3;
export const EPOLLIN = 1;
export const EPOLLOUT = 4;
/** asm-generic/errno.h */
export const EINTR = 4;
export const EAGAIN = 11;
export const EHOSTUNREACH = 113;
export const EINPROGRESS = 115;

const ERRORS: Readonly<Record<number, string>> = {
  1: "EPERM",
  11: "EAGAIN",
  12: "ENOMEM",
  13: "EACCES",
  23: "ENFILE",
  24: "EMFILE",
  28: "ENOSPC",
  32: "EPIPE",
  99: "EADDRNOTAVAIL",
  101: "ENETUNREACH",
  103: "ECONNABORTED",
  104: "ECONNRESET",
  105: "ENOBUFS",
  110: "ETIMEDOUT",
  111: "ECONNREFUSED",
  113: "EHOSTUNREACH",
};

export function errnoName(errno: number): string {
  return ERRORS[errno] ?? `errno ${errno}`;
}
