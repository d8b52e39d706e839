// The session page's own outbox: what is kept here, and the pill that says so truly.
import { send } from "./send.js";
import { update } from "./store.js";

const RETRY = 30_000;
const PATIENCE = 2000;
const words = JSON.parse(document.getElementById("words").textContent);
const pill = document.getElementById("sync");
const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const both = (former = {}, later = {}) => [...Object.values(former), ...Object.values(later)];

export class Outbox {
  constructor(id, targets, onVerdict) {
    Object.assign(this, { id, targets, onVerdict, count: 0, refused: 0, state: "sent", isKept: true });
    navigator.storage?.persist?.(); // what waits here must not go with a week without a visit
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.paint());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    setInterval(() => this.count && this.state !== "refused" && this.send(), RETRY);
  }

  // What the phone knows beyond this page: what waits, which is sent at once, and sets that the server
  // has but a page from the phone's own store may not show yet.
  async start() {
    const saved = await this.read();
    this.send();
    return { sets: both(saved?.done, saved?.sets), swaps: both(saved?.doneSwaps, saved?.swaps) };
  }

  async read() {
    const [saved] = await update(this.id, (document) => document);
    this.count = Object.keys(saved?.sets || {}).length + Object.keys(saved?.swaps || {}).length;
    this.refused = Object.keys(saved?.refused || {}).length;
    return saved;
  }

  // The highest revision of a set wins, whichever tab it comes from.
  put(items) {
    return this.keep((saved) => {
      const [sets, refused] = [{ ...saved.sets }, { ...saved.refused }];
      for (const item of items) {
        if (!(sets[item.id]?.rev > item.rev)) sets[item.id] = item;
        delete refused[item.id];
      }
      return { ...saved, sets, refused };
    });
  }

  putSwap(item) {
    return this.keep((saved) => ({ ...saved, swaps: { ...saved.swaps, [item.target]: item } }));
  }

  async keep(change) {
    pill.ariaBusy = "true";
    if (this.isKept && pill.textContent === words.saved) pill.textContent = words.keeping;
    const fresh = { id: this.id, targets_id: this.targets.id, targets: this.targets.entries, sets: {} };
    [, this.isKept] = await update(this.id, (saved) => change({ ...fresh, ...saved }));
    await this.read();
    this.paint();
    return this.send();
  }

  async send() {
    if (this.sending) return (this.again = true);
    this.sending = true;
    pill.ariaBusy = "true";
    const late = setTimeout(() => ((this.state = "sending"), this.paint()), PATIENCE);
    const { state, verdicts, isOther } = await send(this.id).catch(() => ({ state: "away", verdicts: [] }));
    clearTimeout(late);
    this.sending = false;
    this.state = state;
    if (isOther) return location.reload();
    for (const verdict of verdicts) this.onVerdict(verdict);
    await this.read();
    this.paint();
    if (this.again && state === "sent" && this.count) {
      this.again = false;
      return this.send();
    }
    this.again = false;
    pill.ariaBusy = "false";
  }

  paint() {
    const text = this.text();
    const isRefused = text === words.refused || text === words.refusedOne;
    pill.classList.toggle("warning", text !== words.saved);
    pill.toggleAttribute("data-look", isRefused);
    pill.textContent = say(text, { count: this.refused || this.count });
    if (isRefused) pill.href = "#look";
    else if (this.state === "signed-out" && this.count) pill.href = `/sign-in/?next=${location.pathname}`;
    else pill.removeAttribute("href");
  }

  text() {
    if (!this.isKept && this.count) return words.full;
    if (this.refused || (this.state === "refused" && this.count))
      return (this.refused || this.count) === 1 ? words.refusedOne : words.refused;
    if (!this.count) return words.saved;
    if (this.state === "signed-out") return this.count === 1 ? words.signedOutOne : words.signedOut;
    if (this.state === "sending") return words.sending;
    return this.state === "away" || !navigator.onLine ? words.offline : words.saved;
  }
}
