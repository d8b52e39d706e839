// Small helpers that several modules share: texts in, texts out.

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

/** The athlete's own day of a time, as YYYY-MM-DD, as the server means it, wherever the phone is. */
export function dayOf(time) {
  return new Intl.DateTimeFormat("sv", { timeZone: document.body.dataset.zone }).format(new Date(time));
}

/** Today, or a day before, as YYYY-MM-DD. */
export function today(daysAgo = 0) {
  const day = new Date(dayOf(Date.now()));
  day.setUTCDate(day.getUTCDate() - daysAgo);
  return day.toISOString().slice(0, 10);
}
