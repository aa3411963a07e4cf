import type { AddCannedReplyPorts } from "./add-canned-reply.ts"
import type { CannedReply } from "./canned-reply.ts"
import type { ChangeCannedReplyPorts } from "./change-canned-reply.ts"
import type { RemoveCannedReplyPorts } from "./remove-canned-reply.ts"

/** What everybody needs who handles canned replies. */
export interface CannedReplyPorts
  extends AddCannedReplyPorts,
    ChangeCannedReplyPorts,
    RemoveCannedReplyPorts {
  /** By shortcut. */
  listReplies(partnerId: string): Promise<CannedReply[]>
}
