// How the widget looks, as the form has it: colour, title, welcome, locale, side and scheme.

export function readLook(form) {
  const { colour, title, welcome, locale, side, scheme } = form.elements
  return {
    colour: colour.value,
    title: title.value.trim(),
    welcome: welcome.value.trim(),
    locale: locale.value,
    side: side.value,
    scheme: scheme.value,
  }
}

export function writeLook(form, look) {
  const { colour, title, welcome, locale, side, scheme } = form.elements
  colour.value = look.colour
  checkPreset(form)
  title.value = look.title
  welcome.value = look.welcome
  locale.value = look.locale
  side.value = look.side
  scheme.value = look.scheme
}

/** A preset is a short way to a colour, and a colour may be a preset. */
export function joinColours(form) {
  const { preset, colour } = form.elements
  for (const one of preset) one.nextElementSibling.style.setProperty("--swatch", one.value)
  form.addEventListener("input", ({ target }) => {
    if (target.name === "preset") colour.value = target.value
    if (target === colour) checkPreset(form)
  })
}

function checkPreset(form) {
  const { preset, colour } = form.elements
  for (const one of preset) one.checked = one.value === colour.value
}

/** What differs from what the server says anyway; an emptied text is the widget's own. */
export function changes(look, served) {
  return Object.fromEntries(
    Object.entries(look).filter(([name, value]) => value !== served[name] && value !== ""),
  )
}

/** White can be read on what is no lighter than this, 1.05 / (luminance + .05) being 4.5; from .3 on it would be 3. */
const DARK_ENOUGH = 0.183
const PALE = 0.3

/** A colour in hex as a ground for text, and the text on it: black on pale ones, else white, as the widget does it. */
export function brandOf(colour) {
  let ground = [1, 3, 5].map((index) => Number.parseInt(colour.slice(index, index + 2), 16))
  if (luminance(ground) > PALE) return [colour, "#000"]
  while (luminance(ground) > DARK_ENOUGH) ground = ground.map((part) => part * 0.98)
  return [`rgb(${ground.map(Math.round).join(" ")})`, "#fff"]
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
