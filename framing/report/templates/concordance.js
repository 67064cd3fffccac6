// Concordance of a word or a concept, by voice, as `framing.kwic` finds it; nothing leaves the page.
const MOST = 500, WIDTH = 50;
const root = document.currentScript.closest(".framing-concordance");
const { articles, concepts, folding } = JSON.parse(root.querySelector("script[type='application/json']").textContent);
const [word, concept, voice] = ["word", "concept", "voice"].map((name) => root.querySelector(`[name=${name}]`));
const [answer, rows] = [root.querySelector("output"), root.querySelector("tbody")];

const texts = articles.map(({ id, language, segments }) => {
  const text = segments.map(([, , words]) => words).join("");
  return { id, language, segments, text, view: foldedView(text, folding) };
});

const cell = (row, text, kind) => {
  const made = row.insertCell();
  made.textContent = text;
  made.className = kind;
};

const isAsked = (kind) => kind && kind.startsWith(voice.value);

const show = ({ id, language, text }, [start, end], [kind, speaker]) => {
  const row = rows.insertRow();
  if (language) row.lang = language;
  cell(row, id, "where");
  cell(row, speaker ? `${kind}: ${speaker}` : kind, "who");
  cell(row, text.slice(Math.max(0, start - WIDTH), start).split("\n").pop(), "left");
  cell(row, text.slice(start, end), "match");
  cell(row, text.slice(end, end + WIDTH).split("\n")[0], "right");
};

// The occurrences that the voice asked for says, each with its segment.
const inVoice = (article, pattern) => {
  let part = 0, next = article.segments.length ? article.segments[0][2].length : 0;
  const found = [];
  for (const place of occurrences(article.view, pattern)) {
    while (place[0] >= next) next += article.segments[++part][2].length;
    if (isAsked(article.segments[part][0])) found.push([place, article.segments[part]]);
  }
  return found;
};

const list = (pattern) => {
  let found = 0, inArticles = 0;
  for (const article of texts) {
    const here = inVoice(article, pattern);
    here.slice(0, Math.max(0, MOST - found)).forEach(([place, segment]) => show(article, place, segment));
    found += here.length;
    inArticles += here.length > 0;
  }
  const fill = (text, ...values) => values.reduce((filled, value) => filled.replace("{}", value), text);
  return fill(root.dataset.found, found, inArticles, texts.length) + (found > MOST ? fill(root.dataset.cut, MOST) : "");
};

const search = () => {
  rows.replaceChildren();
  const typed = word.value.trim();
  const phrases = typed ? [typed] : concepts[concept.value] ?? [];
  try {
    answer.textContent = phrases.length ? list(phrasesPattern(phrases, folding)) : "";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    answer.textContent = typed ? `“${typed}” ${error.message}` : `the concept ${error.message}`;
  }
};

word.addEventListener("input", () => { concept.value = ""; search(); });
voice.addEventListener("change", search);
concept.addEventListener("change", () => { word.value = ""; search(); });
search();
