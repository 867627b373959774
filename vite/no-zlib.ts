/**
 * Stands where the text tools of just-bash ask for Node's zlib: a browser has none.
 *
 * Only their gzip, gunzip and zcat use it, and no machine of the lab has these; whoever calls it all the same
 * is told so. The limits that are read when the module loads are there and are zlib's.
 */

const absent = (): never => {
  throw new Error("zlib is not there in a browser: gzip and its like do not work");
};

export const constants = { Z_DEFAULT_COMPRESSION: -1, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9 };
export const gunzipSync = absent;
export const gzipSync = absent;
