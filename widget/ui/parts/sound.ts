/** Two short, soft notes; nothing is fetched for them. */
export function playTone(): void {
  // Before the first click on a page browsers keep it silent, and complain.
  if (navigator.userActivation?.hasBeenActive === false) return
  const audio = new AudioContext()
  const volume = audio.createGain()
  volume.connect(audio.destination)
  volume.gain.setValueAtTime(0.0001, audio.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.08, audio.currentTime + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.35)
  startNote(audio, volume, 660, 0)
  startNote(audio, volume, 880, 0.1).onended = () => void audio.close()
}

function startNote(audio: AudioContext, volume: GainNode, pitch: number, delay: number): OscillatorNode {
  const note = audio.createOscillator()
  note.frequency.value = pitch
  note.connect(volume)
  note.start(audio.currentTime + delay)
  note.stop(audio.currentTime + 0.35)
  return note
}
