import { isChrome, isElement } from "../readers/html-elements.ts"

/** Why a page answers nobody's question, as a sentence's end. */
export interface NoArticle {
  reason: string
  /** Whether it is a list of pages: one that somebody names is meant. */
  isList: boolean
}

/** Letters from which on a page has more to say than that it is not there, or wants to know who asks. */
const SHORT = 400
const LONGEST_NAME = 80

const PAGE = /\b(?:page|article|seite|artikel|página|pagina|strona|sida|sidan|siden|sivua?)\b/iu
const MISSING =
  /(?:\bnot (?:be )?found|\b(?:does|do)(?:n['’]t| not) exist|\bno longer (?:exists?|available)|\bnot available|\bcan(?:not|['’]t) (?:be )?(?:find|found).*|\bnicht gefunden(?: werden)?|\bexistiert nicht(?: mehr)?|\bnicht (?:mehr )?(?:vorhanden|verfügbar)|\b(?:introuvable|non trouvée?)|\bn['’]existe (?:pas|plus)|\bno (?:encontrad[ao]|existe|disponible)|\bnon (?:trovat[ao]|esiste)|\bnão (?:encontrad[ao]|existe)|\bniet gevonden|\bbestaat niet|\bnie (?:została znaleziona|istnieje)|\bhittades inte|\bikke fundet|\bfinnes ikke|\bei löydy)\W*$/iu
/** What shops sell is an article, too, and their help says what to do where one is not available. */
const SOLD_OUT = /\b(?:articles?|artikel)\b.*\b(?:available|verfügbar|vorhanden)\W*$/iu
const NUMBER = /^\W*(?:error\W*|fehler\W*|erreur\W*)?404\b.{0,24}$/iu
const LOOKED_FOR =
  /\b(?:looking for|you (?:requested|wanted)|moved|removed|deleted|mistyped|home ?page|go back|back to|gesucht\w*|verschoben|gelöscht|startseite|recherch\w+|accueil|buscas?|inicio|cerc\w+|procur\w+|zoekt|startpagina)\b/iu
const SIGN_IN =
  /^\W*(?:log[ -]?[io]n|sign[ -]?(?:in|up)|regist(?:er|ration)|create (?:an |your |a new )?account|(?:my )?account|welcome back|anmeld(?:en|ung)|einloggen|registrier\w+|konto erstellen|(?:kunden)?login|connexion|se connecter|créer un compte|iniciar sesión|registrarse|accedi|entrar|inloggen|zaloguj\w*|logga in|logge? ind?n?)\b/iu
const ASIDE =
  "header, footer, nav, aside, dialog, [role=dialog], [hidden], [aria-hidden=true], .modal, .popup"

/**
 * What a page is that is no article, by what it says itself: one that is not there, though the server says it is, or a form
 * to sign in by. A list of other pages is told by its address as well: pages of tags, archives, second pages.
 */
export function noArticle(document: Document, url: URL): NoArticle | undefined {
  const content = document.querySelector("main, [role=main]") ?? document.body ?? document.documentElement
  if (isListAddress(url) && leadsElsewhere(content))
    return { reason: "is a list of other pages", isList: true }
  const text = textOf(content)
  if (text.length > SHORT) return undefined
  const names = namesOf(document)
  if (isMissing(names, text)) return { reason: "says that the page is not there", isList: false }
  const fields = [...document.querySelectorAll("input[type=password]")].filter(
    (field) => !field.closest(ASIDE),
  )
  if (fields.length > 0 && names.some((name) => SIGN_IN.test(name)))
    return { reason: "asks to sign in", isList: false }
  return undefined
}

function isMissing(names: readonly string[], text: string): boolean {
  const says = names.some((name) => PAGE.test(name) && MISSING.test(name) && !SOLD_OUT.test(name))
  const isNumbered = names.some((name) => NUMBER.test(name))
  // A manual may have a page on what "404 Not Found" means.
  return (says || (isNumbered && PAGE.test(text))) && (isNumbered || LOOKED_FOR.test(text))
}

/** What a page calls itself: its title, without the site's name, and its headings. */
function namesOf(document: Document): string[] {
  const title = document.querySelector("title")?.textContent ?? ""
  const headings = [...document.querySelectorAll("h1, h2")].slice(0, 3)
  const names = [...title.split(/\s[|–—·»-]\s/), ...headings.map((heading) => heading.textContent ?? "")]
  return names.map((name) => name.replace(/\s+/g, " ").trim()).filter((name) => name.length <= LONGEST_NAME)
}

/** An address that sites give to lists of their pages. */
function isListAddress({ pathname, searchParams }: URL): boolean {
  if (["page", "paged"].some((name) => /^\d+$/.test(searchParams.get(name) ?? ""))) return true
  return /\/(?:tags?|archives?|author)\/[^/]+\/?$|\/page\/\d+\/?$|\/\d{4}\/\d{1,2}\/?$/i.test(pathname)
}

/** The share of a list's letters that links have at least. */
const LINKED = 0.5

/** Is it headings that lead to other pages, or little but links? */
function leadsElsewhere(content: Element): boolean {
  const links = [...content.querySelectorAll("a[href]")].filter(
    (link) => !/^#/.test(link.getAttribute("href") ?? ""),
  )
  const isHeading = (link: Element) => {
    const heading = link.closest("h1, h2, h3, h4") ?? link.querySelector("h1, h2, h3, h4")
    return heading !== null && (heading.textContent ?? "").trim() === (link.textContent ?? "").trim()
  }
  if (links.some(isHeading)) return true
  const linked = links.reduce((sum, link) => sum + textOf(link).length, 0)
  return linked > LINKED * textOf(content).length
}

/** Queries of a site's own search, whose results stand on pages of their own. */
export function isSearch({ pathname, searchParams }: URL): boolean {
  const asks = (name: string) => (searchParams.get(name) ?? "") !== ""
  if (/\/(?:search|suche|recherche|buscar|busca|cerca|zoeken)(?:\/results)?(?:\.\w+)?\/?$/i.test(pathname))
    return ["q", "query", "s", "search", "keyword", "keywords", "term", "text"].some(asks)
  return pathname === "/" && asks("s")
}

function textOf(element: Element): string {
  let text = ""
  for (const node of element.childNodes) {
    if (!isElement(node)) text += node.nodeType === 3 ? (node.nodeValue ?? "") : ""
    else if (!isChrome(node)) text += ` ${textOf(node)}`
  }
  return text.replace(/\s+/g, " ").trim()
}
