// The exercise page: its figure moves at the tempo, by the same guide as in a session.
import { guide } from "./tempo.js";

const button = document.querySelector("[data-tempo]");
const words = JSON.parse(document.getElementById("words").textContent);
button?.addEventListener("click", () => guide(button, words));
