import { adoptStyles } from "../../styles/adopt-styles.ts"
import styles from "../../styles/emoji.css" with { type: "text" }

const EMOJI =
  "😀 😃 😄 😁 😆 😅 😂 🤣 🙂 🙃 😉 😊 😇 🥰 😍 😘 😋 😛 😜 🤪 🤗 🤭 🤫 🤔 😐 😑 😶 🙄 😏 😬 😌 😔 😴 😷 🤒 🤕 🥵 🥶 🤯 🥳 😎 🤓 🧐 😕 😟 🙁 😮 😲 😳 🥺 😢 😭 😱 😞 😤 😡 👍 👎 👌 ✌️ 🤞 🤝 👏 🙌 🙏 💪 👋 👀 👉 👈 👆 👇 ☝️ ✍️ 🤷 🤦 ❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✨ ⭐ 🔥 🎉 🎁 🎂 💡 ✅ ❌ ❓ ❗ ⚠️ ⏰ ⏳ 📅 📎 📷 📞 📱 💻 🖨️ 📧 📦 🚚 🏠 🏢 🔑 🔒 💳 💰 🧾 🛒 🔧 ⚙️ 🔍 📝 📄 📊 🌍 ☀️ 🌧️ ☕ 🍕 🍰 🍷 🚗 ✈️ 🚲 ⚽ 🎵 🐶 🐱 🌹 🌳".split(
    " ",
  )

/** Fills a box with emoji to pick; arrow keys move between them, and Tab leaves. */
export function fillPicker(box: HTMLElement, pick: (emoji: string) => void): void {
  adoptStyles(box, styles)
  const buttons = EMOJI.map((emoji, i) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = emoji
    button.tabIndex = i === 0 ? 0 : -1
    button.addEventListener("click", () => pick(emoji))
    return button
  })
  box.replaceChildren(...buttons)
  box.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((button) => button.tabIndex === 0)
    const to = at + steps(event.key, box, buttons)
    const next = buttons[to]
    if (to === at || !next) return
    event.preventDefault()
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1
    next.focus()
  })
  buttons[0]?.focus()
}

function steps(key: string, box: HTMLElement, buttons: readonly HTMLElement[]): number {
  const top = buttons[0]?.offsetTop
  const row = buttons.filter((button) => button.offsetTop === top).length
  const onward = getComputedStyle(box).direction === "rtl" ? -1 : 1
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: onward,
    ArrowLeft: -onward,
    ArrowDown: row,
    ArrowUp: -row,
  }
  return moves[key] ?? 0
}
