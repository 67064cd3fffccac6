// Phrases to look for: the grammar of framing/text/patterns.py, which says why. A test asks both the same questions.
"use strict";

const LETTER = "[\\p{L}\\p{N}_]", LOOSE = "[\\s\"-]";

// A view of a text in which case, accents and kinds of marks do not matter, and where in the text each of its units stands.
// `folding` holds what the page's own characters become; what a reader types besides is folded as well as JavaScript can.
const foldedView = (text, folding) => {
  const places = [];
  let folded = "", at = 0;
  for (const char of text) {
    const plain = folding[char] ?? [...char.toLowerCase().normalize("NFKD")][0] ?? char;
    folded += plain;
    for (let unit = 0; unit < plain.length; unit++) places.push(at);
    at += char.length;
  }
  places.push(at);
  return { folded, places: Uint32Array.from(places) };
};

const between = (marks) => {
  const needed = [...marks].filter((mark) => !new RegExp(LOOSE, "u").test(mark));
  if (!needed.length) return `${LOOSE}{1,4}`;
  return ["", ...needed.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&")), ""].join(`${LOOSE}{0,3}`);
};

// The regular expression of a phrase; throws a RangeError that says what is wrong with it.
const phrasePattern = (phrase, folding) => {
  const { folded } = foldedView(phrase, folding);
  const words = [...folded.matchAll(/[\p{L}\p{N}_*]+/gu)];
  if (!words.every(([word]) => /^[^*]+\*?$/.test(word))) {
    throw new RangeError("has a * that ends no word: * stands for any ending, as in port*");
  }
  if (!/[\p{L}\p{N}]/u.test(folded)) throw new RangeError("needs a letter or a digit");
  let pattern = "", end = null;
  for (const word of words) {
    if (end !== null) pattern += between(folded.slice(end, word.index));
    pattern += word[0].replace("*", `${LETTER}*`);
    end = word.index + word[0].length;
  }
  return pattern;
};

const lettersOf = (phrase, folding) => (foldedView(phrase, folding).folded.match(/[\p{L}\p{N}_]+/gu) ?? []).join(" ");

// One expression for all phrases, as whole words, the longest first.
const phrasesPattern = (phrases, folding) => {
  const length = (phrase) => [...lettersOf(phrase, folding)].length;
  const ordered = [...phrases].sort((a, b) => length(b) - length(a) || a.includes("*") - b.includes("*"));
  const forms = ordered.map((phrase) => phrasePattern(phrase, folding));
  return new RegExp(forms.length ? `(?<!${LETTER})(?:${forms.join("|")})(?!${LETTER})` : "(?!)", "gu");
};

// Where the expression stands in a text, given its folded view: [start, end] in the text.
const occurrences = ({ folded, places }, pattern) => [...folded.matchAll(pattern)].map((match) => (
  [places[match.index], places[match.index + match[0].length]]
));
