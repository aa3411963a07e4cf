const dark = matchMedia("(prefers-color-scheme: dark)")
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches)
dark.addEventListener("change", follow)
follow()

const root = new URL(document.body.dataset.root, location.href).pathname

/** The documents name paths from the server's root, which a proxy may have under a path of its own. */
function belowRoot(request) {
  const url = new URL(request.url, location.href)
  if (url.origin === location.origin && !url.pathname.startsWith(root)) {
    url.pathname = root + url.pathname.slice(1)
    request.url = url.href
  }
  return request
}

window.SwaggerUIBundle({
  url: document.body.dataset.document,
  domNode: document.querySelector("#docs"),
  requestInterceptor: belowRoot,
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  syntaxHighlight: { activated: true, theme: "tomorrow-night" },
  // Otherwise a service in the internet is shown the document.
  validatorUrl: null,
})
