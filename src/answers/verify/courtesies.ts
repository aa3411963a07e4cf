const STEPS = [
  "(?:please )?(?:follow|take) (?:these|the following|the next)(?: \\p{L}+)? steps",
  "(?:please )?do (?:this|the following)",
  "(?:you can do (?:this|it|so)|it works|this works|proceed) (?:as follows|like this)",
  "here(?:['’]s| is| are) (?:how(?: it works| to do (?:it|this|that))?|what to do|the steps)",
  "(?:folgen sie|folge) (?:dazu )?(?:diesen|den folgenden) schritten",
  "(?:gehen sie|geh) (?:dazu |bitte )?(?:wie folgt|so) vor",
  "so (?:geht|funktioniert) (?:es|das|['’]s)|so gehen sie vor",
  "suivez (?:ces|les) étapes(?: suivantes)?|voici comment(?: faire)?|procédez comme suit",
  "(?:sigue|siga) (?:estos|los siguientes) pasos|así se hace",
  "siga (?:estes|os seguintes) passos|siga estas etapas",
  "(?:segui|segua|seguite) (?:questi|i seguenti) passaggi|ecco come(?: fare)?",
  "volg (?:deze|de volgende) stappen|zo werkt het|doe het volgende",
].join("|")
const PLEASANTRIES = [
  "no problem|happy to help|i['’]?m happy to help|i hope (?:this|that) helps|you['’]re welcome",
  "(?:please )?let me know if you (?:have|need) (?:any(?:thing)? ?)?(?:other |further |more |else)?(?:questions?|help)?",
  "if you (?:have|need) (?:any(?:thing)? ?)?(?:other |further |more |else)?(?:questions?|help)?, (?:just|please|feel free to) (?:ask|let me know)",
  "(?:please )?feel free to (?:ask|reach out)(?: if you have (?:any )?(?:other |further |more )?questions)?",
  "gerne?|kein problem|ich hoffe, das hilft(?: ihnen| dir)?|avec plaisir|con gusto|graag",
].join("|")

/** "To do so, follow these steps:" says nothing but "to do so". */
const LEAD_IN = new RegExp(`(?:^|,\\s+|\\s)(?:${STEPS})\\s*:$`, "iu")
const PLEASANTRY = new RegExp(`^(?:${PLEASANTRIES})\\s*[.!,:]?$`, "iu")

/** The sentence without what only leads to a list, or is said out of courtesy: no source has to say it. */
export function withoutCourtesies(sentence: string): string {
  const said = sentence.replace(LEAD_IN, "").trim()
  return PLEASANTRY.test(said) ? "" : said
}
