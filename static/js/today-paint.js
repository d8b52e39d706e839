// Today says first what this phone knows: what was done here, and on a page that was kept what is true on this day.
import { open } from "./store.js";
import { dayOf, filled, today } from "./text.js";
import { allOf } from "./waiting.js";
import { knownOf, whatIsToday } from "./what-is-today.js";

const outlook = JSON.parse(document.getElementById("outlook").textContent);
const other = document.getElementById("other-day");
const main = document.getElementById("main-card");
const NOBODY = "00000000-0000-0000-0000-000000000000";
const NOTHING = { sessions: [], ran: [] };
const MADE = outlook.days[0].on;

async function known() {
  const store = await open().catch(() => null);
  return store ? knownOf(await allOf(store, "sessions"), await allOf(store, "reports"), dayOf) : NOTHING;
}

async function paint() {
  const [day, phone] = [today(), await known()];
  const [said, now] = [whatIsToday(outlook, NOTHING, MADE), whatIsToday(outlook, phone, day)];
  paintStrip(day, phone);
  const isSameCard = now.state === said.state && (!said.session || now.session === said.session);
  const isMore = now.done > Number(main.querySelector("[data-done]")?.dataset.done);
  if (day === MADE && isSameCard && !isMore) return;
  paintCard(now, { isSameSession: isSameCard && day === MADE });
  if (day === MADE) return;
  document.getElementById("today").textContent = dayWords(day);
  for (const part of document.querySelectorAll("[data-of-the-day]")) part.hidden = true;
}

/** What stands below the card is of the page's own session. */
function paintCard(now, { isSameSession }) {
  const card = cardOf(now);
  if (isSameSession) main.firstElementChild.replaceWith(card);
  else main.replaceChildren(card);
  const list = document.querySelector("[data-of-the-session]");
  if (list && !isSameSession) list.hidden = true;
  document.querySelector("[data-log-run]").hidden = now.state === "run";
  document.querySelector("h1").textContent = now.heading || `${headingOf(now, card)}, ${other.dataset.name}`;
}

function cardOf(now) {
  const name = now.state === "session" && now.done ? "begun" : now.state;
  const find = (state) => other.content.querySelector(`[data-state=${state}]`);
  const card = (find(name) || find("other")).cloneNode(true);
  const values = { ...now, number: now.done + 1, made: dayWords(MADE) };
  for (const part of card.querySelectorAll("[data-fill]")) part.textContent = filled(part.dataset.fill, values);
  for (const link of card.querySelectorAll("a")) link.href = link.getAttribute("href").replace(NOBODY, now.session);
  return card;
}

function headingOf({ begunOn }, { dataset }) {
  if (begunOn === today(1) && dataset.yesterday) return dataset.yesterday;
  return filled(dataset.heading, { begun: begunOn && beganWords(begunOn) });
}

/** Longer than a week ago, a weekday says nothing. */
function beganWords(day) {
  return words(day, day > today(7) ? { weekday: "long" } : { month: "long", day: "numeric" });
}

const words = (day, format) => {
  const lang = document.documentElement.lang;
  return new Date(day).toLocaleDateString(lang, { ...format, timeZone: "UTC" });
};
const dayWords = (day) => words(day, { weekday: "long", month: "long", day: "numeric" });

/** Done is what was finished here; today is this day. Another week is not this page's. */
function paintStrip(day, { sessions }) {
  const days = [...document.querySelectorAll(".week [data-on]")];
  for (const { id } of sessions.filter(({ isOver }) => isOver)) {
    const own = days.find(({ dataset }) => dataset.session === id);
    own?.querySelector(".day").classList.add("done");
    own?.querySelector(".day").classList.remove("missed");
    say(own, other.dataset.done);
  }
  const now = days.find(({ dataset }) => dataset.on === day);
  const was = days.find((each) => each.ariaCurrent);
  if (now === was) return;
  was.ariaCurrent = null;
  for (const part of document.querySelectorAll("[data-of-the-week]")) part.hidden = !now;
  if (!now) return;
  for (const past of days.slice(0, days.indexOf(now))) {
    if ([other.dataset.due, other.dataset.today].includes(label(past).textContent)) say(past, ""); // nobody knows here
  }
  now.ariaCurrent = "date";
  if (label(now).textContent === other.dataset.due) say(now, other.dataset.today);
}

const label = (day) => day.querySelector("[data-label]");
function say(day, text) {
  if (day) label(day).textContent = text;
}

paint();
document.addEventListener("visibilitychange", () => document.hidden || paint());

// The figures of the session come when its list is well in sight: the first view keeps its weight.
const entries = document.querySelector("[data-of-the-session] ol");
const inSight = new IntersectionObserver(
  ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    for (const image of entries.querySelectorAll("[data-src]")) {
      image.src = image.dataset.src;
      image.hidden = false;
    }
    inSight.disconnect();
  },
  { rootMargin: "0px 0px -25% 0px" },
);
if (entries) inSight.observe(entries);
