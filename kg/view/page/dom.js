const data = JSON.parse(document.getElementById("data").textContent);

/** Make an element; children are elements or text, and text stays text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "onclick") element.addEventListener("click", value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Isolate a name or a quote, so that its direction of writing stays its own. */
function said(text, name = "span") {
  return make(name, { dir: "auto" }, text);
}

function plural(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Link to a web page, or show plain text where the address is none. */
function webLink(url, text) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    return said(text);
  }
  if (address.protocol !== "http:" && address.protocol !== "https:") return said(text);
  return make("a", { href: address.href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text);
}

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
root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

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

const byLabel = (one, other) => {
  const a = data.entities[one].label.toLowerCase();
  const b = data.entities[other].label.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
};

// Entity -> ids of its statements, the best supported first.
const statementsOf = new Map(Object.keys(data.entities).map((id) => [id, []]));
const statementIds = Object.keys(data.statements).sort((one, other) => {
  const a = data.statements[one];
  const b = data.statements[other];
  return b.sources - a.sources || b.confidence - a.confidence || Number(one.slice(1)) - Number(other.slice(1));
});
for (const id of statementIds) {
  const statement = data.statements[id];
  for (const entity of new Set([statement.subject, statement.object])) statementsOf.get(entity).push(id);
}
