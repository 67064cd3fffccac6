// One button a page opens and closes all of its code; on paper everything that is folded away is open. Without script each fold works alone.
document.addEventListener("DOMContentLoaded", () => {
  const code = [...document.querySelectorAll(".bd-article details.hide")];
  const title = document.querySelector(".bd-article h1");
  if (code.length && title) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "framing-all" });
    const say = (open) => { button.textContent = open ? "Hide all code" : "Show all code of this page"; button.setAttribute("aria-pressed", open); };
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      code.forEach((fold) => { fold.open = open; });
      say(open);
    });
    say(false);
    title.after(button);
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".bd-article details:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
});
