// What to paste into a page, in each of the ways that the widget can be said what it is.

/** What the server keeps for a key, by the names of `chatd partner set`. */
const SETTINGS = {
  colour: "widget.primary_color",
  side: "widget.side",
  scheme: "widget.scheme",
  locale: "widget.locale",
  title: "widget.texts.title",
  welcome: "widget.texts.welcome",
}

/** @param place `server`, `key` and `partnerId`; @param chosen what differs from the server's settings */
export const SNIPPETS = {
  tag: {
    text: ({ server, key }) => script(server, ` data-widget-key="${key}" async`),
    note: (chosen) =>
      isEmpty(chosen)
        ? { says: "Before </body>, on any page. Nothing else is needed." }
        : {
            says: "The tag shows what the server keeps for its key. To make what you chose above the server's own:",
            keep: chosen,
          },
  },
  init: {
    text: ({ server, key }, chosen) =>
      `${script(server, "")}\n<script>\n  ChatWidget.init(${literal(options(key, chosen), 1)})\n</script>`,
    note: () => ({
      says: "Call it again at any time: the widget follows.",
    }),
  },
  global: {
    text: ({ server, key }, { colour, title }) =>
      `<script>\n  window.ChatbotWidgetConfig = ${literal(
        {
          widgetKey: key,
          backendBaseUrl: server,
          title,
          colors: colour && { primary: colour },
        },
        1,
      )}\n</script>\n${script(server, " async")}`,
    note: ({ colour, title, ...others }) =>
      isEmpty(others)
        ? { says: "For pages that have such a configuration already." }
        : { says: "It knows colour and title. The rest is kept on the server:", keep: others },
  },
  module: {
    text: ({ server, key }, chosen) =>
      `import { init } from "${server}/widget/chat-module.js"\n\ninit(${literal(options(key, chosen), 0)})`,
    note: () => ({
      says: "For React, Vue, Next and the like. Importing it touches no page; call init in the browser.",
    }),
  },
}

/** The command that makes the choices the server's own. */
export function settingsCommand({ partnerId }, chosen) {
  const assignments = Object.entries(chosen).map(([name, value]) => shellWord(`${SETTINGS[name]}=${value}`))
  return ["chatd partner set", partnerId, ...assignments].join(" ")
}

function script(server, attributes) {
  return `<script src="${server}/widget/chat-widget.js"${attributes}></script>`
}

function options(key, { colour, title, welcome, locale, side, scheme }) {
  const theme = { primaryColor: colour, headerText: title, welcomeMessage: welcome, side, scheme }
  return { apiKey: key, theme: Object.values(theme).some(Boolean) ? theme : undefined, locale }
}

/** A JavaScript literal; no text in it can end the script element. */
function literal(value, depth) {
  if (typeof value !== "object") return JSON.stringify(value).replaceAll("<", "\\u003c")
  const indent = "  ".repeat(depth + 1)
  const lines = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `${indent}${name}: ${literal(one, depth + 1)},\n`)
  return `{\n${lines.join("")}${"  ".repeat(depth)}}`
}

function shellWord(text) {
  return /^[\w.=:/#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function isEmpty(object) {
  return Object.keys(object).length === 0
}
