/** What another item costs at the least on this machine: a page that swaps a text and a number, without any product. */
export const BARE_PAGE = `<!doctype html><meta charset="utf-8"><body style="font: 16px sans-serif"><main
  style="display: grid; height: 100vh; grid-template-rows: auto 1fr auto"><p data-testid="item-number"
  style="contain: strict; width: 112px; height: 16px"></p><div style="position: relative"><p id="text"
  style="position: absolute; inset: 0; contain: strict; font-size: 24px"></p></div><fieldset>${"<button>Label</button>".repeat(3)}</fieldset></main>
  <script>let item = 0; const next = () => { item += 1;
  document.querySelector("p").textContent = "Item " + item;
  document.querySelector("#text").textContent = "The sentence number " + item + ", of a usual length, about nothing in particular."; };
  next(); addEventListener("keydown", ({ key }) => { if (key < "9") next(); });</script>`;
