import type { ButtonHTMLAttributes, Ref } from "preact"
import { Icon, type IconName } from "./icon.tsx"

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName
  label: string
  buttonRef?: Ref<HTMLButtonElement>
}

/** A button with a picture on it; its name is in its label. */
export function IconButton({ icon, label, buttonRef, class: extra = "", ...rest }: Props) {
  return (
    <button
      type="button"
      ref={buttonRef}
      class={`icon-button ${String(extra)}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  )
}
