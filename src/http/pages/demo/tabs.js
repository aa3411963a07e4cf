// Tabs as the ARIA practices have them: one is in the tab order, the arrows go to the others.

export function followTabs(list, show) {
  const tabs = [...list.querySelectorAll("[role=tab]")]
  const select = (tab) => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", String(one === tab))
      one.tabIndex = one === tab ? 0 : -1
    }
    show(tab)
  }
  for (const tab of tabs) tab.addEventListener("click", () => select(tab))
  list.addEventListener("keydown", ({ key }) => {
    const at = tabs.indexOf(document.activeElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[key]
    if (to === undefined) return
    const tab = tabs.at(to % tabs.length)
    tab.focus()
    select(tab)
  })
}
