/** The page's one script tag. */
declare const CHAT_UI_FILE: string

console.info(CHAT_UI_FILE)
