// Concordance of a word or a concept, by voice, as `framing.kwic` finds it; nothing leaves the page.
"use strict";
(() => {
  const MOST = 500, WIDTH = 50;
  const root = document.currentScript.closest(".framing-concordance");
  const { articles, concepts, same } = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const [word, concept, voice] = ["word", "concept", "voice"].map((name) => root.querySelector(`[name=${name}]`));
  const [count, rows] = [root.querySelector("output"), root.querySelector("tbody")];

  // One unit for one unit, so that places in the folded text are places in the text.
  const unit = (c) => same[c] || c.toLowerCase().normalize("NFKD")[0] || c;
  const fold = (text) => text.split("").map((c) => (c === "\n" ? c : /\s/.test(unit(c)) ? " " : unit(c))).join("");
  const texts = articles.map(({ id, cut }) => {
    const text = cut.map((part) => part[2]).join("");
    return { id, cut, text, folded: fold(text) };
  });

  const pattern = (phrases) => {
    const forms = phrases.map((p) => (fold(p).match(/[\p{L}\p{N}_'*]+/gu) || [])
      .map((w) => w.replaceAll("*", "[\\p{L}\\p{N}_]*")).join("[\\s\"-]{1,4}")).filter(Boolean);
    forms.sort((a, b) => b.length - a.length);
    return forms.length ? new RegExp(`(?<![\\p{L}\\p{N}_])(?:${forms.join("|")})(?![\\p{L}\\p{N}_])`, "gu") : null;
  };

  const cell = (row, text, kind) => {
    const made = row.insertCell();
    made.textContent = text;
    made.className = kind;
  };

  const search = () => {
    rows.replaceChildren();
    const phrases = word.value.trim() ? [word.value] : concepts[concept.value] || [];
    const form = pattern(phrases);
    let found = 0, inArticles = new Set();
    for (const { id, cut, text, folded } of form ? texts : []) {
      let part = 0, begin = 0;
      for (const match of folded.matchAll(form)) {
        while (match.index >= begin + cut[part][2].length) begin += cut[part++][2].length;
        const [kind, speaker] = cut[part];
        if (!kind || (voice.value && voice.value !== kind && !(voice.value === "quoted" && kind !== "outlet"))) continue;
        inArticles.add(id);
        if (++found > MOST) continue;
        const end = match.index + match[0].length, row = rows.insertRow();
        cell(row, id, "where");
        cell(row, speaker ? `${kind}: ${speaker}` : kind, "who");
        cell(row, text.slice(Math.max(0, match.index - WIDTH), match.index).split("\n").pop(), "left");
        cell(row, text.slice(match.index, end), "match");
        cell(row, text.slice(end, end + WIDTH).split("\n")[0], "right");
      }
    }
    count.textContent = !form ? "" : `${found} in ${inArticles.size} of ${texts.length} articles`
      + (found > MOST ? `; the first ${MOST} are shown` : "");
  };
  word.addEventListener("input", () => { concept.value = ""; search(); });
  voice.addEventListener("change", search);
  concept.addEventListener("change", () => { word.value = ""; search(); });
  search();
})();
