// One button a page opens and closes all of its code; on paper everything that is folded away is open. Without script each fold works alone.
document.addEventListener("DOMContentLoaded", () => {
  const words = {
    en: { hide: "Hide all code", show: "Show all code of this page", pages: "Pages of" },
    fr: { hide: "Masquer tout le code", show: "Montrer tout le code de cette page", pages: "Pages de" },
  }[document.documentElement.lang] ?? {};
  const code = [...document.querySelectorAll(".bd-article details.hide")];
  const title = document.querySelector(".bd-article h1");
  if (code.length && title) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "framing-all" });
    const say = (open) => { button.textContent = words[open ? "hide" : "show"]; button.setAttribute("aria-pressed", open); };
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      code.forEach((fold) => { fold.open = open; });
      say(open);
    });
    say(false);
    title.after(button);
  }
  // The theme lets the keyboard reach its own boxes that scroll, not those inside them.
  const boxes = [...document.querySelectorAll(".bd-article :is(div.framing-table, .framing-drawing)")];
  const reach = new ResizeObserver(() => boxes.forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }));
  boxes.forEach((box) => { reach.observe(box); reach.observe(box.firstElementChild); });
  // The theme's arrow that unfolds a chapter of the contents has no name.
  for (const arrow of document.querySelectorAll(".bd-docs-nav summary")) {
    arrow.setAttribute("aria-label", `${words.pages} ${arrow.closest("li").querySelector("a").textContent}`);
  }
  // What a reader has chosen on a page is in its address, and stays chosen in the other language.
  const other = document.querySelector("a.framing-language");
  other?.addEventListener("click", () => { other.hash = location.hash; });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".bd-article details:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
});

// A page that is opened as a file may not read another, so the search has no summaries there.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
