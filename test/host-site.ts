import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { extname, join } from "node:path"

const FOLDER = join(import.meta.dir, "fixtures/host-pages")
const PACKAGES: Readonly<Record<string, string>> = {
  "/bootstrap.css": "bootstrap/dist/css/bootstrap.css",
  "/tailwind.css": "tailwindcss/preflight.css",
}
const LOADER = '<script src="{{chatd}}/widget/chat-widget.js"></script>'
const TAG = '<script src="{{chatd}}/widget/chat-widget.js" data-widget-key="{{key}}" async></script>'

/** The shop with one style or another, and with the widget put in in each of the ways there are. */
const SHOPS: Readonly<Record<string, { styles: readonly string[]; widget: string }>> = {
  "/plain.html": { styles: ["site"], widget: TAG },
  "/hostile.html": { styles: ["site", "hostile"], widget: `<div class="curtain"></div>${TAG}` },
  "/bootstrap.html": { styles: ["bootstrap"], widget: TAG },
  "/tailwind.html": { styles: ["tailwind"], widget: TAG },
  "/strict.html": { styles: ["site"], widget: TAG },
  "/init.html": { styles: ["site"], widget: `${LOADER}<script src="/init.js"></script>` },
  "/global.html": { styles: ["site"], widget: `<script src="/global.js"></script>${LOADER}` },
  "/module.html": { styles: ["site"], widget: '<script type="module" src="/module.js"></script>' },
}
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
}
const require = createRequire(import.meta.url)

export interface HostSite {
  url: string
  stop(): void
}

/** Somebody's site, on another origin than chatd: the pages of test/fixtures/host-pages, `?without` the widget. */
export function serveHostSite(chatd: string, key: string): HostSite {
  const server = Bun.serve({
    port: 0,
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url)
      const text = contentOf(pathname).replaceAll("{{chatd}}", chatd).replaceAll("{{key}}", key)
      return new Response(searchParams.has("without") ? text.replace(/<script.*<\/script>/g, "") : text, {
        headers: {
          "content-type": `${TYPES[extname(pathname)] ?? "text/html"}; charset=utf-8`,
          ...(pathname === "/strict.html" && { "content-security-policy": strictPolicy(chatd) }),
        },
      })
    },
  })
  return { url: `http://localhost:${server.port}`, stop: () => void server.stop(true) }
}

/** Nothing but what docs/widget.md asks for, and the page's own stylesheet. */
function strictPolicy(chatd: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${chatd}`,
    `connect-src ${chatd} ${chatd.replace("http", "ws")}`,
    "require-trusted-types-for 'script'",
  ].join("; ")
}

/** A path without a file is a route of the single-page site. */
function contentOf(pathname: string): string {
  const packaged = PACKAGES[pathname]
  if (packaged) return readFileSync(require.resolve(packaged), "utf8")
  const shop = SHOPS[pathname]
  if (shop) {
    const links = shop.styles.map((name) => `<link rel="stylesheet" href="/${name}.css" />`)
    return fixture("shop.html").replace("{{styles}}", links.join("")).replace("{{widget}}", shop.widget)
  }
  return fixture(extname(pathname) && existsSync(join(FOLDER, pathname)) ? pathname : "spa.html")
}

function fixture(path: string): string {
  return readFileSync(join(FOLDER, path), "utf8")
}
