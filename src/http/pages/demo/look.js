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

/** A colour in hex as a ground for text, and the text on it: black on pale ones, else white, for which it is darkened. */
export function brandOf(colour) {
  const [red, green, blue] = [1, 3, 5].map((index) => {
    const part = Number.parseInt(colour.slice(index, index + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  // As the widget does it: white where its contrast is at least 3, which so much black makes 4.5.
  const pale = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3
  return pale ? [colour, "#000"] : [`color-mix(in srgb, ${colour} 78%, #000)`, "#fff"]
}
