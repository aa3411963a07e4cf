/** What people say who ask nothing yet, or nothing more, by what they are after. */
interface Courtesies {
  greeting: string
  /** That they want to ask something, without saying what. */
  opening: string
  thanks: string
  /** That they need nothing more. */
  done: string
  goodbye: string
  affirmation: string
  /** That what they were told was of no use, or that something is wrong, without saying what. */
  unhelped: string
  /** Whether it is so. */
  doubt: string
  /** Whom they are talking to. */
  bot: string
  /** Changes nothing of what it stands beside. */
  beside: string
}

/** As they are written, with `|` between; those of English that vary more are patterns in `smalltalk.ts`. */
export const COURTESIES = {
  en: {
    greeting: "hi all|test|testing|just testing|just saying hi|you there|are you there",
    opening:
      "i have a question|i ve a question|i ve got a question|i got a question|i have some questions|i have a few questions|i have a quick question|quick question|a question|question|i have a problem|i ve got a problem|i have an issue|i have a request|can i ask a question|can i ask something|can i ask you something|may i ask a question|can you help|can you help me|can you please help me|can you help me out|could you help me|could you help|can someone please help me|could you please help me|can someone help me|can anyone help me|will you help me|would you help me|please help|please help me|help|help me|i need help|i need some help|i need your help|i need assistance|need help|i could use some help|i need support|can i get some help",
    thanks:
      "thanks that worked|thank you that worked|that worked|it works now|it worked|works now|that did it|you re the best|you are the best|you re great|you are great|you ve been very helpful|that s very helpful|very helpful|that answers my question|that answered my question",
    done: "no thanks|thanks anyway|thank you anyway|thanks though|ok thanks anyway|no thank you|no thx|nope thanks|no that s all|no that is all|no thats all|no that was all|nope that s all|that s all i needed|that is all i needed|that was all|that s it|that is it|thats it|that s everything|nothing else|nothing more|no more questions|no further questions|i m good|im good|i m all set|all set|all good|we re good|never mind|nevermind|forget it|don t worry|no worries|no need|not needed any more|it s fine|its fine|one moment|one sec|one second|just a moment|just a sec|hold on|wait|please wait|brb|be right back",
    goodbye: "have a great day ahead|have a good one|bye for now|so long|merry christmas|happy new year",
    affirmation:
      "good bot|good job|great job|well done|nice work|i ll try|i ll try that|i will try|i will try that|i ll try it|let me try|let me try that|let me check|let me see|very good|very well|will do|noted|no problem|ok got it|all clear|true|interesting|wow",
    unhelped:
      "useless|this is useless|that is useless|you are useless|you re useless|bad bot|stupid bot|waste of time|that didn t help|that didnt help|that did not help|this didn t help|it didn t help|didn t help|didnt help|that doesn t help|that doesnt help|that does not help|that doesn t help me|this doesn t help|not helpful|that s not helpful|that was not helpful|that wasn t helpful|this is not helpful|this isn t helpful|no help|that s no help|that s not what i asked|thats not what i asked|that is not what i asked|not what i asked|i didn t ask that|that s not what i meant|thats not what i meant|that is not what i meant|not what i meant|that s not my question|that doesn t answer my question|that does not answer my question|that didn t answer my question|you didn t answer my question|you did not answer my question|that s not it|thats not it|that s wrong|thats wrong|that is wrong|that s not right|thats not right|that is not right|that s not correct|that s not true|wrong|wrong answer|incorrect|it doesn t work|it doesnt work|it does not work|it isn t working|it is not working|it s not working|its not working|doesn t work|doesnt work|does not work|not working|that doesn t work|that doesnt work|that didn t work|that didnt work|that did not work|it didn t work|it didnt work|it did not work|didn t work|didnt work|this doesn t work|this isn t working|nothing works|still not working|it still doesn t work|it still does not work|still doesn t work|still doesnt work|it s still not working|its still not working|still the same|same problem|i already did that|i did that already|i already did|i already tried that|i tried that already|i already tried|i tried that|i ve tried that|i ve already tried that|i have already tried that|tried that|already tried|already did that|i ve done that|i have done that|i don t understand|i dont understand|i do not understand|i didn t understand|i don t get it|i dont get it|what do you mean|what does that mean|you don t understand|you dont understand|you don t understand me|you didn t understand|you misunderstood|you misunderstood me|i m confused|im confused|that makes no sense|doesn t make sense|that doesn t make sense",
    doubt:
      "really|seriously|are you sure|r u sure|are you sure about that|are you certain|is that true|is that so|is that right|is that correct|for real|is it true|sure about that|is this correct|is this true|where is that written|where is this written|where does it say that|where does it say so|where did you get that|where did you get that from|how do you know|how do you know that|says who|what is your source|what s your source|whats your source",
    bot: "who am i talking to|who am i speaking to|who am i chatting with|who is this|what s your name|what is your name|whats your name|do you have a name|are you chatgpt|are you gpt|are you an ai assistant|what can you do|what can you help me with|what do you do|how can you help me|how can you help|what can i ask you|what can i ask",
    beside: "",
  },
  de: {
    greeting:
      "hallo|hallöchen|hallo zusammen|guten morgen|guten tag|guten abend|gute tag|morgen|tag|tach|moin|moin moin|servus|grüß gott|grüß dich|grüezi|grüessech|mahlzeit|na|wie geht es dir|wie geht es ihnen|wie geht s|wie gehts|wie geht s dir|wie gehts dir|hallo wie geht es ihnen|jemand da|ist da jemand|ist jemand da|ist hier jemand|sind sie da|bist du da",
    opening:
      "ich habe eine frage|ich hab eine frage|ich habe mal eine frage|ich hab mal eine frage|ich hätte eine frage|ich hätte da eine frage|ich hätte da mal eine frage|ich hab da mal ne frage|hab ne frage|habe eine frage|eine frage|kurze frage|ich habe ein problem|ich hab ein problem|ich habe ein anliegen|ich habe folgendes problem|ich brauche hilfe|ich brauche ihre hilfe|ich brauche deine hilfe|ich benötige hilfe|brauche hilfe|brauche bitte hilfe|hilfe|können sie mir helfen|können sie mir bitte helfen|könnten sie mir helfen|könnten sie mir bitte helfen|können sie mir weiterhelfen|können sie helfen|kannst du mir helfen|kannst du mir bitte helfen|kannst du helfen|könntest du mir helfen|kann mir jemand helfen|wer kann mir helfen|darf ich etwas fragen|darf ich dich etwas fragen|darf ich sie etwas fragen|kann ich etwas fragen",
    thanks:
      "danke|danke schön|dankeschön|danke sehr|danke dir|danke ihnen|danke vielmals|vielen dank|vielen lieben dank|vielen herzlichen dank|herzlichen dank|besten dank|lieben dank|tausend dank|ich danke ihnen|ich danke dir|merci vielmal|danke für die hilfe|danke für ihre hilfe|danke für deine hilfe|vielen dank für die hilfe|vielen dank für ihre hilfe|vielen dank für deine hilfe|danke für die schnelle antwort|danke für die info|danke für die auskunft|vielen dank für die auskunft|das hat geholfen|das hat mir geholfen|das hat mir sehr geholfen|hat geholfen|hat geklappt|das hat geklappt|es klappt|klappt|klappt jetzt|es funktioniert|funktioniert|funktioniert jetzt|jetzt geht es|jetzt geht s|sehr hilfreich|das war hilfreich|sehr nett|sehr freundlich",
    done: "nein danke|nee danke|nö danke|nein das war alles|nein das wars|nein das war s|das war alles|das wars|das war s|das war es|das ist alles|das reicht|mehr brauche ich nicht|mehr wollte ich nicht wissen|sonst nichts|nichts mehr|nichts weiter|nein alles gut|alles gut|keine weiteren fragen|keine fragen mehr|nein keine weiteren fragen|schon gut|hat sich erledigt|hat sich schon erledigt|erledigt|egal|vergiss es|vergessen sie es|nicht so wichtig",
    goodbye:
      "tschüss|tschüssi|tschau|ade|auf wiedersehen|auf wiederhören|wiedersehen|wiederhören|bis bald|bis dann|bis später|bis morgen|bis demnächst|mach s gut|machs gut|machen sie es gut|gute nacht|schönen tag|schönen tag noch|einen schönen tag|einen schönen tag noch|ich wünsche ihnen einen schönen tag|schönen abend|schönen abend noch|einen schönen abend|einen schönen abend noch|schönes wochenende|ein schönes wochenende|schönen feierabend|alles gute|viele grüße|liebe grüße|mit freundlichen grüßen|frohe weihnachten|frohes neues|guten rutsch",
    affirmation:
      "alles klar|klar|in ordnung|verstanden|verstehe|ich verstehe|habe verstanden|ich habe verstanden|passt|passt so|gut|sehr gut|super|prima|toll|perfekt|klasse|wunderbar|ausgezeichnet|spitze|top|genau|okay verstanden|aha|ach so|achso|geht klar|einverstanden|weiß ich bescheid|dann weiß ich bescheid",
    unhelped:
      "das hilft nicht|das hilft mir nicht|hilft mir nicht|hilft nicht|das hilft mir nicht weiter|hilft mir nicht weiter|das hat nicht geholfen|das hat mir nicht geholfen|hat nicht geholfen|nicht hilfreich|das ist nicht hilfreich|das war nicht hilfreich|das habe ich nicht gefragt|das hab ich nicht gefragt|danach habe ich nicht gefragt|das war nicht meine frage|das ist nicht meine frage|das beantwortet meine frage nicht|das beantwortet nicht meine frage|das meine ich nicht|das meinte ich nicht|das habe ich nicht gemeint|das ist falsch|das stimmt nicht|stimmt nicht|falsch|falsche antwort|es funktioniert nicht|das funktioniert nicht|funktioniert nicht|es geht nicht|das geht nicht|geht nicht|es klappt nicht|das klappt nicht|klappt nicht|hat nicht geklappt|das hat nicht geklappt|hat nicht funktioniert|das hat nicht funktioniert|funktioniert immer noch nicht|es funktioniert immer noch nicht|geht immer noch nicht|es geht immer noch nicht|klappt immer noch nicht|immer noch nicht|immer noch das gleiche|das habe ich schon gemacht|das hab ich schon gemacht|habe ich schon gemacht|hab ich schon gemacht|das habe ich schon versucht|das hab ich schon versucht|habe ich schon versucht|hab ich schon versucht|das habe ich schon probiert|hab ich schon probiert|das habe ich bereits versucht|das habe ich bereits gemacht|habe ich bereits versucht|ich verstehe nicht|ich verstehe das nicht|das verstehe ich nicht|verstehe ich nicht|versteh ich nicht|verstehe nicht|was meinst du|was meinen sie|was meinst du damit|was meinen sie damit|was heißt das|was bedeutet das|du verstehst mich nicht|sie verstehen mich nicht|das ergibt keinen sinn|das macht keinen sinn",
    doubt:
      "wirklich|echt|ernsthaft|im ernst|sicher|bist du sicher|sind sie sicher|bist du dir sicher|sind sie sich sicher|stimmt das|stimmt das wirklich|ist das sicher|ist das so|ist das wahr|ist das richtig|wo steht das geschrieben|woher wissen sie das|woher weißt du das|woher haben sie das|woher hast du das|was ist ihre quelle|was ist deine quelle",
    bot: "bist du ein bot|bist du ein roboter|bist du ein mensch|bist du eine maschine|bist du eine ki|bist du echt|bist du ein echter mensch|bist du ein chatbot|bist du ein computer|sind sie ein bot|sind sie ein roboter|sind sie ein mensch|sind sie eine maschine|sind sie eine ki|sind sie ein echter mensch|sind sie ein computer|bist du ein mensch oder ein bot|bist du ein mensch oder eine maschine|spreche ich mit einem menschen|spreche ich mit einem bot|spreche ich mit einem roboter|schreibe ich mit einem menschen|schreibe ich mit einem bot|rede ich mit einem menschen|rede ich mit einem bot|ist das ein bot|ist hier ein mensch|wer bist du|wer sind sie|mit wem spreche ich|mit wem schreibe ich|wie heißt du|wie heißen sie|wie ist dein name|wie ist ihr name|was kannst du|was können sie|was kannst du alles|wobei kannst du helfen|wobei kannst du mir helfen|womit können sie mir helfen|wie kannst du mir helfen|was kann ich fragen",
    beside:
      "ja|oh|also|dann|noch|noch mal|nochmal|zusammen|alle|allerseits|liebes team|auch|sehr|bitte|mal|und|aber|doch|erst mal|erstmal|schon mal|so|hier|jetzt",
  },
  fr: {
    greeting:
      "bonjour|bonsoir|salut|coucou|bjr|bsr|bonjour à tous|bonjour à vous|comment allez vous|comment vas tu|comment ça va|ça va|vous allez bien|il y a quelqu un|y a quelqu un|quelqu un est là|vous êtes là|tu es là|enchanté|enchantée",
    opening:
      "j ai une question|j ai une petite question|j aurais une question|j ai des questions|j ai quelques questions|une question|petite question|question|j ai un problème|j ai un souci|j ai une demande|j ai besoin d aide|j ai besoin de votre aide|j ai besoin d un renseignement|j aurais besoin d aide|besoin d aide|aide|à l aide|aidez moi|aide moi|pouvez vous m aider|pourriez vous m aider|vous pouvez m aider|peux tu m aider|tu peux m aider|pourrais tu m aider|quelqu un peut m aider|puis je poser une question|je peux poser une question|je peux vous poser une question|je voudrais un renseignement",
    thanks:
      "merci|merci beaucoup|merci bien|merci bcp|mille mercis|un grand merci|grand merci|merci infiniment|je vous remercie|je te remercie|merci à vous|merci à toi|merci d avance|merci pour tout|merci pour votre aide|merci pour ton aide|merci pour l aide|merci de votre aide|merci beaucoup pour votre aide|merci pour votre réponse|merci pour la réponse|merci pour l information|merci pour l info|c est gentil|c est très gentil|vous êtes gentil|ça a marché|ça marche maintenant|ça fonctionne|ça fonctionne maintenant|ça m a aidé|très utile|c était utile",
    done: "non merci|non c est tout|non c est bon|c est tout|ce sera tout|c est bon|ça ira|non ça ira|rien d autre|non rien d autre|plus de questions|pas d autre question|pas d autres questions|laissez tomber|laisse tomber|ce n est pas grave|c est pas grave|tant pis|non tout va bien|tout va bien",
    goodbye:
      "au revoir|à bientôt|à plus|à plus tard|à tout à l heure|à demain|bonne journée|bonne soirée|bonne nuit|bon après midi|bonne fin de journée|bonne après midi|bon week end|bon weekend|bonne continuation|passez une bonne journée|je vous souhaite une bonne journée|adieu|tchao|cordialement|joyeux noël|bonne année",
    affirmation:
      "d accord|dac|entendu|parfait|super|génial|excellent|très bien|bien|bon|compris|j ai compris|je comprends|je vois|ok compris|ça marche|nickel|top|c est noté|noté|c est clair|impeccable|formidable|bien sûr|ah d accord|oui d accord",
    unhelped:
      "ça n aide pas|ça ne m aide pas|ça m aide pas|cela ne m aide pas|ça ne m a pas aidé|ça n a pas aidé|pas utile|ce n est pas utile|ce n est pas ce que j ai demandé|c est pas ce que j ai demandé|ce n est pas ma question|ce n était pas ma question|ça ne répond pas à ma question|cela ne répond pas à ma question|vous n avez pas répondu à ma question|ce n est pas ce que je voulais dire|c est faux|ce n est pas vrai|c est pas vrai|faux|mauvaise réponse|ce n est pas ça|c est pas ça|ça ne marche pas|ça marche pas|cela ne marche pas|ne marche pas|marche pas|ça ne fonctionne pas|ça fonctionne pas|cela ne fonctionne pas|ne fonctionne pas|fonctionne pas|ça n a pas marché|ça n a pas fonctionné|ça ne marche toujours pas|ça marche toujours pas|ça ne fonctionne toujours pas|toujours pas|toujours le même problème|je l ai déjà fait|déjà fait|j ai déjà fait ça|j ai déjà essayé|je l ai déjà essayé|déjà essayé|j ai essayé|je ne comprends pas|je comprends pas|j ai pas compris|je n ai pas compris|que voulez vous dire|que veux tu dire|ça veut dire quoi|qu est ce que ça veut dire|vous ne comprenez pas|vous ne me comprenez pas|tu ne comprends pas|ça n a pas de sens",
    doubt:
      "vraiment|sérieusement|sérieux|ah bon|êtes vous sûr|vous êtes sûr|tu es sûr|es tu sûr|c est sûr|c est vrai|est ce vrai|est ce exact|c est exact|où est ce écrit|où c est écrit|comment le savez vous|comment le sais tu|quelle est votre source",
    bot: "es tu un robot|es tu un bot|es tu un humain|es tu une machine|es tu une ia|es tu humain|es tu réel|tu es un robot|tu es un bot|tu es un humain|tu es humain|êtes vous un robot|êtes vous un bot|êtes vous un humain|êtes vous humain|êtes vous une machine|êtes vous une ia|êtes vous une personne|êtes vous une vraie personne|vous êtes un robot|vous êtes un bot|vous êtes un humain|vous êtes humain|c est un robot|c est un bot|est ce un robot|est ce que je parle à un robot|est ce que je parle à un humain|est ce que vous êtes un robot|est ce que tu es un robot|je parle à un humain|je parle à un robot|je parle avec un robot|je parle avec un humain|qui es tu|qui êtes vous|vous êtes qui|tu es qui|t es qui|à qui je parle|à qui ai je l honneur|comment tu t appelles|comment t appelles tu|comment vous appelez vous|quel est ton nom|quel est votre nom|que peux tu faire|que pouvez vous faire|que sais tu faire|comment peux tu m aider|comment pouvez vous m aider",
    beside:
      "oui|ah|oh|alors|donc|à tous|tout le monde|madame|monsieur|beaucoup|et|mais|s il vous plaît|s il te plaît|svp|stp|encore|encore une fois|juste|là",
  },
  es: {
    greeting:
      "hola|holaa|buenas|muy buenas|buenos días|buen día|buenas tardes|buenas noches|qué tal|qué tal estás|qué tal está|cómo estás|cómo está|cómo está usted|cómo te va|cómo andas|saludos|hay alguien|hay alguien ahí|alguien ahí|estás ahí|está ahí|mucho gusto|encantado|encantada",
    opening:
      "tengo una pregunta|tengo una duda|tengo unas preguntas|tengo algunas dudas|tengo una consulta|una pregunta|una consulta|una duda|consulta|duda|pregunta|tengo un problema|quisiera hacer una pregunta|quería hacer una pregunta|quería hacer una consulta|quisiera hacer una consulta|puedo hacer una pregunta|puedo preguntar algo|puedo hacerle una pregunta|puedo hacerte una pregunta|necesito ayuda|necesito tu ayuda|necesito su ayuda|necesito asistencia|ayuda|ayúdame|ayúdeme|me puedes ayudar|puedes ayudarme|me puede ayudar|puede ayudarme|me podrías ayudar|podrías ayudarme|me podría ayudar|podría ayudarme|me pueden ayudar|pueden ayudarme|alguien me puede ayudar",
    thanks:
      "gracias|muchas gracias|muchísimas gracias|mil gracias|gracias a ti|gracias a usted|te lo agradezco|se lo agradezco|lo agradezco|te agradezco|le agradezco|gracias por todo|gracias por la ayuda|gracias por tu ayuda|gracias por su ayuda|gracias por ayudarme|muchas gracias por tu ayuda|muchas gracias por su ayuda|muchas gracias por la ayuda|gracias por la información|gracias por la respuesta|gracias por responder|muy amable|funcionó|ya funciona|funciona|me sirvió|me ha servido|me ayudó mucho|eso me ayudó|muy útil",
    done: "no gracias|no eso es todo|eso es todo|es todo|eso era todo|nada más|no nada más|ninguna más|no tengo más preguntas|sin más preguntas|no hace falta|no es necesario|da igual|olvídalo|olvídelo|déjalo|déjelo|no importa|ya está|todo bien|no todo bien",
    goodbye:
      "adiós|chao|chau|chaucito|hasta luego|hasta pronto|hasta la vista|hasta mañana|hasta otra|nos vemos|me despido|que tengas un buen día|que tengas buen día|que tenga un buen día|que tenga buen día|que pases un buen día|que pase un buen día|ten un buen día|tenga un buen día|buen fin de semana|buenas noches y gracias|cuídate|cuídese|un saludo|saludos cordiales|feliz navidad|feliz año nuevo|feliz año",
    affirmation:
      "vale|de acuerdo|perfecto|entendido|entiendo|ya entiendo|ya veo|comprendo|claro|genial|estupendo|excelente|muy bien|bien|está bien|bueno|listo|súper|fantástico|maravilloso|ok entendido|correcto|dale|okey dokey|qué bien|qué bueno",
    unhelped:
      "no me ayuda|eso no ayuda|eso no me ayuda|no ayuda|no me ayudó|no me sirve|eso no me sirve|no me sirvió|no sirve|no es útil|eso no es lo que pregunté|no es lo que pregunté|no pregunté eso|no es mi pregunta|esa no es mi pregunta|eso no responde mi pregunta|no responde mi pregunta|no respondiste mi pregunta|no ha respondido mi pregunta|no es lo que quería decir|eso no es|está mal|eso está mal|es falso|no es correcto|eso no es correcto|no es verdad|incorrecto|respuesta incorrecta|no funciona|eso no funciona|esto no funciona|no funcionó|no me funciona|no me funcionó|sigue sin funcionar|aún no funciona|todavía no funciona|sigue igual|el mismo problema|ya lo hice|ya hice eso|eso ya lo hice|ya lo intenté|ya lo he intentado|ya lo probé|ya lo he probado|ya lo he hecho|ya intenté eso|no entiendo|no lo entiendo|no entendí|no comprendo|no te entiendo|no le entiendo|qué quieres decir|qué quiere decir|qué significa eso|no me entiendes|no me entiende|no tiene sentido",
    doubt:
      "de verdad|en serio|seguro|estás seguro|estás segura|está seguro|está segura|es verdad|es cierto|es correcto|es así|dónde está escrito|dónde pone eso|cómo lo sabe|cómo lo sabes|cuál es su fuente",
    bot: "eres un robot|eres un bot|eres un humano|eres humano|eres humana|eres una persona|eres una persona real|eres una máquina|eres una ia|eres real|es usted un robot|es usted un bot|es usted un humano|es usted una persona|es usted una máquina|es un bot|es un robot|esto es un bot|hablo con una persona|hablo con un robot|hablo con un bot|hablo con un humano|estoy hablando con una persona|estoy hablando con un robot|estoy hablando con un bot|estoy hablando con un humano|quién eres|quién es usted|con quién hablo|con quién estoy hablando|cómo te llamas|cómo se llama|cómo se llama usted|cuál es tu nombre|cuál es su nombre|qué puedes hacer|qué sabes hacer|en qué puedes ayudarme|en qué me puedes ayudar|cómo puedes ayudarme|cómo me puedes ayudar",
    beside:
      "sí|ah|oh|pues|entonces|a todos|amigo|amiga|señor|señora|y|pero|por favor|otra vez|de nuevo|ya|solo",
  },
  pt: {
    greeting:
      "olá|oi|oie|oii|opa|e aí|bom dia|boa tarde|boa noite|tudo bem|tudo bom|tudo certo|oi tudo bem|olá tudo bem|como vai|como vai você|como está|como estás|como você está|tem alguém aí|há alguém aí|alguém aí|está aí|você está aí|prazer",
    opening:
      "tenho uma pergunta|tenho uma dúvida|tenho algumas dúvidas|tenho umas perguntas|uma pergunta|uma dúvida|dúvida|pergunta|tenho um problema|estou com um problema|estou com uma dúvida|gostaria de fazer uma pergunta|queria fazer uma pergunta|posso fazer uma pergunta|posso perguntar uma coisa|gostaria de tirar uma dúvida|queria tirar uma dúvida|preciso de ajuda|preciso de uma ajuda|preciso da sua ajuda|preciso de suporte|ajuda|me ajuda|me ajude|ajude me|pode me ajudar|pode ajudar me|podes ajudar me|você pode me ajudar|poderia me ajudar|consegue me ajudar|podem me ajudar|alguém pode me ajudar",
    thanks:
      "obrigado|obrigada|muito obrigado|muito obrigada|obrigadão|obg|brigado|brigada|valeu|agradeço|eu agradeço|agradeço a ajuda|agradecido|agradecida|grato|grata|obrigado por tudo|obrigada por tudo|obrigado pela ajuda|obrigada pela ajuda|muito obrigado pela ajuda|muito obrigada pela ajuda|obrigado pela informação|obrigada pela informação|obrigado pela resposta|obrigada pela resposta|funcionou|deu certo|já funciona|agora funciona|ajudou muito|isso ajudou|muito útil",
    done: "não obrigado|não obrigada|não é só isso|não só isso|é só isso|só isso|é só|era só isso|é tudo|isso é tudo|não é tudo|nada mais|mais nada|não mais nada|sem mais perguntas|sem mais dúvidas|não tenho mais dúvidas|deixa pra lá|deixa para lá|deixe para lá|esquece|não precisa|não importa|não faz mal|tudo resolvido",
    goodbye:
      "tchau|tchau tchau|adeus|até logo|até mais|até mais tarde|até breve|até amanhã|até já|até|tenha um bom dia|tenha um ótimo dia|bom fim de semana|um bom dia para você|uma boa tarde|uma boa noite|abraço|abraços|atenciosamente|fica bem|se cuida|feliz natal|feliz ano novo",
    affirmation:
      "certo|tá certo|está certo|tá bom|está bem|está bom|ok entendi|entendi|entendido|percebi|compreendo|compreendi|perfeito|ótimo|excelente|maravilha|beleza|blz|legal|joia|combinado|claro|muito bem|bem|bacana|show|fixe|ah sim",
    unhelped:
      "não ajuda|isso não ajuda|não me ajuda|isso não me ajuda|não ajudou|não me ajudou|isso não ajudou|não é útil|não foi útil|não foi isso que perguntei|não foi isso que eu perguntei|não perguntei isso|não é a minha pergunta|isso não responde à minha pergunta|não respondeu à minha pergunta|não respondeu minha pergunta|não é isso|não foi isso que quis dizer|está errado|isso está errado|tá errado|errado|resposta errada|não está certo|não é verdade|não funciona|isso não funciona|não funcionou|isso não funcionou|não deu certo|ainda não funciona|continua sem funcionar|continua igual|mesmo problema|já fiz isso|já fiz|já tentei|já tentei isso|isso eu já fiz|não entendi|não entendo|não percebi|não percebo|não compreendo|não compreendi|o que quer dizer|o que você quer dizer|o que isso significa|você não entendeu|você não me entende|não faz sentido",
    doubt:
      "sério|a sério|é sério|mesmo|tem certeza|você tem certeza|tens a certeza|tem a certeza|é verdade|está certo isso|isso é verdade|isso está certo",
    bot: "você é um robô|você é um bot|você é um humano|você é humano|você é humana|você é uma pessoa|você é uma pessoa real|você é uma máquina|você é uma ia|você é real|é um robô|é um bot|isto é um bot|isso é um robô|és um robô|és um bot|és humano|és humana|és uma pessoa|estou falando com um robô|estou falando com uma pessoa|estou falando com um humano|estou a falar com um robô|estou a falar com uma pessoa|estou a falar com um humano|falo com um robô|falo com uma pessoa|quem é você|quem és|quem és tu|quem é|com quem estou falando|com quem falo|com quem estou a falar|qual é o seu nome|qual é o teu nome|como você se chama|como se chama|como te chamas|o que você pode fazer|o que você faz|o que podes fazer|em que pode me ajudar|como você pode me ajudar|como pode me ajudar",
    beside: "sim|ah|oh|então|a todos|pessoal|gente|amigo|amiga|senhor|senhora|e|mas|por favor|de novo|já|só",
  },
  it: {
    greeting:
      "ciao|ciao a tutti|salve|buongiorno|buon giorno|buonasera|buona sera|buon pomeriggio|buondì|come stai|come sta|come va|come state|tutto bene|c è qualcuno|qualcuno c è|ci sei|c è nessuno|piacere",
    opening:
      "ho una domanda|avrei una domanda|ho delle domande|ho alcune domande|una domanda|domanda|ho un dubbio|ho un problema|avrei un problema|ho una richiesta|vorrei fare una domanda|vorrei chiedere una cosa|vorrei un informazione|vorrei delle informazioni|posso fare una domanda|posso chiedere una cosa|posso farle una domanda|posso farti una domanda|ho bisogno di aiuto|ho bisogno d aiuto|avrei bisogno di aiuto|mi serve aiuto|mi serve una mano|aiuto|aiutami|mi aiuti|mi può aiutare|mi puoi aiutare|puoi aiutarmi|può aiutarmi|potresti aiutarmi|potrebbe aiutarmi|mi potresti aiutare|mi potrebbe aiutare|potete aiutarmi|mi potete aiutare|qualcuno può aiutarmi|qualcuno mi può aiutare",
    thanks:
      "grazie|grazie mille|mille grazie|molte grazie|tante grazie|grazie tante|grazie infinite|grazie di tutto|grazie di cuore|ti ringrazio|la ringrazio|vi ringrazio|ti ringrazio molto|la ringrazio molto|grazie per l aiuto|grazie dell aiuto|grazie mille per l aiuto|grazie mille dell aiuto|grazie per la risposta|grazie della risposta|grazie per le informazioni|grazie per l informazione|gentilissimo|gentilissima|molto gentile|ha funzionato|ora funziona|adesso funziona|funziona|mi è stato utile|è stato utile|molto utile",
    done: "no grazie|no è tutto|è tutto|questo è tutto|no basta così|basta così|va bene così|nient altro|niente altro|no nient altro|nessun altra domanda|non ho altre domande|non serve|non importa|lascia stare|lasci stare|lascia perdere|fa niente|no tutto bene|no tutto a posto|tutto a posto",
    goodbye:
      "arrivederci|arrivederla|addio|ciao ciao|a presto|a dopo|a domani|ci vediamo|ci sentiamo|alla prossima|buona giornata|buona serata|buona notte|buonanotte|buon fine settimana|buon weekend|buon proseguimento|le auguro una buona giornata|ti auguro una buona giornata|saluti|cordiali saluti|un saluto|buon natale|buon anno",
    affirmation:
      "va bene|d accordo|capito|ho capito|capisco|perfetto|ottimo|eccellente|benissimo|bene|molto bene|chiaro|certo|ok capito|ricevuto|fantastico|bello|esatto|giusto|a posto|tutto chiaro|vedo",
    unhelped:
      "non aiuta|non mi aiuta|questo non mi aiuta|non mi è utile|non mi è stato utile|non è utile|non mi serve|non è quello che ho chiesto|non ho chiesto questo|non era la mia domanda|non è la mia domanda|non risponde alla mia domanda|questo non risponde alla mia domanda|non ha risposto alla mia domanda|non hai risposto alla mia domanda|non intendevo questo|è sbagliato|sbagliato|risposta sbagliata|non è corretto|non è giusto|non è vero|non funziona|questo non funziona|non ha funzionato|ancora non funziona|non funziona ancora|continua a non funzionare|sempre lo stesso problema|stesso problema|l ho già fatto|già fatto|ho già fatto|ho già provato|l ho già provato|già provato|ci ho già provato|non capisco|non ho capito|non lo capisco|cosa intendi|cosa intende|che cosa significa|cosa significa|cosa vuol dire|non mi capisci|non mi capisce|non ha senso",
    doubt:
      "davvero|sul serio|veramente|sei sicuro|sei sicura|è sicuro|è sicura|ne è sicuro|ne sei sicuro|è vero|è corretto|è così",
    bot: "sei un bot|sei un robot|sei un umano|sei umano|sei umana|sei una persona|sei una persona vera|sei una persona reale|sei una macchina|sei un ia|sei reale|sei vero|lei è un bot|lei è un robot|lei è una persona|lei è umano|è un bot|è un robot|questo è un bot|parlo con un robot|parlo con un bot|parlo con una persona|parlo con un umano|sto parlando con un robot|sto parlando con un bot|sto parlando con una persona|sto parlando con un umano|chi sei|chi è lei|chi è|con chi parlo|con chi sto parlando|come ti chiami|come si chiama|qual è il tuo nome|qual è il suo nome|cosa puoi fare|cosa sai fare|come puoi aiutarmi|come mi puoi aiutare|in cosa puoi aiutarmi|in cosa mi puoi aiutare",
    beside:
      "sì|ah|oh|allora|dunque|a tutti|signore|signora|e|ma|per favore|per piacere|di nuovo|molto|già|solo",
  },
  nl: {
    greeting:
      "hallo|hoi|hoi hoi|hey|hé|dag|goedemorgen|goede morgen|goeiemorgen|goedemiddag|goede middag|goeiemiddag|goedenavond|goede avond|goeienavond|goedendag|goeiedag|hoe gaat het|hoe gaat het met je|hoe gaat het met u|hoe gaat t|alles goed|is daar iemand|is er iemand|iemand daar|ben je daar|bent u daar|aangenaam",
    opening:
      "ik heb een vraag|ik heb een vraagje|ik heb even een vraag|ik heb een paar vragen|ik had een vraag|ik had een vraagje|vraagje|een vraag|korte vraag|vraag|ik heb een probleem|mag ik iets vragen|mag ik wat vragen|kan ik iets vragen|ik heb hulp nodig|ik heb uw hulp nodig|ik heb je hulp nodig|hulp nodig|hulp|help|help mij|kunt u mij helpen|kunt u me helpen|kun je mij helpen|kun je me helpen|kan je me helpen|kan je mij helpen|kunnen jullie mij helpen|kunnen jullie me helpen|kan iemand mij helpen|kan iemand me helpen",
    thanks:
      "dank|dank je|dank u|dankjewel|dankuwel|dank je wel|dank u wel|bedankt|heel erg bedankt|erg bedankt|hartelijk dank|hartelijk bedankt|veel dank|heel veel dank|duizend maal dank|bedankt voor je hulp|bedankt voor uw hulp|bedankt voor de hulp|bedankt voor alles|dankjewel voor je hulp|dank je wel voor je hulp|dank u wel voor uw hulp|dank voor je hulp|dank voor uw hulp|bedankt voor de informatie|bedankt voor de info|bedankt voor je antwoord|bedankt voor het antwoord|heel fijn|fijn|dat heeft geholpen|dat werkt|het werkt|het werkt nu|dat is gelukt|gelukt|heel vriendelijk|heel behulpzaam",
    done: "nee dank je|nee dank u|nee dankje|nee dankjewel|nee dank je wel|nee dank u wel|nee bedankt|nee dat was alles|nee dat was het|nee dat is alles|dat was alles|dat was het|dat is alles|dat is het|verder niets|niets meer|nee niets meer|nee verder niets|geen vragen meer|geen verdere vragen|laat maar|maakt niet uit|hoeft niet|hoeft niet meer|niet nodig|het is al goed|nee alles goed",
    goodbye:
      "doei|doeg|doei doei|dag dag|tot ziens|tot later|tot straks|tot morgen|tot dan|tot snel|tot de volgende keer|fijne dag|fijne dag nog|een fijne dag|een fijne dag nog|prettige dag|prettige dag nog|fijne avond|fijne avond nog|een fijne avond|prettige avond|fijn weekend|prettig weekend|goed weekend|goedenacht|goede nacht|welterusten|slaap lekker|groetjes|groeten|met vriendelijke groet|vrolijk kerstfeest|gelukkig nieuwjaar",
    affirmation:
      "oké|prima|begrepen|duidelijk|helder|ik begrijp het|ik snap het|snap ik|goed|heel goed|goed zo|top|super|mooi|perfect|uitstekend|geweldig|fantastisch|in orde|akkoord|is goed|oké begrepen|aha|ik zie het|klopt|precies|natuurlijk",
    unhelped:
      "dat helpt niet|dat helpt me niet|dit helpt niet|helpt niet|dat heeft niet geholpen|niet geholpen|niet nuttig|niet behulpzaam|dat is niet wat ik vroeg|dat vroeg ik niet|dat was mijn vraag niet|dat is mijn vraag niet|dat beantwoordt mijn vraag niet|dat is geen antwoord op mijn vraag|dat bedoel ik niet|dat bedoelde ik niet|dat is fout|dat is niet juist|dat klopt niet|klopt niet|fout|verkeerd|fout antwoord|verkeerd antwoord|het werkt niet|dat werkt niet|dit werkt niet|werkt niet|het lukt niet|dat lukt niet|lukt niet|het is niet gelukt|het werkte niet|het werkt nog steeds niet|werkt nog steeds niet|nog steeds niet|nog steeds hetzelfde|zelfde probleem|dat heb ik al gedaan|heb ik al gedaan|al gedaan|dat heb ik al geprobeerd|heb ik al geprobeerd|al geprobeerd|ik begrijp het niet|ik snap het niet|begrijp ik niet|snap ik niet|dat begrijp ik niet|dat snap ik niet|wat bedoel je|wat bedoelt u|wat betekent dat|je begrijpt me niet|u begrijpt mij niet|dat slaat nergens op",
    doubt:
      "echt|echt waar|serieus|weet je het zeker|weet u het zeker|zeker weten|klopt dat|klopt dat wel|is dat zo|is dat waar|is dat juist",
    bot: "ben je een robot|ben je een bot|ben je een mens|ben je menselijk|ben je een machine|ben je een ai|ben je echt|ben je een echt persoon|ben jij een robot|ben jij een bot|ben jij een mens|bent u een robot|bent u een bot|bent u een mens|bent u een machine|bent u een echt persoon|is dit een bot|is dit een robot|spreek ik met een mens|spreek ik met een robot|spreek ik met een bot|praat ik met een mens|praat ik met een robot|praat ik met een bot|chat ik met een mens|chat ik met een bot|wie ben je|wie ben jij|wie bent u|met wie spreek ik|met wie praat ik|hoe heet je|hoe heet jij|hoe heet u|wat is je naam|wat is uw naam|wat kan je|wat kun je|wat kan je doen|wat kun je doen|waarmee kun je me helpen|waarmee kunt u mij helpen|hoe kun je me helpen",
    beside:
      "ja|oh|ah|dan|nou|allemaal|iedereen|even|en|maar|hoor|nog|nogmaals|alstublieft|alsjeblieft|aub|al|zo",
  },
  tr: {
    greeting:
      "merhaba|merhabalar|mrb|selam|selamlar|selamün aleyküm|günaydın|iyi günler|iyi akşamlar|tünaydın|nasılsın|nasılsınız|naber|ne haber|kimse var mı|orada mısınız|orada mısın|memnun oldum",
    opening:
      "bir sorum var|bir soru sorabilir miyim|bir şey sorabilir miyim|bir şey sormak istiyorum|soru sormak istiyorum|sorum var|bir sorunum var|sorun yaşıyorum|bir problemim var|yardım|yardıma ihtiyacım var|yardım lazım|yardım istiyorum|yardım eder misin|yardım eder misiniz|bana yardım eder misin|bana yardım eder misiniz|yardımcı olur musun|yardımcı olur musunuz|bana yardımcı olur musun|bana yardımcı olur musunuz|yardımcı olabilir misin|yardımcı olabilir misiniz|bana yardımcı olabilir misin|bana yardımcı olabilir misiniz",
    thanks:
      "teşekkürler|teşekkür ederim|teşekkür ederiz|çok teşekkürler|çok teşekkür ederim|teşekkür|tşk|tşkler|sağ ol|sağol|sağ olun|sağolun|çok sağ ol|çok sağ olun|eyvallah|yardımınız için teşekkürler|yardımınız için teşekkür ederim|yardımın için teşekkürler|yardımın için teşekkür ederim|bilgi için teşekkürler|işe yaradı|oldu|çalıştı|elinize sağlık|çok yardımcı oldunuz",
    done: "hayır teşekkürler|hayır teşekkür ederim|yok teşekkürler|yok teşekkür ederim|hayır sağ ol|hayır sağ olun|hepsi bu|hepsi bu kadar|bu kadar|hayır bu kadar|hayır hepsi bu|başka bir şey yok|başka sorum yok|yok başka|gerek yok|boş ver|boşver|önemli değil|fark etmez",
    goodbye:
      "hoşça kal|hoşçakal|hoşça kalın|hoşçakalın|güle güle|görüşürüz|görüşmek üzere|sonra görüşürüz|iyi geceler|iyi çalışmalar|kolay gelsin|kendine iyi bak|iyi hafta sonları|mutlu yıllar|saygılar|saygılarımla",
    affirmation:
      "tamam|tamamdır|tamam anladım|anladım|anlaşıldı|harika|süper|mükemmel|güzel|çok güzel|çok iyi|iyi|peki|olur|elbette|tabii|aynen|doğru",
    unhelped:
      "bu yardımcı olmadı|yardımcı olmadı|işe yaramadı|bu işe yaramadı|bana yardımcı olmadı|faydası olmadı|onu sormadım|bunu sormadım|sorduğum bu değil|bu soruma cevap değil|soruma cevap vermedin|soruma cevap vermediniz|onu demek istemedim|bu yanlış|yanlış|yanlış cevap|bu doğru değil|doğru değil|çalışmıyor|olmuyor|olmadı|çalışmadı|hala çalışmıyor|hala olmuyor|aynı sorun|bunu zaten yaptım|zaten yaptım|bunu yaptım|bunu denedim|bunu zaten denedim|zaten denedim|anlamadım|anlamıyorum|ne demek istiyorsun|ne demek istiyorsunuz|bu ne demek|beni anlamıyorsun|beni anlamıyorsunuz",
    doubt: "gerçekten mi|cidden mi|ciddi misin|emin misin|emin misiniz|doğru mu|bu doğru mu|öyle mi",
    bot: "sen bir bot musun|bot musun|sen bir robot musun|robot musun|robot musunuz|bir robot musunuz|bot musunuz|insan mısın|sen insan mısın|insan mısınız|gerçek misin|gerçek bir insan mısın|yapay zeka mısın|bir insanla mı konuşuyorum|bir robotla mı konuşuyorum|robotla mı konuşuyorum|insanla mı konuşuyorum|sen kimsin|siz kimsiniz|kimsin|kimsiniz|kiminle konuşuyorum|kiminle görüşüyorum|adın ne|adınız ne|ismin ne|isminiz ne|ne yapabilirsin|neler yapabilirsin|bana nasıl yardımcı olabilirsin|nasıl yardımcı olabilirsin",
    beside: "evet|ah|lütfen|herkese|o zaman|ve|ama|tekrar|çok|gerçekten|bey|hanım|efendim|hocam|artık",
  },
  ar: {
    greeting:
      "مرحبا|مرحبا بك|مرحبا بكم|أهلا|أهلا وسهلا|هلا|السلام عليكم|السلام عليكم ورحمة الله|السلام عليكم ورحمة الله وبركاته|سلام|صباح الخير|صباح النور|مساء الخير|مساء النور|كيف حالك|كيف حالكم|كيف الحال|هل يوجد أحد|هل من أحد|هل أنت هنا|تشرفنا",
    opening:
      "لدي سؤال|عندي سؤال|لدي استفسار|عندي استفسار|سؤال|استفسار|لدي مشكلة|عندي مشكلة|هل يمكنني أن أسأل|هل يمكنني طرح سؤال|ممكن سؤال|ممكن أسأل|أريد أن أسأل|أحتاج مساعدة|أحتاج إلى مساعدة|أحتاج المساعدة|أحتاج إلى المساعدة|محتاج مساعدة|أريد مساعدة|أريد المساعدة|مساعدة|ساعدني|ساعدوني|هل يمكنك مساعدتي|هل يمكنكم مساعدتي|هل تستطيع مساعدتي|ممكن مساعدة|ممكن تساعدني|هل يمكن المساعدة",
    thanks:
      "شكرا|شكرا جزيلا|شكرا لك|شكرا لكم|شكرا كثيرا|شكرا جزيلا لك|ألف شكر|مشكور|مشكورين|جزاك الله خيرا|جزاكم الله خيرا|أشكرك|أشكركم|شكرا على المساعدة|شكرا على مساعدتك|شكرا لمساعدتك|شكرا على المعلومة|يعطيك العافية|تسلم|نجح الأمر|لقد نجح",
    done: "لا شكرا|لا شكرا لك|لا هذا كل شيء|هذا كل شيء|هذا كل ما أردت|لا شيء آخر|لا يوجد شيء آخر|ليس لدي أسئلة أخرى|لا داعي|لا يهم|انس الأمر|خلاص",
    goodbye:
      "مع السلامة|وداعا|إلى اللقاء|في أمان الله|أراك لاحقا|نراكم لاحقا|تصبح على خير|يوما سعيدا|أتمنى لك يوما سعيدا|كل عام وأنتم بخير",
    affirmation:
      "حسنا|تمام|طيب|ممتاز|رائع|جيد|جيد جدا|فهمت|حسنا فهمت|مفهوم|واضح|موافق|أكيد|بالتأكيد|عظيم|صحيح",
    unhelped:
      "هذا لا يساعد|هذا لا يساعدني|لم يساعدني|لم يساعدني هذا|هذا لم يساعد|غير مفيد|هذا غير مفيد|ليس هذا ما سألت عنه|لم أسأل عن هذا|هذا ليس سؤالي|هذا لا يجيب على سؤالي|لم تجب على سؤالي|ليس هذا ما قصدته|هذا خطأ|خطأ|إجابة خاطئة|هذا غير صحيح|غير صحيح|لا يعمل|إنه لا يعمل|لم يعمل|لم ينجح|لا يزال لا يعمل|ما زال لا يعمل|نفس المشكلة|فعلت ذلك بالفعل|لقد فعلت ذلك|جربت ذلك|لقد جربت ذلك|جربت هذا|لا أفهم|لم أفهم|ماذا تقصد|ماذا تعني|ماذا يعني هذا|أنت لا تفهمني",
    doubt: "حقا|هل أنت متأكد|متأكد|هل هذا صحيح|بجد",
    bot: "هل أنت روبوت|هل أنت بوت|هل أنت إنسان|هل أنت شخص حقيقي|هل أنت بشر|أنت روبوت|أنت إنسان|هل أتحدث مع روبوت|هل أتحدث مع إنسان|هل أتحدث مع شخص|هل أتحدث مع شخص حقيقي|من أنت|من أنتم|مع من أتحدث|ما اسمك|ما هو اسمك|ماذا يمكنك أن تفعل|كيف يمكنك مساعدتي",
    beside: "نعم|من فضلك|لو سمحت|جميعا|إذن|يا|أخي|أختي|و|جدا|مرة أخرى",
  },
  he: {
    greeting:
      "שלום|שלום לכם|שלום רב|היי|הי|אהלן|הלו|בוקר טוב|ערב טוב|צהריים טובים|אחר צהריים טובים|מה שלומך|מה שלומכם|מה נשמע|מה קורה|יש שם מישהו|יש כאן מישהו|יש מישהו|נעים מאוד|שבת שלום",
    opening:
      "יש לי שאלה|שאלה|שאלה קטנה|יש לי כמה שאלות|יש לי בעיה|אפשר לשאול|אפשר לשאול משהו|אפשר לשאול שאלה|אני רוצה לשאול|אני רוצה לשאול משהו|רציתי לשאול|רציתי לשאול משהו|אני צריך עזרה|אני צריכה עזרה|צריך עזרה|צריכה עזרה|אפשר עזרה|עזרה|אשמח לעזרה|תעזרו לי|תעזור לי|אתה יכול לעזור לי|את יכולה לעזור לי|אתם יכולים לעזור לי|תוכל לעזור לי|תוכלי לעזור לי|תוכלו לעזור לי|אפשר לקבל עזרה",
    thanks:
      "תודה|תודה רבה|תודה לך|תודה לכם|תודה רבה לך|המון תודה|תודה על העזרה|תודה רבה על העזרה|תודה על הכל|תודה על המידע|תודה על התשובה|זה עזר|זה עזר לי|זה עובד|עובד|עכשיו זה עובד|מעולה תודה|אלוף|תותח",
    done: "לא תודה|לא תודה רבה|לא זה הכל|זה הכל|זה כל מה שרציתי|לא זהו|זהו|אין לי שאלות נוספות|אין עוד שאלות|לא משנה|עזוב|עזבי|לא צריך|אין צורך|לא חשוב|לא הכל בסדר",
    goodbye:
      "להתראות|ביי|ביי ביי|לילה טוב|יום טוב|יום נעים|המשך יום טוב|המשך יום נעים|שיהיה יום טוב|שיהיה לך יום טוב|נתראה|סוף שבוע נעים|ערב נעים|שבוע טוב|חג שמח",
    affirmation:
      "בסדר|בסדר גמור|אוקיי|אוקי|מעולה|מצוין|נהדר|יופי|סבבה|הבנתי|מובן|ברור|אחלה|טוב|טוב מאוד|בטח|נכון|אין בעיה",
    unhelped:
      "זה לא עוזר|זה לא עוזר לי|זה לא עזר|זה לא עזר לי|לא עזר|לא מועיל|זה לא מה ששאלתי|לא שאלתי את זה|זאת לא השאלה שלי|זו לא השאלה שלי|זה לא עונה על השאלה שלי|לא ענית על השאלה שלי|לא לזה התכוונתי|זה לא נכון|לא נכון|טעות|תשובה שגויה|תשובה לא נכונה|זה לא עובד|לא עובד|לא עבד|זה לא עבד|עדיין לא עובד|זה עדיין לא עובד|אותה בעיה|כבר עשיתי את זה|עשיתי את זה כבר|כבר ניסיתי|ניסיתי את זה|כבר ניסיתי את זה|אני לא מבין|אני לא מבינה|לא הבנתי|לא מבין|לא מבינה|למה אתה מתכוון|מה זאת אומרת|מה הכוונה|אתה לא מבין אותי",
    doubt: "באמת|ברצינות|אתה בטוח|את בטוחה|בטוח|זה נכון",
    bot: "אתה רובוט|את רובוט|אתה בוט|את בוט|אתה בן אדם|אתה אנושי|את בן אדם|האם אתה רובוט|האם אתה בן אדם|האם אתה אנושי|אני מדבר עם רובוט|אני מדבר עם בן אדם|אני מדברת עם רובוט|אני מדברת עם בן אדם|מי אתה|מי את|מי אתם|עם מי אני מדבר|עם מי אני מדברת|איך קוראים לך|מה השם שלך|מה אתה יכול לעשות|במה אתה יכול לעזור|איך אתה יכול לעזור לי",
    beside: "כן|אז|בבקשה|לכולם|אה|ו|אבל|שוב|ממש|מאוד|רק",
  },
  hi: {
    greeting:
      "नमस्ते|नमस्कार|हैलो|हेलो|हाय|सुप्रभात|शुभ संध्या|प्रणाम|राम राम|आप कैसे हैं|आप कैसे हो|कैसे हैं|कैसे हो|क्या हाल है|कोई है|क्या कोई है|namaste|namaskar|namaskaram|kaise ho|kaise hain|aap kaise hain|aap kaise ho|kya haal hai|koi hai",
    opening:
      "मेरा एक सवाल है|मेरा एक प्रश्न है|एक सवाल है|एक सवाल|मुझे एक सवाल पूछना है|मुझे कुछ पूछना है|क्या मैं कुछ पूछ सकता हूँ|क्या मैं कुछ पूछ सकती हूँ|मुझे एक समस्या है|मुझे मदद चाहिए|मदद चाहिए|मदद|मदद करो|मदद करें|मेरी मदद करो|मेरी मदद करें|मेरी मदद कीजिए|मुझे आपकी मदद चाहिए|मुझे सहायता चाहिए|क्या आप मेरी मदद कर सकते हैं|क्या आप मदद कर सकते हैं|क्या आप मेरी सहायता कर सकते हैं|mujhe madad chahiye|madad chahiye|meri madad karo|meri madad kijiye|kya aap meri madad kar sakte hain|kya aap meri help kar sakte ho|help chahiye|mujhe help chahiye|mera ek sawal hai|ek sawal hai|mujhe kuch puchna hai",
    thanks:
      "धन्यवाद|बहुत धन्यवाद|बहुत बहुत धन्यवाद|आपका धन्यवाद|आपका बहुत धन्यवाद|शुक्रिया|बहुत शुक्रिया|बहुत बहुत शुक्रिया|थैंक यू|थैंक्स|आभार|मदद के लिए धन्यवाद|आपकी मदद के लिए धन्यवाद|मदद के लिए शुक्रिया|जानकारी के लिए धन्यवाद|dhanyavad|dhanyawad|bahut dhanyavad|shukriya|bahut shukriya",
    done: "नहीं धन्यवाद|नहीं शुक्रिया|जी नहीं धन्यवाद|बस|बस इतना ही|इतना ही|और कुछ नहीं|नहीं और कुछ नहीं|कोई और सवाल नहीं|रहने दो|रहने दीजिए|कोई बात नहीं|nahi dhanyavad|bas itna hi|aur kuch nahi|rehne do|koi baat nahi",
    goodbye: "अलविदा|फिर मिलेंगे|शुभ रात्रि|आपका दिन शुभ हो|बाय|बाय बाय|टाटा|alvida|phir milenge|shubh ratri",
    affirmation:
      "ठीक है|ठीक|अच्छा|अच्छा ठीक है|बहुत अच्छा|समझ गया|समझ गई|मैं समझ गया|मैं समझ गई|बढ़िया|बहुत बढ़िया|ओके|सही है|सही|वाह|theek hai|thik hai|accha|acha|samajh gaya|samajh gayi|badhiya",
    unhelped:
      "इससे मदद नहीं मिली|इससे कोई मदद नहीं मिली|मदद नहीं मिली|यह मददगार नहीं है|यह काम नहीं आया|मैंने यह नहीं पूछा|मैंने ये नहीं पूछा|यह मेरा सवाल नहीं है|यह मेरे सवाल का जवाब नहीं है|यह गलत है|ये गलत है|गलत|गलत जवाब|यह सही नहीं है|काम नहीं कर रहा|काम नहीं कर रहा है|यह काम नहीं कर रहा है|काम नहीं किया|अभी भी काम नहीं कर रहा|अभी भी काम नहीं कर रहा है|वही समस्या|मैंने यह पहले ही किया है|मैंने यह कर लिया है|मैं यह कर चुका हूँ|मैं यह कर चुकी हूँ|समझ नहीं आया|मुझे समझ नहीं आया|मैं नहीं समझा|मैं नहीं समझी|आपका क्या मतलब है|इसका क्या मतलब है|kaam nahi kar raha|kaam nahi kar raha hai|samajh nahi aaya|galat hai|galat jawab",
    doubt: "सच में|क्या सच में|क्या आपको यकीन है|क्या यह सही है|क्या यह सच है|sach mein|pakka",
    bot: "क्या आप रोबोट हैं|क्या आप बॉट हैं|क्या आप इंसान हैं|क्या आप एक रोबोट हैं|क्या आप एक इंसान हैं|क्या तुम रोबोट हो|क्या तुम इंसान हो|तुम रोबोट हो|क्या मैं इंसान से बात कर रहा हूँ|क्या मैं रोबोट से बात कर रहा हूँ|आप कौन हैं|आप कौन हो|तुम कौन हो|मैं किससे बात कर रहा हूँ|मैं किससे बात कर रही हूँ|आपका नाम क्या है|तुम्हारा नाम क्या है|kya aap robot hain|kya aap insaan hain|kya tum robot ho|aap kaun hain|aap kaun ho|tum kaun ho|aapka naam kya hai|tumhara naam kya hai|आप क्या कर सकते हैं|आप मेरी क्या मदद कर सकते हैं",
    beside: "जी|हाँ|हां|कृपया|प्लीज|सर|मैडम|भाई|तो|और|लेकिन|फिर से|ji|haan|sir ji|bhai|yaar|bahut",
  },
  ja: {
    greeting:
      "こんにちは|こんにちわ|こんばんは|こんばんわ|おはよう|おはようございます|はじめまして|初めまして|やあ|どうも|もしもし|ハロー|お世話になります|お世話になっております|お世話になっています|お元気ですか|元気ですか|誰かいますか|どなたかいますか|どなたかいらっしゃいますか|いますか",
    opening:
      "質問があります|質問がある|質問です|ちょっと質問があります|一つ質問があります|質問してもいいですか|質問したいのですが|質問したいです|聞きたいことがあります|お聞きしたいことがあります|お伺いしたいことがあります|相談があります|相談したいです|困っています|問題があります|助けて|助けてください|助けが必要です|手伝って|手伝ってください|手伝ってもらえますか|手伝っていただけますか|手伝ってくれますか|助けてもらえますか|助けていただけますか|ヘルプ|サポートが必要です|教えてください|教えて",
    thanks:
      "ありがとう|ありがとうございます|ありがとうございました|有難うございます|有難うございました|どうもありがとう|どうもありがとうございます|どうもありがとうございました|本当にありがとうございます|本当にありがとうございました|感謝します|感謝いたします|助かりました|助かります|大変助かりました|とても助かりました|解決しました|できました|うまくいきました|直りました|役に立ちました|ご回答ありがとうございます|ご回答ありがとうございました|ご対応ありがとうございます|ご対応ありがとうございました|ご丁寧にありがとうございます",
    done: "いいえ結構です|結構です|いえ結構です|いいえ大丈夫です|大丈夫です|いえ大丈夫です|いいえありがとう|いいえありがとうございます|もう大丈夫です|以上です|それだけです|いいえそれだけです|他にはありません|ほかにはありません|特にありません|特にないです|もういいです|なんでもないです|何でもないです|いいえ特にありません",
    goodbye:
      "さようなら|さよなら|またね|じゃあね|バイバイ|失礼します|失礼いたします|失礼しました|おやすみ|おやすみなさい|また明日|また今度|よい一日を|良い一日を|よろしくお願いします|よろしくお願いいたします",
    affirmation:
      "わかりました|分かりました|わかった|分かった|了解|了解です|了解しました|了解いたしました|承知しました|承知いたしました|なるほど|なるほどですね|そうですか|そうなんですね|いいですね|すごい|素晴らしい|完璧です|オッケー|オーケー|よかった|良かった|よかったです",
    unhelped:
      "役に立ちません|役に立ちませんでした|参考になりません|参考になりませんでした|それは聞いていません|そんなことは聞いていません|聞きたいのはそれではありません|質問の答えになっていません|答えになっていません|そうではありません|そうじゃない|そういう意味ではありません|違います|違う|ちがいます|間違っています|間違い|動きません|動かない|うまくいきません|うまくいかない|うまくいきませんでした|できません|できない|できませんでした|だめです|だめでした|まだ動きません|まだできません|まだだめです|同じ問題です|もうやりました|それはもうやりました|もう試しました|それはもう試しました|試しました|試しましたがだめでした|わかりません|分かりません|わからない|分からない|理解できません|意味がわかりません|意味が分かりません|どういう意味ですか|どういうことですか",
    doubt: "本当ですか|本当に|本当|ほんとう|ほんとですか|確かですか|間違いないですか|マジで|そうなんですか",
    bot: "あなたはロボットですか|あなたはボットですか|あなたは人間ですか|あなたはaiですか|ロボットですか|ボットですか|人間ですか|aiですか|機械ですか|これはボットですか|人と話していますか|人間と話していますか|あなたは誰ですか|あなたはだれですか|誰ですか|どなたですか|だれ|お名前は|名前は|お名前は何ですか|名前は何ですか|お名前を教えてください|何ができますか|何ができるの|何を聞けますか|どんなことができますか",
    beside: "はい|ええ|あの|あのう|えっと|すみません|では|じゃあ|それでは|大変|とても|ね|よ|です|皆さん",
  },
  zh: {
    greeting:
      "你好|您好|你们好|大家好|嗨|哈喽|哈啰|喂|早|早安|早上好|上午好|中午好|下午好|晚上好|你好吗|您好吗|最近好吗|在吗|在不在|在么|有人吗|有人在吗|有客服吗|你在吗|您在吗|亲|亲在吗|幸会|測試|测试",
    opening:
      "我有个问题|我有一个问题|我有問題|我有问题|我有一些问题|有个问题|有问题|请问|想请问|想问一下|我想问一下|我想咨询|我想咨询一下|咨询一下|咨询|我想问个问题|问个问题|可以问个问题吗|我可以问个问题吗|我遇到了问题|我遇到一个问题|我需要帮助|需要帮助|我需要帮忙|帮帮我|帮我|帮个忙|救命|帮助|求助|你能帮我吗|您能帮我吗|能帮我吗|可以帮我吗|你可以帮我吗|您可以帮我吗|能帮帮我吗|能帮个忙吗|你能帮助我吗|我有個問題|我需要幫助|你能幫我嗎",
    thanks:
      "谢谢|谢谢你|谢谢您|谢谢啦|谢谢了|多谢|谢了|感谢|感谢你|感谢您|非常感谢|十分感谢|万分感谢|谢谢你的帮助|谢谢您的帮助|感谢你的帮助|感谢您的帮助|谢谢帮助|非常感谢你的帮助|非常感谢您的帮助|谢谢回复|谢谢解答|感谢解答|辛苦了|帮了大忙|解决了|已经解决了|问题解决了|可以了|好了|谢谢亲|謝謝|謝謝你|謝謝您|多謝|感謝|非常感謝|3q",
    done: "不用了谢谢|不用谢谢|不用了|不了谢谢|没有了|没有了谢谢|没了|没别的了|没有其他问题了|没有别的问题了|没问题了|就这些|就这样|没事了|没事|算了|不需要了|不必了|不用了謝謝|沒有了|沒事了",
    goodbye:
      "再见|拜拜|拜|晚安|回头见|下次见|明天见|一会儿见|祝你愉快|祝您愉快|祝你有美好的一天|周末愉快|新年快乐|圣诞快乐|再見|掰掰",
    affirmation:
      "好的|好|好吧|好哒|好滴|好嘞|嗯|嗯嗯|哦|哦哦|行|可以|明白|明白了|知道了|了解|了解了|懂了|我懂了|我明白了|我知道了|收到|太好了|很好|非常好|不错|完美|没问题|是的|对|对的|原来如此|这样啊|棒|太棒了|好的明白|好的了解|知道|瞭解",
    unhelped:
      "没有帮助|没帮助|这没有帮助|没用|这没用|没有用|帮不了我|我不是问这个|我问的不是这个|不是我问的|我没问这个|这不是我的问题|答非所问|你没有回答我的问题|没有回答我的问题|没回答我的问题|不是这个意思|我不是这个意思|错了|不对|这不对|回答错误|不正确|不行|还是不行|不能用|用不了|不管用|没有成功|没成功|失败了|还是一样|同样的问题|我已经做了|我已经试过了|已经试过了|试过了|我试过了|做过了|我不明白|不明白|我不懂|不懂|没看懂|看不懂|听不懂|什么意思|你什么意思|这是什么意思|你不明白|你没明白",
    doubt: "真的吗|真的|真的假的|你确定吗|您确定吗|确定吗|确定|是真的吗|对吗|是吗",
    bot: "你是机器人吗|你是人吗|你是真人吗|你是人工吗|你是ai吗|你是人工智能吗|您是机器人吗|您是真人吗|是机器人吗|是真人吗|是人工吗|这是机器人吗|我在和机器人说话吗|我在跟机器人说话吗|我在和真人说话吗|我在跟真人说话吗|你是谁|您是谁|你是哪位|你叫什么|你叫什么名字|您叫什么名字|怎么称呼|怎么称呼您|你是機器人嗎|你是真人嗎|你是誰|你叫什麼名字|你能做什么|你会做什么|你会什么|你可以做什么|你能帮我什么",
    beside: "请|那|啊|呀|呢|哈|吧|了|啦|先|都|也|很|大家|哎|唉|麻烦",
  },
} as const satisfies Record<string, Courtesies>

/** What is said in every language, and in none. */
export const EVERYWHERE = {
  greeting: "👋",
  thanks: "🙏",
  affirmation: "👍|👌|❤|😊|🙂|😀|😃|😄",
} as const satisfies Partial<Courtesies>
