// Explorer: shows the row of the table that the form asks for, draws it, and keeps its address. Nothing is computed here.
const root = [...document.querySelectorAll(".framing-explorer:not([data-alive])")].at(-1);
root.dataset.alive = "";
const [{ choices, options, columns, words }, { groups, reasons, rows }] =
  [...root.querySelectorAll("script[type='application/json']")].map((block) => JSON.parse(block.textContent));
const form = root.querySelector("form");
const [answer, basis, heading] = [".answer", ".basis", "h4"].map((which) => root.querySelector(which));
const [drawing, others] = [".drawing", ".others"].map((which) => root.querySelector(which));
const START = choices.length, [MEASURE, GROUPS] = ["measure", "groups"].map((id) => choices.indexOf(id));

const value = (row, column) => row[START + columns.indexOf(column)];
const fill = (text, ...values) => values.reduce((filled, part) => filled.replace("{}", () => part), text);
const written = (number, digits = 0) =>
  number.toLocaleString(root.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const points = (share) => {
  const rounded = Math.round(100 * share);
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${written(Math.abs(rounded))}`;
};
const chance = (p) => (root.lang === "en" ? written(p, 3).replace(/^0/, "") : written(p, 3));
const percent = (share) => `${written(Math.round(100 * share))}${root.lang === "fr" ? "\u00a0" : ""}%`;

// --- what is chosen ------------------------------------------------------------------------------------------------------------

let chosen = rows[0].slice(0, START);
const selects = choices.map((id) => form.elements[id]);
const rowOf = (choice) => rows.find((row) => choice.every((option, k) => row[k] === option));

// What was chosen last stands; of the rows that have it, the one that keeps most of the rest.
const nearest = (choice, last) => {
  const kept = (row) => choice.filter((option, k) => row[k] === option).length;
  return rows.filter((row) => row[last] === choice[last]).reduce((best, row) => (kept(row) > kept(best) ? row : best));
};

const address = () =>
  `#${root.id}?${choices.map((id, k) => `${id}=${encodeURIComponent(options[k][chosen[k]][0])}`).join("&")}`;

const choose = (choice, last = 0) => {
  chosen = (rowOf(choice) ?? nearest(choice, last)).slice(0, START);
  selects.forEach((select, k) => { if (select) select.selectedIndex = chosen[k]; });
  show(rowOf(chosen));
};

// The choices that an address names; those that it does not name, or that are not known, are the study's own.
const read = () => {
  const [id, query] = location.hash.slice(1).split("?");
  if (id !== root.id) return null;
  const asked = new URLSearchParams(query ?? "");
  return choices.map((key, k) => Math.max(0, options[k].findIndex(([option]) => option === asked.get(key))));
};

// --- what is shown -------------------------------------------------------------------------------------------------------------

const say = (row) => {
  const [first, second] = groups[row[GROUPS]];
  const numbers = ["estimate", "low", "high"].map((column) => value(row, column));
  const known = numbers.every((number) => number !== null);
  answer.textContent = known ? fill(words.is, first, second, ...numbers.map(points)) : fill(words.none, first, second);
  const p = value(row, "p");
  basis.textContent = [
    fill(words.counted, written(value(row, "n")), written(value(row, "n_units"))),
    value(row, "n_events") > 1 && fill(words.events, written(value(row, "n_events"))),
    p !== null && (p < 0.001 ? fill(words.small, chance(0.001)) : fill(words.p, chance(p))),
    !known && reasons[row.at(-1)],
    row.slice(0, START).every((option) => option === 0) ? words.own : words.other,
  ].filter(Boolean).join("; ");
  basis.classList.toggle("explored", row.slice(0, START).some((option) => option !== 0));
};

const show = (row) => {
  say(row);
  draw(row);
  drawOthers(row);
};

// --- drawings ------------------------------------------------------------------------------------------------------------------

const made = (parent, kind, attributes, text) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, set] of Object.entries(attributes)) element.setAttribute(name, set);
  if (text !== undefined) element.textContent = text;
  return parent.appendChild(element);
};

const canvas = (box, height) => {
  const width = Math.max(240, box.clientWidth);
  box.replaceChildren();
  return [made(box, "svg", { viewBox: `0 0 ${width} ${height}`, height, "aria-hidden": true }), width];
};

const line = (svg, kind, x1, y1, x2, y2) => made(svg, "line", { class: kind, x1, y1, x2, y2 });

const MARKS = {
  first: (svg, x, y) => made(svg, "rect", { class: "mark", x: x - 5, y: y - 5, width: 10, height: 10 }),
  second: (svg, x, y) => made(svg, "circle", { class: "mark", cx: x, cy: y, r: 5.5 }),
  both: (svg, x, y) => made(svg, "path", { class: "mark", d: `M${x} ${y - 7}l7 7-7 7-7-7z` }),
};

const axis = (svg, [from, to], y, top, x, label) => {
  for (const tick of [from, (3 * from + to) / 4, (from + to) / 2, (from + 3 * to) / 4, to]) {
    line(svg, tick === 0 && from < 0 ? "zero" : "rule", x(tick), top, x(tick), y);
    const anchor = tick === from ? "start" : tick === to ? "end" : "middle";
    made(svg, "text", { x: x(tick), y: y + 14, "text-anchor": anchor }, from < 0 ? points(tick) : percent(tick));
  }
  made(svg, "text", { x: x(from), y: y + 30 }, label);
};

// A name over its line: the mark, its interval and what it says; the name alone where nothing can be said.
const mark = (svg, kind, name, y, x, [estimate, low, high], said) => {
  const group = made(svg, "g", { class: kind });
  made(group, "text", { class: "name", x: x.left, y: y - 10 }, name);
  if (estimate === null) return;
  line(group, "interval", x(low), y, x(high), y);
  MARKS[kind](group, x(estimate), y);
  made(group, "text", { class: "value", x: x.right, y: y - 10, "text-anchor": "end" }, said);
};

const scale = (from, to, left, right) =>
  Object.assign((at) => left + ((at - from) / (to - from)) * (right - left), { left, right });

const draw = (row) => {
  const [svg, width] = canvas(drawing, 232), x = scale(0, 1, 8, width - 8), apart = scale(-1, 1, 8, width - 8);
  axis(svg, [0, 1], 92, 8, x, words.axis);
  ["first", "second"].forEach((side, k) => {
    const numbers = ["estimate", "low", "high"].map((column) => value(row, `${side}_${column}`));
    const said = numbers[0] === null ? "" : fill(words.unit, percent(numbers[0]), written(value(row, `${side}_n`)));
    mark(svg, side, groups[row[GROUPS]][k], 32 + 42 * k, x, numbers, said);
  });
  const numbers = ["estimate", "low", "high"].map((column) => value(row, column));
  axis(svg, [-1, 1], 190, 146, apart, words.within);
  mark(svg, "both", "", 168, apart, numbers, "");
  drawing.setAttribute("aria-label", `${answer.textContent}; ${basis.textContent}`);
};

const drawOthers = (row) => {
  const like = rows.filter((other) => other[MEASURE] === row[MEASURE] && other[GROUPS] === row[GROUPS] && value(other, "low") !== null);
  like.sort((one, other) => value(one, "estimate") - value(other, "estimate"));
  heading.textContent = fill(words.others, written(like.length));
  const [svg, width] = canvas(others, 150), x = scale(0, Math.max(1, like.length - 1), 44, width - 8), y = scale(1, -1, 8, 142);
  for (const tick of [1, 0.5, 0, -0.5, -1]) {
    line(svg, tick === 0 ? "zero" : "rule", 38, y(tick), width, y(tick));
    made(svg, "text", { x: 34, y: y(tick) + 4, "text-anchor": "end" }, points(tick));
  }
  like.forEach((other, k) => {
    const kind = other === row ? "here" : "other";
    const bar = line(svg, kind, x(k), y(value(other, "low")), x(k), y(value(other, "high")));
    made(svg, "circle", { class: kind, cx: x(k), cy: y(value(other, "estimate")), r: other === row ? 5 : 1.5 });
    bar.addEventListener("click", () => { choose(other.slice(0, START)); keep(); });
  });
  others.setAttribute("aria-label", heading.textContent);
};

const keep = () => history.replaceState(null, "", address());

form.addEventListener("change", (event) => {
  choose(selects.map((select, k) => (select ? select.selectedIndex : chosen[k])), choices.indexOf(event.target.name));
  keep();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => { const asked = read(); if (asked) choose(asked); });
new ResizeObserver(() => show(rowOf(chosen))).observe(root);
const asked = read();
choose(asked ?? chosen);
if (asked) root.scrollIntoView();
