/** What scripts/build-widget.ts writes; the repository does not hold it. */
declare module "*/build/widget/files.json" {
  const files: Record<string, { type: string; hash: string; text: string }>
  export default files
}
