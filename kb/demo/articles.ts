// The demo's articles, carried inside the binary. A new file is added here as well; a test holds the two together.
import backup from "./backup.md" with { type: "text" }
import confidence from "./confidence.md" with { type: "text" }
import email from "./email.md" with { type: "text" }
import escalation from "./escalation.md" with { type: "text" }
import fileFormats from "./file-formats.md" with { type: "text" }
import firstAnswer from "./first-answer.md" with { type: "text" }
import freshdesk from "./freshdesk.md" with { type: "text" }
import gaps from "./gaps.md" with { type: "text" }
import identity from "./identity.md" with { type: "text" }
import install from "./install.md" with { type: "text" }
import keepCurrent from "./keep-current.md" with { type: "text" }
import limits from "./limits.md" with { type: "text" }
import llm from "./llm.md" with { type: "text" }
import measure from "./measure.md" with { type: "text" }
import partnerApi from "./partner-api.md" with { type: "text" }
import partners from "./partners.md" with { type: "text" }
import postgres from "./postgres.md" with { type: "text" }
import sessions from "./sessions.md" with { type: "text" }
import tune from "./tune.md" with { type: "text" }
import webPages from "./web-pages.md" with { type: "text" }
import whatIsChatd from "./what-is-chatd.md" with { type: "text" }
import widget from "./widget.md" with { type: "text" }
import widgetLook from "./widget-look.md" with { type: "text" }

/** File name to Markdown. */
export const DEMO_ARTICLES: Readonly<Record<string, string>> = {
  "backup.md": backup,
  "confidence.md": confidence,
  "email.md": email,
  "escalation.md": escalation,
  "file-formats.md": fileFormats,
  "first-answer.md": firstAnswer,
  "freshdesk.md": freshdesk,
  "gaps.md": gaps,
  "identity.md": identity,
  "install.md": install,
  "keep-current.md": keepCurrent,
  "limits.md": limits,
  "llm.md": llm,
  "measure.md": measure,
  "partner-api.md": partnerApi,
  "partners.md": partners,
  "postgres.md": postgres,
  "sessions.md": sessions,
  "tune.md": tune,
  "web-pages.md": webPages,
  "what-is-chatd.md": whatIsChatd,
  "widget.md": widget,
  "widget-look.md": widgetLook,
}
