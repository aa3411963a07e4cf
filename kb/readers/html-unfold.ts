/** What nobody reads on from: menus and what asks for input. */
const NO_PANEL =
  "nav, form, dialog, [role=menu], [role=listbox], [role=dialog], [role=navigation], [role=search]"
const AROUND_CONTENT = "nav, footer, body > header, [role=navigation], [role=banner], [role=contentinfo]"
const HEADINGS = "h1, h2, h3, h4, h5, h6"
const SEEN =
  "h1, h2, h3, h4, h5, h6, button, [aria-controls], [aria-expanded], [role=tablist], [role=tab], [role=tabpanel], [role=region][aria-labelledby], [hidden=until-found]"
const ACCORDION = /(?:^|[\s_-])(?:accordion|collaps(?:e|ible))/i

/** One walk over a page, in the order of its text. */
interface Unfolding {
  /** The page's elements by their ids. */
  byId: Map<string, Element>
  /** Level of the heading that the walk is under, those within panels aside. */
  level: number
  /** Those that were shown. */
  panels: Set<Element>
  /** The level that the present group of tabs is under. */
  tabLevel: number
  /** Tabs and panels of that group that nothing but their order brings together. */
  tabs: Element[]
  tabPanels: Element[]
  /** Panels that their tab's name stands above. */
  named: Set<Element>
}

/**
 * Opens what a page's script would: panels of accordions and tabs lose what hides them, the buttons above them become
 * headings, and a tab's name goes above its panel.
 */
export function unfold(document: Document): void {
  const state: Unfolding = {
    byId: new Map([...document.querySelectorAll("[id]")].map((element) => [element.id, element])),
    level: 1,
    panels: new Set(),
    tabLevel: 1,
    tabs: [],
    tabPanels: [],
    named: new Set(),
  }
  for (const element of [...document.querySelectorAll(SEEN)]) visit(state, element)
  nameTabPanels(state)
}

function visit(state: Unfolding, element: Element): void {
  const role = element.getAttribute("role")
  if (role === "tabpanel" && !state.named.has(element)) state.tabPanels.push(element)
  if (role === "tablist") nameTabPanels(state)
  else if (role === "tab") visitTab(state, element)
  else if (isHeading(element)) visitHeading(state, element)
  else if (role === "tabpanel" || role === "region" || element.hasAttribute("hidden")) show(state, element)
  else visitToggle(state, element)
}

function visitHeading(state: Unfolding, heading: Element): void {
  for (let at: Element | null = heading; at; at = at.parentElement) if (state.panels.has(at)) return
  state.level = Number(heading.localName[1])
}

function visitToggle(state: Unfolding, toggle: Element): void {
  const isMenu = (toggle.getAttribute("aria-haspopup") ?? "false") !== "false"
  if (isMenu || toggle.closest(AROUND_CONTENT)) return
  const heading = toggle.closest(HEADINGS)
  const isWholeHeading = heading !== null && textOf(heading) === textOf(toggle)
  if (!isWholeHeading && !isFolding(toggle)) return
  const panel = panelOf(state, toggle) ?? (heading ?? toggle).nextElementSibling
  if (!isWholeHeading && (!panel || panel.localName === "button" || isHeading(panel))) return
  if (panel?.matches(NO_PANEL)) return
  if (panel && isFolding(toggle)) show(state, panel)
  if (heading) moveInto(heading.ownerDocument.createElement("span"), toggle)
  else if (toggle.localName === "button" || toggle.getAttribute("role") === "button")
    moveInto(headingUnder(state.level, toggle), toggle)
}

function isFolding(toggle: Element): boolean {
  if (toggle.hasAttribute("aria-expanded") || toggle.hasAttribute("aria-controls")) return true
  const kind = toggle.getAttribute("data-bs-toggle") ?? toggle.getAttribute("data-toggle")
  return kind === "collapse" || ACCORDION.test((toggle.getAttribute("class") ?? "").slice(0, 500))
}

/** The panel that a button or tab names. */
function panelOf({ byId }: Unfolding, toggle: Element): Element | undefined {
  const named =
    toggle.getAttribute("aria-controls") ??
    toggle.getAttribute("data-bs-target") ??
    toggle.getAttribute("data-target") ??
    toggle.getAttribute("href")
  return named === null ? undefined : byId.get(named.replace(/^#/, ""))
}

function visitTab(state: Unfolding, tab: Element): void {
  const panel = panelOf(state, tab)
  if (!panel) state.tabs.push(tab)
  else {
    show(state, panel)
    namePanel(state, tab, panel)
  }
}

/** Tabs that name no panel go with the panels of their group, in order. */
function nameTabPanels(state: Unfolding): void {
  const { tabs, tabPanels } = state
  if (tabs.length === tabPanels.length)
    for (const [at, tab] of tabs.entries()) {
      const panel = tabPanels[at]
      if (panel) namePanel(state, tab, panel)
    }
  state.tabs = []
  state.tabPanels = []
  state.tabLevel = state.level
}

function namePanel(state: Unfolding, tab: Element, panel: Element): void {
  if (state.named.has(panel) || panel.contains(tab)) return
  state.named.add(panel)
  const name = headingUnder(state.tabLevel, panel)
  moveInto(name, tab)
  panel.prepend(name)
}

function show(state: Unfolding, panel: Element): void {
  state.panels.add(panel)
  panel.removeAttribute("hidden")
  panel.removeAttribute("aria-hidden")
  if (/display\s*:\s*none/i.test(panel.getAttribute("style") ?? "")) panel.removeAttribute("style")
}

function headingUnder(level: number, near: Element): Element {
  return near.ownerDocument.createElement(`h${Math.min(level + 1, 6)}`)
}

/** Puts an element in the place of another, with all that is in it. */
function moveInto(element: Element, old: Element): void {
  while (old.firstChild) element.appendChild(old.firstChild)
  old.replaceWith(element)
}

function isHeading(element: Element): boolean {
  return /^h[1-6]$/.test(element.localName)
}

function textOf(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim()
}
