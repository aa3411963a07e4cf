/** Something is on its way. */
export function Spinner({ label }: { label?: string }) {
  return (
    <div class="page empty" role="status" aria-label={label}>
      <span class="spinner" />
    </div>
  )
}
