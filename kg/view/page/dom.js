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

/** Tell a screen reader what has changed where it is not looking. */
function tell(words) {
  document.getElementById("told").textContent = words;
}
