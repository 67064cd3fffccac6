// Reading view: n and p lead to the next and the previous quotation, the boxes choose speakers. Without it all is there to read.
for (const view of document.querySelectorAll(".framing-reading:not([data-alive])")) {
  view.dataset.alive = "";
  const boxes = [...view.querySelectorAll("input[name=speaker]")];
  const [text, all] = [view.querySelector(".text"), view.querySelector("input[name=all]")];

  const choose = () => {
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const run of view.querySelectorAll(".run")) run.classList.toggle("off", !chosen.has(run.dataset.speaker));
    all.checked = chosen.size === boxes.length;
    all.indeterminate = chosen.size > 0 && !all.checked;
  };

  // Where the reader is: at the sign of the quotation that has the focus, else where the article was clicked.
  const place = () => {
    const active = document.activeElement;
    const sign = active.closest(".about")?.parentElement.querySelector(":scope > .sign");
    return sign ?? (active === text ? getSelection().anchorNode ?? text : active);
  };

  const go = (forward) => {
    const here = place(), side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const signs = [...view.querySelectorAll(".run:not(.off) > .sign[id]")];
    const beyond = signs.filter((sign) => sign !== here && here.compareDocumentPosition(sign) & side);
    const next = forward ? beyond[0] : beyond.at(-1);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  };

  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!["n", "p", "Escape"].includes(event.key)) return;
    event.stopPropagation();
    view.classList.toggle("quiet", event.key === "Escape");
    if (event.key !== "Escape") go(event.key === "n");
  });
  for (const kind of ["pointermove", "focusin"]) view.addEventListener(kind, () => view.classList.remove("quiet"));
  for (const box of boxes) box.addEventListener("change", choose);
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    choose();
  });
  for (const hidden of view.querySelectorAll("[data-script]")) hidden.hidden = false;
}
