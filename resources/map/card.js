/** The card at a pin: it quotes the passage and never covers the pin that it explains. */

const GAP = 26;
const EDGE = 10;

function element(name, className, parent, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  parent.append(node);
  return node;
}

function button(className, parent, text, label, act) {
  const node = element("button", className, parent, text);
  node.type = "button";
  node.setAttribute("aria-label", label);
  node.addEventListener("click", act);
  return node;
}

/** @param {number} value @returns {string} with thousands separators */
function grouped(value) {
  return value.toLocaleString("en");
}

export class Card {
  /**
   * @param {L.Map} map
   * @param {{step: (delta: number) => void, open: () => void, close: () => void}} to
   */
  constructor(map, to) {
    this._map = map;
    this._shown = null;
    this._node = element("section", "card floating", map.getContainer());
    this._node.hidden = true;
    this._node.setAttribute("aria-label", "Passage that mentions the place");
    L.DomEvent.disableClickPropagation(this._node);
    L.DomEvent.disableScrollPropagation(this._node);
    this._name = element("h2", "name", this._node);
    this._where = element("p", "where", this._node);
    this._quote = element("blockquote", "", this._node);
    this._before = element("span", "", this._quote);
    this._surface = element("b", "", this._quote);
    this._after = element("span", "", this._quote);
    this._title = element("p", "document", this._node);
    const foot = element("footer", "", this._node);
    this._previous = button("step", foot, "‹", "Previous passage", () => to.step(-1));
    this._place = element("span", "counts", foot);
    this._next = button("step", foot, "›", "Next passage", () => to.step(1));
    button("open", foot, "Open here ↵", "Open this passage in the reader", () => to.open());
    button("close", this._node, "×", "Close the card", () => to.close());
    this._node.addEventListener("keydown", (event) => this._key(event, to));
    map.on("move zoom resize zoomend", () => this._settle());
  }

  _key(event, to) {
    const act = { ArrowLeft: () => to.step(-1), ArrowRight: () => to.step(1), Escape: () => to.close() }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** @param {object | null} card what to show, or null to hide */
  show(card) {
    this._shown = card;
    this._node.hidden = card === null;
    if (card === null) return;
    const point = `${card.lat.toFixed(2)}, ${card.lon.toFixed(2)}`;
    this._name.textContent = card.name;
    this._where.textContent = [card.where, card.area ? "" : point, card.certainty].filter(Boolean).join(" · ");
    this._before.textContent = card.before;
    this._surface.textContent = card.surface;
    this._after.textContent = card.after;
    this._title.textContent = card.document_title;
    const here = `${grouped(card.index_in_document + 1)} of ${grouped(card.total_in_document)} in this document`;
    this._place.textContent = `${here} · ${grouped(card.total)} in all`;
    this._previous.disabled = card.total < 2;
    this._next.disabled = card.total < 2;
    this._settle();
  }

  /** Puts the card beside its place, up and to the right if there is room, else wherever it does not cover it. */
  _settle() {
    if (!this._shown) return;
    const size = this._map.getSize();
    const pin = this._map.latLngToContainerPoint([this._shown.lat, this._shown.lon]);
    const [width, height] = [this._node.offsetWidth, this._node.offsetHeight];
    const inside = pin.x > -GAP && pin.y > -GAP && pin.x < size.x + GAP && pin.y < size.y + GAP;
    const middle = Math.min(Math.max(EDGE, pin.y - height / 2), size.y - height - EDGE);
    const centre = Math.min(Math.max(EDGE, pin.x - width / 2), size.x - width - EDGE);
    const corners = [
      [size.x - width - EDGE, EDGE],
      [EDGE, EDGE],
    ];
    const spots = [
      ...(this._shown.area ? corners : []), // beside an area is still inside it
      [pin.x + GAP + 40, pin.y - GAP - height],
      [pin.x - GAP - 40 - width, pin.y - GAP - height],
      [pin.x + GAP, middle],
      [pin.x - GAP - width, middle],
      [centre, pin.y - GAP - height],
      [centre, pin.y + GAP],
    ];
    const fits = ([x, y]) => x >= EDGE && y >= EDGE && x + width <= size.x - EDGE && y + height <= size.y - EDGE;
    const clear = ([x, y]) => pin.x < x - EDGE || pin.x > x + width + EDGE || pin.y < y - EDGE || pin.y > y + height + EDGE;
    const [x, y] = (inside && spots.find((spot) => fits(spot) && clear(spot))) || corners[0];
    this._node.style.left = `${Math.round(x)}px`;
    this._node.style.top = `${Math.round(y)}px`;
  }
}
