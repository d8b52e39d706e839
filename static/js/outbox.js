// The session page's own outbox: what is kept here, and the pill that says so truly.
import { send } from "./send.js";
import { update } from "./store.js";
import { filled } from "./text.js";

/** Milliseconds until what waits is tried again, and until an answer that is slow is said to be sending. */
const RETRY = 30_000;
const PATIENCE = 2000;
const words = JSON.parse(document.getElementById("words").textContent);
const pill = document.getElementById("sync");

const both = (former = {}, later = {}) => [...Object.values(former), ...Object.values(later)];
const sizeOf = (items) => Object.keys(items || {}).length;

export class Outbox {
  constructor(id, targets, onVerdict) {
    Object.assign(this, { id, targets, onVerdict, count: 0, refused: 0, underWay: 0, state: "sent", isKept: true });
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
    this.count = sizeOf(saved?.sets) + sizeOf(saved?.swaps);
    this.total = this.count && Math.max(this.count, await this.countAll());
    this.refused = sizeOf(saved?.refused);
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

  /** What waits in all, the one number that every page shows. */
  async countAll() {
    const waiting = await import("./waiting.js").catch(() => null);
    return waiting ? waiting.countKept() : this.count;
  }

  keep(change) {
    return this.busily(() => this.keepAndSend(change));
  }

  async keepAndSend(change) {
    if (this.isKept && pill.textContent === words.saved) pill.textContent = words.keeping;
    const fresh = { id: this.id, targets_id: this.targets.id, targets: this.targets.entries, sets: {} };
    [, this.isKept] = await update(this.id, (saved) => change({ ...fresh, ...saved }));
    await this.read();
    this.paint();
    return this.send();
  }

  /** One sending at a time; what is kept meanwhile goes out behind it. */
  async send() {
    if (this.isSending) {
      this.again = true;
      return;
    }
    this.isSending = true;
    await this.busily(() => this.sendAll());
  }

  async sendAll() {
    const { state, verdicts, isOther } = await this.sendPatiently();
    this.isSending = false;
    this.state = state;
    if (isOther) {
      location.reload();
      return;
    }
    for (const verdict of verdicts) this.onVerdict(verdict);
    await this.read();
    this.paint();
    const isMore = this.again && state === "sent" && this.count;
    this.again = false;
    if (isMore) await this.send();
  }

  /** The pill is busy until the last act that is under way has ended: one may begin while another ends. */
  async busily(act) {
    this.underWay += 1;
    pill.ariaBusy = "true";
    await act().finally(() => {
      this.underWay -= 1;
    });
    if (!this.underWay) pill.ariaBusy = "false";
  }

  async sendPatiently() {
    const late = setTimeout(() => {
      this.state = "sending";
      this.paint();
    }, PATIENCE);
    const outcome = await send(this.id).catch(() => ({ state: "away", verdicts: [] }));
    clearTimeout(late);
    return outcome;
  }

  paint() {
    const said = this.said();
    const isRefused = said === "refused";
    const count = this.refused || this.total;
    const one = words[`${said}One`];
    pill.classList.toggle("warning", said !== "saved");
    pill.toggleAttribute("data-refused", isRefused);
    pill.textContent = filled(count === 1 && one ? one : words[said], { count });
    if (isRefused) pill.href = "#refused";
    else if (this.state === "signed-out" && this.count) pill.href = `/sign-in/?next=${location.pathname}`;
    else pill.removeAttribute("href");
  }

  /** Which of the page's words the pill shows. */
  said() {
    if (!this.isKept && this.count) return "full";
    if (this.refused || (this.state === "refused" && this.count)) return "refused";
    if (!this.count) return "saved";
    if (this.state === "signed-out") return "signedOut";
    if (this.state === "sending") return "sending";
    if (this.state === "trouble") return "trouble";
    return this.state === "away" || !navigator.onLine ? "offline" : "keeping";
  }
}
