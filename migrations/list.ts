import type { Migration } from "kysely"
import * as m0001 from "./0001_partners.ts"
import * as m0002 from "./0002_knowledge_bases.ts"
import * as m0003 from "./0003_questions.ts"
import * as m0004 from "./0004_tickets_and_outbox.ts"
import * as m0005 from "./0005_conversations.ts"
import * as m0006 from "./0006_partner_keys.ts"
import * as m0007 from "./0007_conversation_tickets.ts"
import * as m0008 from "./0008_ticket_numbers.ts"
import * as m0009 from "./0009_agents.ts"
import * as m0010 from "./0010_message_index.ts"
import * as m0011 from "./0011_tickets.ts"
import * as m0012 from "./0012_encryption_keys.ts"
import * as m0013 from "./0013_daily_figures.ts"
import * as m0014 from "./0014_outgoing_mail.ts"
import * as m0015 from "./0015_chatbot.ts"
import * as m0016 from "./0016_webhooks.ts"
import * as m0017 from "./0017_privacy.ts"
import * as m0018 from "./0018_intent_examples.ts"
import * as m0019 from "./0019_integration_cursors.ts"
import * as m0020 from "./0020_mail_in.ts"
import * as m0021 from "./0021_retention.ts"
import * as m0022 from "./0022_server_audit.ts"
import * as m0023 from "./0023_vouched_emails.ts"
import * as m0024 from "./0024_erased_conversations.ts"
import * as m0025 from "./0025_actor_names.ts"
import * as m0026 from "./0026_found_at_once.ts"
import * as m0027 from "./0027_counted_at_once.ts"
import * as m0028 from "./0028_signed_out_customers.ts"
import * as m0029 from "./0029_outbox_by_partner.ts"
import * as m0030 from "./0030_removed_partners.ts"
import * as m0031 from "./0031_found_signed_out.ts"

/** A static list, so that the binary carries them. Append only: a migration that has shipped never changes. */
export const MIGRATIONS: Record<string, Migration> = {
  "0001_partners": m0001,
  "0002_knowledge_bases": m0002,
  "0003_questions": m0003,
  "0004_tickets_and_outbox": m0004,
  "0005_conversations": m0005,
  "0006_partner_keys": m0006,
  "0007_conversation_tickets": m0007,
  "0008_ticket_numbers": m0008,
  "0009_agents": m0009,
  "0010_message_index": m0010,
  "0011_tickets": m0011,
  "0012_encryption_keys": m0012,
  "0013_daily_figures": m0013,
  "0014_outgoing_mail": m0014,
  "0015_chatbot": m0015,
  "0016_webhooks": m0016,
  "0017_privacy": m0017,
  "0018_intent_examples": m0018,
  "0019_integration_cursors": m0019,
  "0020_mail_in": m0020,
  "0021_retention": m0021,
  "0022_server_audit": m0022,
  "0023_vouched_emails": m0023,
  "0024_erased_conversations": m0024,
  "0025_actor_names": m0025,
  "0026_found_at_once": m0026,
  "0027_counted_at_once": m0027,
  "0028_signed_out_customers": m0028,
  "0029_outbox_by_partner": m0029,
  "0030_removed_partners": m0030,
  "0031_found_signed_out": m0031,
}
