/** What stands on the map's edges: the legend of the marks present, the buttons for zoom and fit, and the credits. */

import { MEANINGS, mark } from "./marks.js";

const CREDITS = [
  ["Natural Earth", "https://www.naturalearthdata.com/"],
  ["GeoNames CC BY 4.0", "https://www.geonames.org/"],
  ["Leaflet", "https://leafletjs.com/"],
];

/** @param {L.Map} map @returns {(kinds: Set<string>) => void} shows a line for each kind of mark on the map */
export function legend(map) {
  const node = document.createElement("ul");
  node.className = "legend floating";
  node.setAttribute("aria-label", "Legend");
  node.hidden = true;
  map.getContainer().append(node);
  let present = "";
  return (kinds) => {
    const lines = MEANINGS.filter(([kind]) => kinds.has(kind));
    const now = lines.map(([kind]) => kind).join(" ");
    if (now === present) return;
    present = now;
    node.hidden = lines.length === 0;
    node.replaceChildren(
      ...lines.map(([kind, meaning]) => {
        const line = document.createElement("li");
        const words = document.createElement("span");
        words.textContent = meaning;
        line.append(mark(kind, { r: 7, unsure: kind === "unsure" }), words);
        return line;
      }),
    );
  };
}

/** The symbols of the buttons, as lines in a 16 by 16 field. */
const SYMBOLS = {
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
  all: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  focus: "M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
};

function symbol(path) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

/** @param {L.Map} map @param {(what: "all" | "focus") => void} fit @returns {(focused: boolean) => void} */
export function buttons(map, fit) {
  const group = document.createElement("div");
  group.className = "buttons floating";
  group.setAttribute("role", "group");
  const add = (name, label, act) => {
    const node = document.createElement("button");
    node.type = "button";
    node.title = label;
    node.setAttribute("aria-label", label);
    node.append(symbol(SYMBOLS[name]));
    node.addEventListener("click", act);
    group.append(node);
    return node;
  };
  add("in", "Zoom in", () => map.zoomIn());
  add("out", "Zoom out", () => map.zoomOut());
  add("all", "Show all places", () => fit("all"));
  const selection = add("focus", "Show the place in focus", () => fit("focus"));
  selection.disabled = true;
  L.DomEvent.disableClickPropagation(group);
  map.getContainer().append(group);
  return (focused) => {
    selection.disabled = !focused;
  };
}

/** @param {L.Map} map @param {(url: string) => void} open called with the address of a link that was clicked */
export function attribution(map, open) {
  const line = document.createElement("div");
  line.className = "attribution";
  CREDITS.forEach(([name, url], i) => {
    if (i > 0) line.append(" | ");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(url);
    });
    line.append(link);
  });
  L.DomEvent.disableClickPropagation(line);
  map.getContainer().append(line);
}
