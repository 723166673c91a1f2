/** The marks: each kind has a shape and a colour, the same in pins and legend. Drawn as SVG, coloured by `map.css`. */

const SVG = "http://www.w3.org/2000/svg";

/** What the legend says of each mark, in the order it lists them; the same words as in the window. */
export const MEANINGS = [
  ["literal", "place"],
  ["metonym", "stands for a government"],
  ["demonym", "people or language"],
  ["embedded", "inside another name"],
  ["coordinate", "coordinate"],
  ["area", "area"],
  ["relative", "described by distance or direction"],
  ["unsure", "unsure"],
];

function svg(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** The outline of a kind around 0, 0, reaching `r` from it. */
function shape(kind, r) {
  if (kind === "demonym") {
    const d = r * 1.16;
    return svg("path", { class: "shape", d: `M0 ${-d} L${d} 0 L0 ${d} L${-d} 0 Z` });
  }
  if (kind === "coordinate") {
    const a = r * 0.52;
    const d = `M${-a} ${-r} H${a} V${-a} H${r} V${a} H${a} V${r} H${-a} V${a} H${-r} V${-a} H${-a} Z`;
    return svg("path", { class: "shape", d });
  }
  if (kind === "area" || kind === "relative") {
    return svg("rect", { class: "shape", x: -r, y: -r * 0.9, width: 2 * r, height: 1.8 * r, rx: r * 0.4 });
  }
  return svg("circle", { class: "shape", r: kind === "literal" ? r : r - 1 });
}

/** @param {number} count @returns {string} the count as it fits into a pin */
export function short(count) {
  if (count < 1000) return String(count);
  return count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

/** @param {number} count @returns {number} how far a pin with that count reaches from its point, in pixels */
export function radius(count) {
  return Math.min(16, 9 + 1.6 * Math.log10(Math.max(1, count)) * 1.4);
}

/**
 * @param {string} kind the mark's kind: a kind of mention, "area", "cluster", "candidate" or "unsure"
 * @param {{r: number, text?: string, unsure?: boolean}} how size, text inside, and whether the machine is unsure
 * @returns {SVGElement} the mark in a picture of its own
 */
export function mark(kind, { r, text = "", unsure = false }) {
  const reach = Math.ceil(r * 1.2 + 5);
  const size = 2 * reach;
  const box = `${-reach} ${-reach} ${size} ${size}`;
  const picture = svg("svg", { class: `mark ${kind}${unsure ? " unsure" : ""}`, viewBox: box, width: size, height: size });
  picture.setAttribute("aria-hidden", "true");
  picture.append(svg("circle", { class: "glow", r: r + 4 }), shape(kind, r));
  if (text) {
    const long = text.length > 2;
    const label = svg("text", { class: "count", y: 0.5, "font-size": long ? r * 0.82 : Math.max(9.5, r) });
    label.textContent = text;
    picture.append(label);
  }
  return picture;
}
