/** Why a call about a file failed, in words. */

import type { Errno } from "./tree.ts";

/** The C library's sentence for an error, as `strerror` gives it. */
export const errorText: Readonly<Record<Errno, string>> = {
  EACCES: "Permission denied",
  EEXIST: "File exists",
  EINVAL: "Invalid argument",
  EIO: "Input/output error",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  EPERM: "Operation not permitted",
  ERANGE: "Numerical result out of range",
  EROFS: "Read-only file system",
};
