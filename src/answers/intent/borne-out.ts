import type { IntentName } from "../../core/intent.ts"
import { moodWords } from "../sentiment/mood-words.ts"
import type { Classified } from "./classify.ts"
import { anyWordOf, type CueName, hasCue } from "./cues.ts"
import { plainText } from "./plain-text.ts"

const CUES: Readonly<Partial<Record<IntentName, readonly CueName[]>>> = {
  ticket_status: ["ticket", "status"],
  order: ["order", "arrival"],
  account: ["account"],
  booking: ["booking"],
  human: ["person", "speak"],
}

/** A complaint, a call, a superior, who serves customers, a machine: who speaks of them may want a person, though they name none. */
const NEAR_A_PERSON = `
  complain* beschwer* plainte* reclam* queja* queix* klacht* sikayet* شكو* اشتك* תלונ* להתלונן शिकायत* 苦情 クレーム 投诉
  call phone* telephone* mobile_phone* telef* anruf* rufen ruckruf* appel* rappel* llam* chiam* ligar liguem bellen
  terugbel* फोन* 電話 电话
  boss vorgesetzt* verantwortlich* responsab* chef* jefe* capo direct(?:or|eur|rice)* direttor* gerent* gerant* encargad*
  leidinggev* yonetici* yetkili* मैनेजर* 经理
  customer_care help_?desk hotline* team service_clients? servicio_al_cliente servizio_clienti atencion_al_cliente
  atendimento_ao_cliente klantenservice kundenservice kundenbetreuung sachbearbeit* ansprechpartner* techni* tecnic* teknik*
  calisan* musteri_hizmet* עובד* 人は
  bots? chatbots? robot* comput* machine* maschin* automat* ai ki ia 机器人 ロボット
`
let near: RegExp | undefined

/** Its pattern is built when first asked for: that takes half a millisecond of every start. */
function isNearAPerson(plain: string): boolean {
  near ??= anyWordOf(NEAR_A_PERSON)
  return near.test(plain)
}

/**
 * Whether anything but likeness speaks for what somebody wants: a word for it or, for a person, one near to it, or anger. The few words of a message that
 * goes on with a question ("Saturday?", "my daughter is 5") are like anything, and "and by phone?" asks for no call.
 *
 * @param leans whether it goes on with a question
 */
export function isBorneOut({ name, by }: Classified, message: string, leans: boolean): boolean {
  const cues = CUES[name]
  if (!cues || (by !== "meaning" && by !== "cues")) return true
  const plain = plainText(message)
  if (cues.some((cue) => hasCue(plain, cue))) return true
  return name === "human" && ((!leans && isNearAPerson(plain)) || moodWords(message).negative > 0)
}
