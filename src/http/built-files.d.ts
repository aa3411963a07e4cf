/** What scripts/build-widget.ts writes; the repository does not hold it. */
declare module "*/build/widget/files.json" {
  const files: Record<string, { type: string; hash: string; text: string }>
  export default files
}

/** Carried as files: the import is where they lie. */
declare module "swagger-ui-dist/*" {
  const path: string
  export default path
}
declare module "*.md" {
  const text: string
  export default text
}
