// Another code can be asked for after half a minute: mail takes that long, and the newest code is the only good one.
import { filled } from "./text.js";

const WAIT = 30;
const button = document.querySelector("#again button");
const { wait } = button.dataset;
const said = button.textContent;
let seconds = WAIT;

function count() {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? filled(wait, { seconds }) : said;
  if (seconds > 0) setTimeout(count, 1000);
  seconds -= 1;
}
count();
