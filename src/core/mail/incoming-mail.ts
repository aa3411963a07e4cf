/** A file that came with a mail, its name cleaned and its type seen in its content. */
export interface MailFile {
  name: string
  type: string
  content: Uint8Array
}

/** Who wrote, as far as mails can tell. */
export interface MailSender {
  address: string
  name: string | undefined
  /** False where our own mail server says that the address is forged. */
  believed: boolean
}

/** What somebody wrote. */
export interface IncomingMail {
  /** Of a form's, whom it names; itself where it names nobody. */
  sender: MailSender
  /** Where it was written into a form of a website: the address that the form mails from. */
  form?: { address: string; namesCustomer: boolean }
  subject: string | undefined
  /** Without what it quotes, and without its signature. */
  text: string
  /** The whole text, where anything of it was left out. */
  original: string | undefined
  files: readonly MailFile[]
  /** Names of files that were not kept: too large, or too many. */
  leftOut: readonly string[]
}

/** What a mail turns out to be. */
export type MailContent =
  | { kind: "written"; mail: IncomingMail }
  /** One of ours did not arrive. */
  | { kind: "bounce"; recipient: string | undefined; reason: string }
  /** What a machine wrote, as that somebody is away: agents are told, and nobody answers it. */
  | { kind: "by_machine"; sender: MailSender; text: string }
  /** Machines among themselves: nobody is told, and nobody answers it. */
  | { kind: "automatic"; what: string }
  /** More than is read. */
  | { kind: "too_large"; sender: MailSender; subject: string | undefined; bytes: number }
  /** One more of this sender within the hour than is taken. */
  | { kind: "too_many"; sender: MailSender }

/** What became of a mail. */
export type MailOutcome =
  | "message"
  | "comment"
  | "ticket"
  /** For the agents alone: its sender may be somebody else, or it is about a mail. */
  | "note"
  | "automatic"
  | "empty"
  | "limited"
  /** It answers nothing of ours, and stays where it is. */
  | "ignored"
  /** Its conversation or ticket cannot take it. */
  | "refused"

/** Whether a mail's sender is the one who has this address. */
export function isFrom(address: string | undefined, { address: sender, believed }: MailSender): boolean {
  return believed && address !== undefined && sender.toLowerCase() === address.trim().toLowerCase()
}
