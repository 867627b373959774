/** The C library's sentences for what the network part of a kernel refuses, as `strerror` gives them. */

const sentences: Readonly<Record<string, string>> = {
  EACCES: "Permission denied",
  EADDRINUSE: "Address already in use",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EAFNOSUPPORT: "Address family not supported by protocol",
  EBUSY: "Device or resource busy",
  ECONNREFUSED: "Connection refused",
  EEXIST: "File exists",
  EHOSTUNREACH: "No route to host",
  EINVAL: "Invalid argument",
  ENETDOWN: "Network is down",
  ENETUNREACH: "Network is unreachable",
  ENOBUFS: "No buffer space available",
  ENODEV: "No such device",
  ENOENT: "No such file or directory",
  ENXIO: "No such device or address",
  EOPNOTSUPP: "Operation not supported",
  ECONNRESET: "Connection reset by peer",
  EHOSTDOWN: "Host is down",
  EMSGSIZE: "Message too long",
  EDESTADDRREQ: "Destination address required",
  EPERM: "Operation not permitted",
  EPIPE: "Broken pipe",
  ENOTCONN: "Transport endpoint is not connected",
  EISCONN: "Transport endpoint is already connected",
  ENOPROTOOPT: "Protocol not available",
  ENONET: "Machine is not on the network",
  EPROTO: "Protocol error",
  ETIMEDOUT: "Connection timed out",
  ERANGE: "Numerical result out of range",
  ESRCH: "No such process",
  EXDEV: "Invalid cross-device link",
};

/** The sentence for an error number's name. */
export const errnoWords = (errno: string): string => sentences[errno] ?? `Unknown error ${errno}`;
