// One set more than was asked for: a row of their own behind the last one, logged like any other.
import { pick } from "./current.js";
import { $, $$, fieldOf, marksOf, rowsOf } from "./rows.js";
import { freshMark } from "./swap.js";

export async function add(card) {
  const last = rowsOf(card).at(-1);
  const row = last.cloneNode(true);
  const number = Number(last.dataset.number) + 1;
  row.dataset.number = number;
  row.className = "set extra";
  $(".set-number", row).textContent = number;
  $("small", row).textContent = "";
  for (const field of $$("[name=number]", row)) field.value = number;
  for (const name of ["amount", "load"]) {
    if (fieldOf(row, name)) fieldOf(row, name).value = fieldOf(last, name).value;
  }
  const sides = marksOf(last).map((mark) => freshMark(card.dataset.prescription, number, mark.dataset.side));
  $(".sides", row).replaceChildren(...(await Promise.all(sides)));
  last.after(row);
  card.open = true;
  pick();
}
