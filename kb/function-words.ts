/** Words that carry no topic, by language. Kept short on purpose: idf does the rest where a knowledge base is large enough. */
const FUNCTION_WORDS = [
  `a about all also am an and any are as at be been being but by can could did do does doing done for from get
  got had has have having he her here him his how i if in into is it its just let like me my need no not now of
  on or our out please should so some than that the their them then there these they this those to too up us
  want was we were what when where which while who why will with would yes you your im ive id dont doesnt cant
  isnt whats hi hello hey thanks`,
  `aber auch auf aus bei beim bitte da das dass dem den denn der des die dies diese diesem diesen dieser dieses doch du
  dein deine ein eine einem einen einer eines er es etwas euch euer eure fur gibt gibts habe haben habt hallo ich ihr ihre
  ihrem ihren ihrer ihm ihn ihnen im ist ja kann kannst konnen konnt mein meine meinem meinen meiner meines mich mir mit
  mochte mochten muss mussen musst nach nicht noch nur oder sein sie sind uber um und uns unser unsere unseren unserer vom
  von wann warum was welche welchem welchen welcher welches wenn wer werde werden wie wir wird wo wohin wurde zu zum zur`,
  `au aux avec avez ce ces cette comment dans de des dois du elle elles en est et etre eu il ils je la le les leur leurs ma
  mes moi mon ne nos notre nous ou pas peut peux pour pourquoi puis quand que quel quelle quelles quels qui quoi sa se ses
  sont sur ta tu un une vos votre vous bonjour merci`,
  `al como con cual cuales cuando cuanto cuanta de del donde el ella es esta este esto estos hola la las lo los mi mis nos o
  para pero por puede puedo que quiero se si su sus tengo tiene tienen tu tus un una unas uno unos y yo gracias`,
  `ao aos as com da das do dos e em essa esse esta este eu meu meus minha minhas na nas no nos o os ou para pela pelo pode
  posso qual quais quando quanto que quero se seu seus sua suas tem tenho um uma voce voces ola`,
  `agli ai alla alle anche che chi ci come con cosa da dal dalla degli dei del della delle di dove e gli ho i il in io la le
  lo mi mia mie miei mio ne nel nella non per perche posso puo quale quali quando quanto questa questo sono su tra un una vi
  vorrei ciao grazie`,
  `aan als bij dat de die dit een en er haar heb hebben heeft het hij hoe hun ik in is je jij jouw jullie kan kunt kun maar
  mag met mij mijn moet naar niet nog of om onze ons ook op te tot uit uw voor waar waarom wanneer wat we welke wie wij wil
  zijn`,
]

/** What English sentences have as words, names or units of their own: AI, Uber, the EU, add-ons, per month, Los Angeles. */
const OF_ENGLISH = "ai come com comment die dos e eu ho las los met mon non o ons os per uber uno y".split(
  " ",
)

const ALL = new Set(FUNCTION_WORDS.join(" ").split(/\s+/))
for (const word of OF_ENGLISH) ALL.delete(word)

/** Whether a word, in lower case and without accents, carries no topic in some language. */
export function isFunctionWord(word: string): boolean {
  return ALL.has(word)
}
