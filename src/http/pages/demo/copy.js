// Buttons that copy the text of the element that `data-copies` names.

const SAYS_SO_MS = 2_000

export function copyOnClick(root, status) {
  for (const button of root.querySelectorAll("[data-copies]")) {
    const label = button.textContent
    let timer
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copies)
      const done = await copied(source)
      button.textContent = done ? "Copied" : "Selected"
      status.textContent = done ? "Copied" : "Selected: copy it with the keyboard"
      clearTimeout(timer)
      timer = setTimeout(() => {
        button.textContent = label
        status.textContent = ""
      }, SAYS_SO_MS)
    })
  }
}

/** Browsers give the clipboard to pages of HTTPS and of this machine only; elsewhere the text is selected. */
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent)
    return true
  } catch {
    getSelection().selectAllChildren(source)
    return false
  }
}
