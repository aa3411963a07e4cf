import baseStyles from "./pages/base.css" with { type: "text" }
import apiScript from "./pages/crm/api.js" with { type: "text" }
import crmStyles from "./pages/crm/crm.css" with { type: "text" }
import crm from "./pages/crm/crm.html" with { type: "text" }
import crmScript from "./pages/crm/crm.js" with { type: "text" }
import markdownScript from "./pages/crm/markdown.js" with { type: "text" }
import viewScript from "./pages/crm/view.js" with { type: "text" }
import copyScript from "./pages/demo/copy.js" with { type: "text" }
import demoStyles from "./pages/demo/demo.css" with { type: "text" }
import demo from "./pages/demo/demo.html" with { type: "text" }
import demoScript from "./pages/demo/demo.js" with { type: "text" }
import siteStyles from "./pages/demo/demo-site.css" with { type: "text" }
import lookScript from "./pages/demo/look.js" with { type: "text" }
import setup from "./pages/demo/setup.html" with { type: "text" }
import snippetsScript from "./pages/demo/snippets.js" with { type: "text" }
import tabsScript from "./pages/demo/tabs.js" with { type: "text" }
import icon from "./pages/icon.svg" with { type: "text" }
import mailConversation from "./pages/mail/conversation.html" with { type: "text" }
import mailConversationScript from "./pages/mail/conversation.js" with { type: "text" }
import mailStyles from "./pages/mail/mail-page.css" with { type: "text" }
import mailMessage from "./pages/mail/message.html" with { type: "text" }

/** Bun's types take every import of HTML for a bundle, whatever its attribute says. */
const text = (html: unknown) => html as string

export const DEMO_PAGE = text(demo)
export const SETUP_PAGE = text(setup)
export const CRM_PAGE = text(crm)
export const MAIL_CONVERSATION_PAGE = text(mailConversation)
export const MAIL_MESSAGE_PAGE = text(mailMessage)

/** What the pages are made of, by path. */
export const PAGE_FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "/page/icon.svg": ["image/svg+xml", icon],
  "/page/base.css": ["text/css", baseStyles],
  "/page/crm.css": ["text/css", crmStyles],
  "/page/crm.js": ["text/javascript", crmScript],
  "/page/api.js": ["text/javascript", apiScript],
  "/page/markdown.js": ["text/javascript", markdownScript],
  "/page/view.js": ["text/javascript", viewScript],
  "/page/demo.css": ["text/css", demoStyles],
  "/page/demo-site.css": ["text/css", siteStyles],
  "/page/demo.js": ["text/javascript", demoScript],
  "/page/copy.js": ["text/javascript", copyScript],
  "/page/look.js": ["text/javascript", lookScript],
  "/page/snippets.js": ["text/javascript", snippetsScript],
  "/page/tabs.js": ["text/javascript", tabsScript],
  "/page/conversation.js": ["text/javascript", mailConversationScript],
  "/page/mail-page.css": ["text/css", mailStyles],
}
