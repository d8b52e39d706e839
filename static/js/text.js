// Small pure helpers that several modules share: texts in, texts out.

/** The token that the server wants back with every form; another one after signing in again. */
export function csrfToken() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] || "";
}
