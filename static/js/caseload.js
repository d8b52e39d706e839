// Keys on the caseload: j and k move, Enter opens, a accepts, r says right as it is; / searches everything (header.js). They can be switched off.
const SETTING = "caseload-keys";
const rows = [...document.querySelectorAll("[data-case]")];
const keysSwitch = document.getElementById("keys-on");
const chosen = rows.findIndex((row) => row.classList.contains("chosen"));
let position = Math.max(0, chosen);

const areKeysOn = () => localStorage.getItem(SETTING) !== "off";

if (keysSwitch) {
  keysSwitch.checked = areKeysOn();
  keysSwitch.addEventListener("change", () => localStorage.setItem(SETTING, keysSwitch.checked ? "on" : "off"));
}

function move(by) {
  position = Math.min(rows.length - 1, Math.max(0, position + by));
  rows[position]?.querySelector("a.case-name").focus();
}

const buttonOf = (part, name) => part?.querySelector(`button[value="${name}"]`);
const review = document.getElementById("review");

/** Accepts what the rules suggest: in the row that has the focus, else in the review. */
function accept() {
  const row = rows[position];
  const isFocused = row?.contains(document.activeElement);
  const button = (isFocused && buttonOf(row, "accept")) || buttonOf(review, "accept");
  button?.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: accept,
  r: () => buttonOf(review, "right")?.click(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select");
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  const act = keys[event.key];
  if (!act || isTyping || isCommand || !areKeysOn()) return;
  event.preventDefault();
  act();
});
