// What this phone knows to be done, against the last time, as the clinic says it of its own sets. Pure, but for paint.
import { amountWords, filled } from "./text.js";

const KG_PER_LB = 0.45359237;
const kilograms = ({ load, unit }) => Number(load || 0) * (unit === "lb" ? KG_PER_LB : 1);

/** A load in another unit, rounded to what equipment comes in. */
function inUnit({ load, unit }, other) {
  if (!load || unit === other) return Number(load || 0);
  return other === "lb" ? Math.round(Number(load) / KG_PER_LB) : Math.round(Number(load) * KG_PER_LB * 2) / 2;
}

/** The heaviest load of one exercise's sets, and the weaker side of each set with it; nothing where none is done. */
function workOf(sets) {
  if (!sets.length) return undefined;
  const heaviest = Math.max(...sets.map(kilograms));
  const top = sets.filter((set) => kilograms(set) === heaviest).sort((one, other) => one.number - other.number);
  const amounts = new Map();
  for (const { number, reps, seconds } of top) {
    const amount = reps ?? seconds;
    amounts.set(number, Math.min(amount, amounts.get(number) ?? amount));
  }
  const [{ load, unit, reps }] = top;
  return { load: heaviest ? load : "", unit, amounts: [...amounts.values()], isTimed: reps === null };
}

function doneWords({ load, unit, amounts, isTimed }, words) {
  const each = amounts.join(" · ");
  return amountWords({ load, unit, reps: isTimed ? filled(words.seconds, { amounts: each }) : each });
}

const than = (words, difference, day, isMore) => ({
  difference: filled(isMore ? words.more : words.less, { difference, day }),
  isMore,
});

function differenceOf(now, last, words) {
  if (!last) return { difference: words.first, isMore: false };
  if (now.load && !last.load) return { difference: words.firstLoad, isMore: true };
  const unit = now.load ? now.unit : last.unit;
  const heavier = Number(now.load || 0) - inUnit(last, unit);
  if (heavier) return than(words, `${Math.abs(heavier)} ${unit}`, last.on, heavier > 0);
  const more = now.amounts.reduce((sum, amount) => sum + amount, 0) - last.total;
  if (!more) return { difference: filled(words.same, { day: last.on }), isMore: false };
  const one = Math.abs(more) === 1 ? words.rep : words.reps;
  const counted = filled(now.isTimed ? words.hold : one, { count: Math.abs(more) });
  return than(words, counted, last.on, more > 0);
}

/** [{name, done, difference, isMore}] of a session's document. */
export function compared(saved, known, words) {
  const sets = Object.values({ ...saved?.done, ...saved?.sets }).filter((set) => !set.is_deleted);
  const comparisons = [];
  for (const { target, name, last } of known) {
    const now = workOf(sets.filter((set) => set.target === target));
    if (now) comparisons.push({ name, done: doneWords(now, words), ...differenceOf(now, last, words) });
  }
  return comparisons;
}

const make = (tag, textContent, className = "") =>
  Object.assign(document.createElement(tag), { textContent, className });

export function paint(saved) {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const rows = compared(saved, read("last-times"), read("against-words")).map((each) => {
    const row = document.createElement("li");
    const told = make("span", "", "against");
    told.append(make("b", each.done, each.isMore ? "more" : ""), make("small", each.difference));
    row.append(make("span", each.name, "grow"), told);
    return row;
  });
  const section = document.getElementById("against");
  section.hidden = !rows.length;
  section.querySelector("ul").replaceChildren(...rows);
}
