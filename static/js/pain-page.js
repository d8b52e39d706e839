// The pain page of its own: for one exercise of a session, or for the whole.
import { attach } from "./pain.js";

attach(document, () => {
  document.querySelector("form[data-pain]").hidden = true;
  document.querySelector("#noted a").focus();
});
