/** This machine lacks what the native libraries are linked against: nothing but another system helps. */
export class MachineLacks extends Error {
  constructor(missing: string, cause: unknown) {
    super(
      `This machine is too old for chatd, or lacks a library: it needs glibc 2.34 and libstdc++ of GCC 11 or newer, as Debian 12, Ubuntu 22.04 and RHEL 9 have them. (${missing})`,
      { cause },
    )
  }
}

/** What the loader says of a C library that is too old, and of libraries that are not there. */
const LACKS = [/version [`']\S+' not found/, /lib\S+\.so\S*: cannot open shared object file/]

/** A loader's failure, as whoever installs chatd can understand it; anything else as it is. */
export function loadingFault(error: unknown): unknown {
  const { message = "" } = (error ?? {}) as Error
  const missing = LACKS.map((lack) => lack.exec(message)?.[0]).find(Boolean)
  return missing ? new MachineLacks(missing, error) : error
}
