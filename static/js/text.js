// Small pure helpers that several modules share: texts in, texts out.

/** The token that the server wants back with every form; another one after signing in again. */
export function csrfToken() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] || "";
}

/** A sentence with its {names} filled in. */
export function filled(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What a set holds: “24 kg × 8”, “12”, “30 s”. */
export function amountWords({ load, unit, reps, seconds }) {
  const work = reps ?? `${seconds} s`;
  return load ? `${load} ${unit} × ${work}` : `${work}`;
}

/** What was typed, with a comma or a point; 0 where it is no number. */
export function numberIn(typed) {
  return Math.max(0, Number.parseFloat(typed.replace(",", ".")) || 0);
}

/** The next value of a stepper: in hundredths, never below zero. */
export function stepped(value, step) {
  return Math.max(0, Math.round((value + step) * 100) / 100);
}
