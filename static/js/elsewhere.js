// A session that nobody planned: its end is all there is to say. Kept on the phone first.
import { send } from "./send.js";
import { update, uuid } from "./store.js";

const DAY = 86_400_000;
const form = document.querySelector("form[data-elsewhere]");
/** One page is one session: a double click, and Back and Save again, are edits of the same. */
const id = uuid();
let rev = 0;

form.addEventListener("submit", async (event) => {
  const fields = new FormData(form);
  if (!fields.has("session_rpe")) return; // the page says what is missing
  event.preventDefault();
  rev += 1;
  await update(id, (saved) => ({ id, sets: {}, ...saved, header: headerOf(fields) }));
  const { state } = await send(id);
  if (state === "refused") {
    await update(id, () => undefined);
    form.submit();
    return;
  }
  say(state === "sent" ? "saved" : "kept");
});

// Pain that is noted beside a day is of that day.
form.addEventListener("change", () => {
  const link = form.querySelector("[data-pain-of-the-day]");
  link.search = `?days_ago=${form.elements.days_ago.value}`;
});

function headerOf(fields) {
  return {
    rev,
    edit_id: uuid(),
    status: "completed",
    done_at: new Date(Date.now() - Number(fields.get("days_ago")) * DAY).toISOString(),
    session_rpe: Number(fields.get("session_rpe")),
    minutes: Number(fields.get("minutes")),
    nothing_hurt: fields.has("nothing_hurt"),
    note: fields.get("note"),
  };
}

function say(noteId) {
  const note = document.getElementById(noteId);
  form.hidden = true;
  note.hidden = false;
  note.querySelector("a").focus();
}
