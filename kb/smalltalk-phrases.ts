/** What people say in languages in which a few phrases are all there is to know, by what they are after. */
export const COURTESIES = {
  greeting: [
    // Turkish, Arabic, Hebrew, Hindi, Japanese, Chinese; so below.
    "merhaba|merhabalar|selam|selamlar|günaydın|iyi günler|iyi akşamlar|nasılsın|nasılsınız",
    "مرحبا|أهلا|أهلا وسهلا|السلام عليكم|صباح الخير|مساء الخير|كيف حالك",
    "שלום|היי|הי|בוקר טוב|ערב טוב|צהריים טובים|מה שלומך|מה נשמע",
    "नमस्ते|नमस्कार|हैलो|हाय|सुप्रभात|आप कैसे हैं",
    "こんにちは|こんばんは|おはよう|おはようございます|はじめまして",
    "你好|您好|嗨|哈喽|早上好|下午好|晚上好|你好吗|在吗",
    "👋",
  ],
  thanks: [
    "dankjewel|dankuwel|dank je wel|dank u wel|heel erg bedankt|hartelijk dank|hartelijk bedankt",
    "teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|sağ ol|sağol|sağ olun|sağolun",
    "شكرا|شكرا جزيلا|شكرا لك|شكرا لكم|ألف شكر",
    "תודה|תודה רבה|תודה לך|המון תודה",
    "धन्यवाद|बहुत धन्यवाद|बहुत बहुत धन्यवाद|शुक्रिया|बहुत शुक्रिया",
    "ありがとう|ありがとうございます|ありがとうございました|どうもありがとう|どうもありがとうございます|助かりました",
    "谢谢|谢谢你|谢谢您|多谢|谢了|感谢|非常感谢",
    "🙏",
  ],
  goodbye: [
    "hoşça kal|hoşçakal|hoşça kalın|hoşçakalın|güle güle|görüşürüz|iyi geceler",
    "مع السلامة|وداعا|إلى اللقاء",
    "להתראות|ביי|לילה טוב",
    "अलविदा|फिर मिलेंगे|शुभ रात्रि",
    "さようなら|さよなら|またね|失礼します|おやすみなさい",
    "再见|拜拜|晚安|回头见",
  ],
  affirmation: [
    "tamam|anladım|harika|süper",
    "حسنا|تمام|طيب|ممتاز",
    "בסדר|אוקיי|מעולה|הבנתי",
    "ठीक है|अच्छा|समझ गया|समझ गई|बढ़िया",
    "わかりました|分かりました|了解|了解です|了解しました",
    "好的|好|明白了|知道了|太好了",
    "👍|👌|❤|😊|🙂|😀|😃|😄",
  ],
} as const
