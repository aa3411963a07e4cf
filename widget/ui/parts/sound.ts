const LATE_MS = 1_000

/** One for all tones: each would need a gesture of its own. */
let audio: AudioContext | undefined
/** Tones that are to be heard, or are. */
let playing = 0
const gestures = new AbortController()

// Safari begins a sound only while the visitor clicks or types, and goes on with what was begun so at any time.
for (const gesture of ["click", "keydown"])
  addEventListener(gesture, () => quietly(ready), { capture: true, signal: gestures.signal })

/** A device that is not there, or that a call has, is no fault of the page that has the chat. */
function quietly(sound: () => Promise<void>): void {
  sound().catch(() => {})
}

async function ready(): Promise<void> {
  // Escape is none.
  if (navigator.userActivation?.isActive === false) return
  const context = audioContext()
  await context.resume()
  gestures.abort()
  await rest(context)
}

async function rest(context: AudioContext): Promise<void> {
  if (playing === 0) await context.suspend()
}

function audioContext(): AudioContext {
  audio ??= new AudioContext()
  return audio
}

/** Two short, soft notes; nothing is fetched for them. */
export function playTone(): void {
  quietly(play)
}

async function play(): Promise<void> {
  // Before the first click on a page browsers keep it silent, and complain.
  if (!audio && navigator.userActivation?.hasBeenActive === false) return
  const context = audioContext()
  const called = performance.now()
  playing++
  try {
    await context.resume()
    // What waited for a gesture is no news any more.
    if (performance.now() - called <= LATE_MS) await tone(context)
  } finally {
    playing--
    await rest(context)
  }
}

/** Resolves when it has been heard. */
function tone(context: AudioContext): Promise<void> {
  const volume = context.createGain()
  volume.connect(context.destination)
  volume.gain.setValueAtTime(0.0001, context.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.08, context.currentTime + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.35)
  startNote(context, volume, 660, 0)
  const last = startNote(context, volume, 880, 0.1)
  return new Promise((resolve) => {
    last.onended = () => resolve()
  })
}

function startNote(audio: AudioContext, volume: GainNode, pitch: number, delay: number): OscillatorNode {
  const note = audio.createOscillator()
  note.frequency.value = pitch
  note.connect(volume)
  note.start(audio.currentTime + delay)
  note.stop(audio.currentTime + 0.35)
  return note
}
