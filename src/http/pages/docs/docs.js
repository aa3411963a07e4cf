const dark = matchMedia("(prefers-color-scheme: dark)")
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches)
dark.addEventListener("change", follow)
follow()

window.SwaggerUIBundle({
  url: document.body.dataset.document,
  domNode: document.querySelector("#docs"),
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  syntaxHighlight: { activated: true, theme: "tomorrow-night" },
  // Otherwise a service in the internet is shown the document.
  validatorUrl: null,
})
