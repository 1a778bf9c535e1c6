// Fill, border of each kind of entity, in the order of the legend; the last is for the rest.
const PALETTE = {
  light: [
    ["#dbe8fb", "#4a7fd0"], ["#fdebc8", "#c98a1b"], ["#d9f0e0", "#3d9a63"], ["#fbdfe4", "#cf5c78"],
    ["#e8e1fa", "#7d62c9"], ["#d3f0ef", "#2b9696"], ["#fde1d0", "#d0703a"], ["#ecefd0", "#8b942c"],
    ["#f7def3", "#b957a6"], ["#e6e9ee", "#75808f"],
  ],
  dark: [
    ["#1d3150", "#6c9ce6"], ["#44351a", "#d9a440"], ["#1b3a2a", "#57b37f"], ["#47232c", "#e07f97"],
    ["#312a52", "#9d86e0"], ["#143a3b", "#4bb4b4"], ["#47291a", "#e0905e"], ["#34371a", "#abb552"],
    ["#42243e", "#cf7fc0"], ["#2c333d", "#8b97a7"],
  ],
};

const root = document.documentElement;
const darkness = matchMedia("(prefers-color-scheme: dark)");

/** Follow the system, until the switch is used: then `chosen` holds. */
function setTheme(chosen) {
  root.dataset.theme = chosen || (darkness.matches ? "dark" : "light");
  document.getElementById("theme").setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
}

setTheme(null);

function kindColours(kind) {
  const colours = PALETTE[root.dataset.theme];
  const place = data.kinds.findIndex((found) => found.name === kind);
  return colours[place < 0 ? colours.length - 1 : Math.min(place, colours.length - 1)];
}

/** Show the colour of a kind; repainted by `paintKinds` when the theme changes. */
function kindDot(kind) {
  const dot = make("span", { class: "dot", "data-kind": kind, "aria-hidden": "true" });
  paintKind(dot);
  return dot;
}

function paintKind(element) {
  const [fill, border] = kindColours(element.dataset.kind);
  element.style.backgroundColor = fill;
  element.style.borderColor = border;
}

function paintKinds() {
  document.querySelectorAll("[data-kind]").forEach(paintKind);
}

function kindLabel(kind) {
  const found = data.kinds.find((other) => other.name === kind);
  return found ? found.label : "other";
}

function wordsOf(relation) {
  return data.relations[relation] ?? relation;
}

function colourOf(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}
