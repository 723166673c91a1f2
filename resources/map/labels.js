/** Names on the map: one canvas below the pins, drawn greedily, the most important name first, none over another. */

const PADDING = 0.25;
const MARGIN = 3;
const HALO = 3;
const MOST_PICTURES = 1500;
const SANS = '"Noto Sans", sans-serif';

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

function overlaps(boxes, box) {
  return boxes.some((b) => box.left < b.right && box.right > b.left && box.top < b.bottom && box.bottom > b.top);
}

/** How names look and from which zoom they show. `style(label, zoom, colours)` gives null for a name not shown. */
const KINDS = {
  country(label, zoom, colours) {
    if (label.rank > zoom + 0.7 || zoom > 9) return null;
    const size = (label.rank < 2 ? 13 : label.rank < 3.1 ? 12 : 11) + (zoom >= 5 ? 1.5 : 0);
    return { font: `600 ${size}px ${SANS}`, spacing: zoom < 4 ? 0.6 : 1.4, colour: colours.country, size };
  },
  place(label, zoom, colours) {
    const limit = zoom < 4 ? (label.capital === 2 ? zoom - 3 : -1) : zoom < 6 ? zoom - (label.capital === 2 ? 0 : 1) : zoom;
    if (label.rank > limit) return null;
    const size = label.capital === 2 ? 12 : 11;
    const dot = label.capital === 2 ? colours.capitalDot : colours.placeDot;
    return { font: `${label.capital === 2 ? 500 : 400} ${size}px ${SANS}`, spacing: 0, colour: colours.place, size, dot };
  },
  division(label, zoom, colours) {
    if (zoom < 6 || label.rank > zoom + 0.75) return null;
    return { font: `italic 400 11px ${SANS}`, spacing: 0.2, colour: colours.provinceText, size: 11 };
  },
  river(label, zoom, colours) {
    if (zoom < 6 || label.rank > zoom - 1) return null;
    return { font: `italic 400 10.5px ${SANS}`, spacing: 0.5, colour: colours.riverText, size: 10.5 };
  },
  more(label, zoom, colours) {
    return zoom < 7 ? null : { font: `400 11px ${SANS}`, spacing: 0, colour: colours.place, size: 11, dot: colours.placeDot };
  },
};

const ORDER = ["country", "place", "division", "more", "river"];

function fromTable(table) {
  return {
    country: table.countries.map(([lat, lon, text, rank, key]) => ({ lat, lon, text, rank, key })),
    division: table.divisions.map(([lat, lon, text, rank, key]) => ({ lat, lon, text, rank, key })),
    place: table.places.map(([lat, lon, text, rank, capital]) => ({ lat, lon, text, rank, capital })),
    river: table.rivers.map(([lat, lon, text, rank]) => ({ lat, lon, text, rank, key: `river ${text}` })),
    more: [],
  };
}

function disc(context, x, y, colour) {
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

/** Names as pictures: writing one with its halo is slow, drawing the picture again is not. */
class Writing {
  constructor() {
    this._pictures = new Map();
    this._pen = document.createElement("canvas").getContext("2d");
  }

  /** @returns {{width: number, draw: (context: object, left: number, middle: number) => void}} */
  of(text, style, halo) {
    const ratio = pixelRatio();
    const key = `${text}\n${style.font}\n${style.spacing}${style.colour}${halo}${ratio}`;
    let picture = this._pictures.get(key);
    if (!picture) {
      if (this._pictures.size >= MOST_PICTURES) this._pictures.clear();
      picture = this._write(text, style, halo, ratio);
      this._pictures.set(key, picture);
    }
    return picture;
  }

  _write(text, style, halo, ratio) {
    this._pen.font = style.font;
    this._pen.letterSpacing = `${style.spacing}px`;
    const width = this._pen.measureText(text).width;
    const canvas = document.createElement("canvas");
    const [wide, high] = [Math.ceil(width) + 2 * HALO, Math.ceil(style.size * 1.7) + 2 * HALO];
    canvas.width = Math.ceil(wide * ratio);
    canvas.height = Math.ceil(high * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.font = style.font;
    context.letterSpacing = `${style.spacing}px`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.strokeStyle = halo;
    context.strokeText(text, HALO, high / 2);
    context.fillStyle = style.colour;
    context.fillText(text, HALO, high / 2);
    const crisp = (value) => Math.round(value * ratio) / ratio;
    return {
      width,
      draw: (onto, left, middle) =>
        onto.drawImage(canvas, crisp(left - HALO), crisp(middle - high / 2), canvas.width / ratio, canvas.height / ratio),
    };
  }
}

function pixelRatio() {
  return Math.min(2, window.devicePixelRatio || 1);
}

export const LabelLayer = L.Layer.extend({
  /**
   * @param {() => object} colours the palette
   * @param {(bounds: L.LatLngBounds) => object[]} pins what stands on the map: {lat, lon, radius, text, keys, strong}
   */
  initialize(colours, pins) {
    this._colours = colours;
    this._pins = pins;
    this._labels = fromTable({ countries: [], divisions: [], places: [], rivers: [] });
    this.drawn = [];
    this._written = new Writing();
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "whereof-labels leaflet-zoom-animated", map.getPane("labels"));
    this._canvas.setAttribute("aria-hidden", "true");
    this._redraw();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return { moveend: this.redraw, resize: this.redraw, zoomanim: this._animate };
  },

  /** @param {object} table the content of labels.json */
  setTable(table) {
    this._labels = { ...fromTable(table), more: this._labels.more };
    this.redraw();
  },

  /** @param {{lat: number, lon: number, name: string}[]} items names for this view, from the gazetteer */
  setMore(items) {
    this._labels.more = items.map(({ lat, lon, name }) => ({ lat, lon, text: name, rank: 0 }));
    this.redraw();
  },

  /** @param {string} key area key @returns {{lat: number, lon: number} | null} where the area's name stands */
  pointOf(key) {
    const of = (list) => list.find((label) => label.key === key) ?? null;
    return of(this._labels.country) ?? of(this._labels.division);
  },

  redraw() {
    if (!this._map || this._scheduled) return;
    this._scheduled = requestAnimationFrame(() => {
      this._scheduled = 0;
      if (this._map) this._redraw();
    });
  },

  _animate(event) {
    const scale = this._map.getZoomScale(event.zoom, this._zoom);
    const offset = this._map._latLngBoundsToNewLayerBounds(this._bounds, event.zoom, event.center).min;
    L.DomUtil.setTransform(this._canvas, offset, scale);
  },

  _redraw() {
    const map = this._map;
    const size = map.getSize();
    const pad = size.multiplyBy(PADDING);
    const origin = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const full = size.add(pad.multiplyBy(2)).round();
    const ratio = pixelRatio();
    this._zoom = map.getZoom();
    this._bounds = L.latLngBounds(map.layerPointToLatLng(origin), map.layerPointToLatLng(origin.add(full)));
    this._canvas.width = full.x * ratio;
    this._canvas.height = full.y * ratio;
    this._canvas.style.width = `${full.x}px`;
    this._canvas.style.height = `${full.y}px`;
    L.DomUtil.setTransform(this._canvas, origin, 1);
    const context = this._canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.translate(-origin.x, -origin.y);
    this._fill(context);
  },

  _fill(context) {
    const taken = [];
    const named = new Set();
    this.drawn = [];
    const pins = this._pins(this._bounds);
    for (const pin of pins) {
      const { x, y } = this._point(pin.lat, pin.lon);
      const [w, h] = [pin.halfWidth ?? pin.radius, pin.radius];
      taken.push({ left: x - w, right: x + w, top: y - h, bottom: y + h });
      for (const key of pin.keys ?? []) named.add(key);
    }
    for (const pin of pins) {
      if (pin.text) this._drawPinName(context, taken, pin);
    }
    for (const kind of ORDER) this._drawKind(context, taken, kind, named);
  },

  _point(lat, lon) {
    return this._map.latLngToLayerPoint([lat, lon]);
  },

  _drawPinName(context, taken, pin) {
    const colours = this._colours();
    const style = { font: `${pin.strong ? 600 : 500} 12px ${SANS}`, spacing: 0, colour: colours.pinName, size: 12 };
    this._place(context, taken, { ...pin, gap: pin.radius + (pin.strong ? 6 : 3) }, style, "beside");
  },

  _drawKind(context, taken, kind, named) {
    const [zoom, colours, bounds] = [this._map.getZoom(), this._colours(), this._bounds];
    const [south, north, west, east] = [bounds.getSouth(), bounds.getNorth(), bounds.getWest(), bounds.getEast()];
    for (const label of this._labels[kind]) {
      if (label.rank > zoom + 1) break; // the lists are sorted by rank
      if (label.lat < south || label.lat > north || named.has(label.key)) continue;
      const style = KINDS[kind](label, zoom, colours);
      if (!style) continue;
      const first = label.lon + 360 * Math.ceil((west - label.lon) / 360);
      for (let lon = first; lon <= east; lon += 360) {
        this._place(context, taken, { ...label, lon, gap: 6 }, style, style.dot ? "beside" : "on");
      }
    }
  },

  /** Draws one name if there is room: centred on its point, or to the right of it, or to the left. */
  _place(context, taken, label, style, where) {
    const { x, y } = this._point(label.lat, label.lon);
    const picture = this._written.of(label.text, style, this._colours().halo);
    const half = style.size * 0.62;
    const starts = where === "on" ? [x - picture.width / 2] : [x + label.gap, x - label.gap - picture.width];
    for (const left of starts) {
      const box = { left: left - MARGIN, right: left + picture.width + MARGIN, top: y - half, bottom: y + half };
      const dot = { left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 };
      if (overlaps(taken, box) || (style.dot && overlaps(taken, dot))) continue;
      taken.push(box);
      if (style.dot) {
        taken.push(dot);
        disc(context, x, y, style.dot);
      }
      picture.draw(context, left, y);
      this.drawn.push(label.text);
      return;
    }
  },
});
