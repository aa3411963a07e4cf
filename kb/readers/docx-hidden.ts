/** A run of text with its properties, up to its end or to a run within it, as text boxes have them. */
const RUN =
  /(<w:r(?:\s[^<>]*)?>\s*<w:rPr>)([\s\S]{0,5000}?)(<\/w:rPr>)([\s\S]{0,100000}?)(?=<\/w:r>|<w:r[\s>])/g
const HIDDEN = /<w:vanish(?:\s+w:val="(?!0"|false"|off")[^"]*")?\s*\/>/
const TEXT = /<w:t(?:\s[^<>]*)?>[^<]*<\/w:t>/g

/** Takes hidden text out of a part of a Word document: whoever hid it does not mean its readers to have it. */
export function withoutHiddenText(xml: string): string {
  if (!xml.includes("<w:vanish")) return xml
  return xml.replace(RUN, (run, start: string, properties: string, end: string, content: string) => {
    // What a change was made from comes last.
    const [current = ""] = properties.split("<w:rPrChange")
    return HIDDEN.test(current) ? start + properties + end + content.replace(TEXT, "") : run
  })
}
