/** A file that the executable carries. */
export interface EmbeddedFile {
  name: string
  /** Where Bun's virtual file system has it. */
  path: string
  bytes: number
}

export interface EmbeddedFiles {
  /** Of names and contents, taken when the executable was built. */
  hash: string
  files: readonly EmbeddedFile[]
}

/** Undefined under `bun run` and `bun test`; `scripts/build.ts` puts a list of files in the place of this module. */
export const EMBEDDED: EmbeddedFiles | undefined = undefined as EmbeddedFiles | undefined
