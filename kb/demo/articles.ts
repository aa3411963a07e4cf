// The demo's articles, carried inside the binary. A new file is added here as well; a test holds the two together.
import agents from "./agents.md" with { type: "text" }
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
import languages from "./languages.md" with { type: "text" }
import limits from "./limits.md" with { type: "text" }
import llm from "./llm.md" with { type: "text" }
import logs from "./logs.md" with { type: "text" }
import measure from "./measure.md" with { type: "text" }
import partnerApi from "./partner-api.md" with { type: "text" }
import partners from "./partners.md" with { type: "text" }
import postgres from "./postgres.md" with { type: "text" }
import privacy from "./privacy.md" with { type: "text" }
import requirements from "./requirements.md" with { type: "text" }
import security from "./security.md" with { type: "text" }
import sessions from "./sessions.md" with { type: "text" }
import stats from "./stats.md" with { type: "text" }
import tickets from "./tickets.md" with { type: "text" }
import tune from "./tune.md" with { type: "text" }
import upgrade from "./upgrade.md" with { type: "text" }
import webPages from "./web-pages.md" with { type: "text" }
import webhooks from "./webhooks.md" with { type: "text" }
import whatIsChatd from "./what-is-chatd.md" with { type: "text" }
import whoAnswers from "./who-answers.md" with { type: "text" }
import widget from "./widget.md" with { type: "text" }
import widgetLook from "./widget-look.md" with { type: "text" }

/** File name to Markdown. */
export const DEMO_ARTICLES: Readonly<Record<string, string>> = {
  "agents.md": agents,
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
  "languages.md": languages,
  "limits.md": limits,
  "llm.md": llm,
  "logs.md": logs,
  "measure.md": measure,
  "partner-api.md": partnerApi,
  "partners.md": partners,
  "postgres.md": postgres,
  "privacy.md": privacy,
  "requirements.md": requirements,
  "security.md": security,
  "sessions.md": sessions,
  "stats.md": stats,
  "tickets.md": tickets,
  "tune.md": tune,
  "upgrade.md": upgrade,
  "web-pages.md": webPages,
  "webhooks.md": webhooks,
  "what-is-chatd.md": whatIsChatd,
  "who-answers.md": whoAnswers,
  "widget-look.md": widgetLook,
  "widget.md": widget,
}
