import type { Attachment } from "mailparser"

const SMIME = /^application\/(?:x-)?pkcs7-mime$/
/** It says no more than that the other part is encrypted. */
const PGP = "application/pgp-encrypted"

/** What a mail is of which only who has the key, or a program that knows the seal, can read the text. */
export function sealedSentence(attachments: readonly Attachment[]): string | undefined {
  const smime = attachments.find(({ contentType }) => SMIME.test(contentType))
  if (smime) {
    const done = isSignedAlone(smime) ? "signed" : "encrypted"
    return `This e-mail is ${done} with S/MIME: what it says is within its file, which a mail program can open.`
  }
  return attachments.some(isPgpMark)
    ? "This e-mail is encrypted with PGP: what it says is within its file."
    : undefined
}

export function isPgpMark({ contentType }: Attachment): boolean {
  return contentType === PGP
}

function isSignedAlone({ headers }: Attachment): boolean {
  const type = headers.get("content-type")
  if (typeof type !== "object" || !("params" in type)) return false
  return type.params["smime-type"]?.toLowerCase() === "signed-data"
}

/** A text without the seal of PGP around it (RFC 9580, 6.2 and 7); one that does not end stays as it is. */
export function withoutArmor(text: string): string {
  const kept: string[] = []
  let within: "text" | "head" | "signed" | "seal" = "text"
  for (const line of text.split("\n")) {
    const mark = line.trimEnd()
    if (within === "seal") {
      if (/^-----END PGP (?:SIGNATURE|MESSAGE)-----$/.test(mark)) within = "text"
    } else if (within === "head") {
      if (mark === "") within = "signed"
    } else if (mark === "-----BEGIN PGP SIGNED MESSAGE-----") within = "head"
    else if (mark === "-----BEGIN PGP SIGNATURE-----" && within === "signed") within = "seal"
    else if (mark === "-----BEGIN PGP MESSAGE-----") {
      kept.push("[Encrypted with PGP: it is in original.txt]")
      within = "seal"
    } else kept.push(within === "signed" ? line.replace(/^- /, "") : line)
  }
  return within === "text" ? kept.join("\n") : text
}
