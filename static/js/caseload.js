// Keys on the caseload: j and k move, Enter opens, a accepts, r marks as reviewed, / searches. They can be switched off.
const rows = [...document.querySelectorAll("[data-case]")];
const on = document.getElementById("keys-on");
const isOn = () => localStorage.getItem("caseload-keys") !== "off";
let place = Math.max(
  0,
  rows.findIndex((row) => row.classList.contains("chosen")),
);

if (on) {
  on.checked = isOn();
  on.addEventListener("change", () => localStorage.setItem("caseload-keys", on.checked ? "on" : "off"));
}

function move(by) {
  place = Math.min(rows.length - 1, Math.max(0, place + by));
  rows[place]?.querySelector("a.case-name").focus();
}

const press = (name) => document.querySelector(`#review button[value="${name}"]`)?.click();

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () =>
    (
      (rows[place]?.contains(document.activeElement) && rows[place].querySelector('button[value="accept"]')) ||
      document.querySelector('#review button[value="accept"]')
    )?.click(),
  r: () => press("reviewed"),
  "/": () => document.getElementById("find").focus(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select");
  if (isTyping || !isOn() || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
