// Fill, border of each class of the ontology: hues far apart, every other one deeper. The last is for the rest.
const PALETTE = {
  light: [
    ["#ffece0", "#c16e2d"], ["#daf6fa", "#0198a6"], ["#feeaf0", "#c36286"], ["#bae6c2", "#157738"],
    ["#e0d0fd", "#714ea0"], ["#f7f0da", "#a08304"], ["#e4f2fe", "#328dce"], ["#feebe6", "#c7664c"],
    ["#a5e8e1", "#05736c"], ["#f9c8e8", "#91417b"], ["#e9f5e0", "#6a963b"], ["#eeeffc", "#7b7ad2"],
    ["#f5d3a8", "#875800"], ["#a9e3fc", "#056e8c"], ["#ffcacb", "#a03e48"], ["#def7ec", "#0f9d79"],
    ["#faeafd", "#a96ab6"], ["#dadeab", "#656901"], ["#c8dafc", "#3b5fad"], ["#e6e9ee", "#75808f"],
  ],
  dark: [
    ["#3d2514", "#d1834b"], ["#073236", "#04acbc"], ["#3d222b", "#d37798"], ["#224f2d", "#89d298"],
    ["#4b3965", "#caadf9"], ["#332b0e", "#b29632"], ["#162e40", "#509fdd"], ["#3f231b", "#d77c63"],
    ["#004f4a", "#5ad5ca"], ["#5e3351", "#eda2d5"], ["#233017", "#7ea755"], ["#282841", "#8d8ee0"],
    ["#5b3d0b", "#e8b36a"], ["#054b60", "#66ccf3"], ["#663235", "#fca0a4"], ["#103227", "#36b08b"],
    ["#352439", "#b97fc6"], ["#454710", "#bfc56f"], ["#2e436c", "#9dbefe"], ["#2c333d", "#8b97a7"],
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
  const place = data.kinds.find((found) => found.name === kind)?.colour ?? -1;
  return place < 0 ? colours.at(-1) : colours[place % (colours.length - 1)];
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
