/**
 * Whereof's map page: draws what the program says and tells it what the reader does here.
 *
 * Every message is a JSON object with a `type`. All text is drawn with `textContent` or on canvas, never as markup.
 *
 * From the program:
 *   theme       {dark, reduced_motion}
 *   places      {set: [{id, lat, lon, name, where, count, kind, unsure, area, areas, radius_km}], removed: [ids]}
 *   focus       {id | null, fly}
 *   hover       {id | null}
 *   candidates  {items: [{id, number, name, lat, lon, where, areas, radius_km}]}
 *   card        {card: {id, name, where, certainty, lat, lon, area, document_title, before, surface, after,
 *                       index, total, index_in_document, total_in_document} | null}
 *   fit         {what: "all" | "focus" | "core"}
 *   labels      {items: [{lat, lon, name}]}
 *   view        {lat, lon, zoom}
 * To the program:
 *   ready       {}
 *   hover       {id | null}
 *   select      {id}
 *   step        {delta: 1 | -1}
 *   open_card   {}
 *   close_card  {}
 *   choose      {id}
 *   view        {lat, lon, zoom, bounds: [south, west, north, east]}
 *   link        {url}
 *   failed      {message}
 */

import { areaLayer, baseLayer, inside } from "./basemap.js";
import { Card } from "./card.js";
import { connect } from "./channel.js";
import { buttons, legend } from "./controls.js";
import { LabelLayer } from "./labels.js";
import { palette } from "./palette.js";
import { PinLayer } from "./pins.js";
import { Tiles } from "./tiles.js";

const LABELS = "../basemap/labels.json.gz";
const GOOD_ZOOM = 7;
const CORE_SHARE = 0.8;
const WORLD = [
  [-85.05, -1e5],
  [85.05, 1e5],
];
const CREDITS = [
  ["Natural Earth", "https://www.naturalearthdata.com/"],
  ["GeoNames CC BY 4.0", "https://www.geonames.org/"],
  ["Leaflet", "https://leafletjs.com/"],
];

class MapPage {
  constructor(map) {
    this._map = map;
    this._dark = false;
    this._still = false;
    this._focus = null;
    this._hover = null;
    this._lit = "";
    this._touched = false;
    this._pointed = null;
    this._pointing = 0;
    this._framed = false;
    this._litSerial = 0;
    this._boxes = new Map();
    this._send = () => {};
    this._tiles = new Tiles((message) => this._send({ type: "failed", message }));
    this._tiles.onLit = (answer) => this._onLit(answer);
    this._layers();
    this._controls();
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds(WORLD);
    for (const act of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(act, () => (this._touched = true), { capture: true, passive: true });
    }
    map.on("moveend", () => this._report());
    map.on("mousemove", ({ latlng, originalEvent: { target } }) => {
      if (!target.closest(".leaflet-marker-icon")) this._point(target.closest(".floating") ? null : latlng);
    });
    map.on("mouseout", () => this._pointAt(null));
    map.on("click", (event) => this._click(event.latlng));
  }

  /** Connects to the program and loads what labels need; then says that it is ready. */
  async start() {
    this._send = await connect((message) => this.receive(message));
    await document.fonts.load('400 12px "Noto Sans"');
    for (const weight of [400, 700]) document.fonts.load(`${weight} 14px "Noto Serif"`); // the card's, in good time
    const response = await fetch(LABELS);
    const plain = response.body.pipeThrough(new DecompressionStream("gzip"));
    this._labels.setTable(await new Response(plain).json());
    this._pins._show();
    await this._tiles.loaded;
    this._send({ type: "ready" });
    this._report();
  }

  /** @param {{type: string}} message one of those in this file's head comment */
  receive(message) {
    const act = {
      theme: () => this._theme(message),
      places: () => this._places(message),
      focus: () => this._setFocus(message),
      hover: () => this._setHover(message.id),
      candidates: () => this._pins.setCandidates(message.items),
      card: () => this._card.show(message.card),
      fit: () => this.fit(message.what),
      labels: () => this._labels.setMore(message.items),
      view: () => this._jump([message.lat, message.lon], message.zoom),
    }[message.type];
    if (act) act();
  }

  _layers() {
    const map = this._map;
    map.createPane("areas").style.zIndex = 300;
    map.createPane("labels").style.zIndex = 450;
    for (const name of ["areas", "labels"]) map.getPane(name).style.pointerEvents = "none";
    const colours = () => palette(this._dark);
    this._base = baseLayer(this._tiles, colours).addTo(map);
    this._areas = areaLayer(this._tiles, (id) => this._areaStyle(id)).addTo(map);
    this._labels = new LabelLayer(colours, (bounds) => this._pins.standing(bounds));
    this._pins = new PinLayer({
      hover: (id) => this._overPin(id),
      select: (id) => this._send({ type: "select", id }),
      choose: (id) => this._send({ type: "choose", id }),
      changed: () => this._labels.redraw(),
      badgePoint: (place) => (place.areas.length === 1 ? this._labels.pointOf(place.areas[0]) : null),
    });
    this._labels.addTo(map);
    this._pins.addTo(map);
  }

  _controls() {
    const map = this._map;
    this._legend = legend(map);
    this._selection = buttons(map, (what) => this.fit(what));
    this._card = new Card(map, {
      step: (delta) => this._send({ type: "step", delta }),
      open: () => this._send({ type: "open_card" }),
      close: () => this._send({ type: "close_card" }),
    });
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 90 }).addTo(map);
    this._attribution();
  }

  _attribution() {
    const line = document.createElement("div");
    line.className = "attribution";
    CREDITS.forEach(([name, url], i) => {
      if (i > 0) line.append(" | ");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = name;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this._send({ type: "link", url });
      });
      line.append(link);
    });
    L.DomEvent.disableClickPropagation(line);
    this._map.getContainer().append(line);
  }

  _theme({ dark, reduced_motion: still }) {
    this._dark = dark;
    this._still = still;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.classList.toggle("still", still);
    this._map.options.zoomAnimation = this._map._zoomAnimated = !still && L.Browser.any3d;
    this._base.restyle();
    this._areas.restyle();
    this._labels.redraw();
  }

  _places({ set, removed }) {
    this._pins.update(set, removed);
    const kinds = new Set();
    for (const { area, kind, unsure } of this._pins.places.values()) {
      if (unsure) kinds.add("unsure");
      else kinds.add(kind === "relative" || (area && kind === "literal") ? "area" : kind);
      if (area) kinds.add("area");
    }
    this._legend(kinds);
    this._light();
  }

  /** Lights the areas among the places; the worker is asked only when the set of areas changed. */
  _light() {
    const items = this._pins.areas().map(({ id, areas, lat, lon, radius_km }) => ({ id, areas, lat, lon, radius_km }));
    const now = JSON.stringify(items);
    if (now === this._lit) {
      this._areas.restyle();
      return;
    }
    this._lit = now;
    this._litSerial += 1;
    this._tiles.light(this._litSerial, items);
  }

  _onLit({ serial, boxes }) {
    if (serial !== this._litSerial) return;
    this._boxes = new Map(boxes);
    this._areas.refresh();
    if (this._pendingFit) this.fit(this._pendingFit);
  }

  _areaStyle(id) {
    const place = this._pins.places.get(id);
    if (!place) return null;
    const colours = palette(this._dark);
    const [focused, hovered] = [id === this._focus, id === this._hover];
    const often = Math.min(1, 0.4 + 0.3 * Math.log10(place.count)) * (place.areas.length > 1 ? 0.5 : 1);
    const strong = focused || hovered;
    return {
      stroke: place.unsure ? colours.unsure : colours.area,
      width: focused ? 2.2 : hovered ? 1.8 : 0.9,
      fill: strong ? colours.area : colours.lit,
      alpha: strong ? colours.areaFillStrong : colours.areaFill * often,
      dash: place.unsure ? [5, 4] : [],
    };
  }

  _setFocus({ id, fly }) {
    this._focus = id;
    this._pins.setFocus(id);
    this._selection(id !== null);
    this._areas.restyle();
    if (fly && id !== null && !this._inView(id)) this.fit("focus");
  }

  _setHover(id) {
    if (id === this._hover) return;
    this._hover = id;
    this._pins.setHover(id);
    this._areas.restyle();
  }

  /** Whether a reader would see the place without moving the map. */
  _inView(id) {
    const place = this._pins.places.get(id);
    if (!place) return true;
    const view = this._map.getBounds();
    const box = this._boxes.get(id);
    if (place.area && box) {
      const area = L.latLngBounds([box[0], box[1]], [box[2], box[3]]);
      const width = this._map.latLngToContainerPoint(area.getNorthEast()).x - this._map.latLngToContainerPoint(area.getSouthWest()).x;
      return view.contains(area.getCenter()) && width > 24 && width < 2.5 * this._map.getSize().x;
    }
    return view.pad(-0.06).contains([place.lat, place.lon]);
  }

  /** @param {"all" | "focus" | "core"} what moves the map so that all of it is seen */
  fit(what) {
    this._pendingFit = null;
    if (what === "focus") {
      this._fitFocus();
      return;
    }
    const all = [...this._pins.places.values()];
    if (all.length === 0) return;
    const places = what === "core" ? core(all) : all;
    if (places.some((place) => place.area && !this._boxes.has(place.id))) this._pendingFit = what;
    const bounds = L.latLngBounds([]);
    for (const place of places) {
      const box = place.area && this._boxes.get(place.id);
      if (box) bounds.extend([box[0], box[1]]).extend([box[2], box[3]]);
      else bounds.extend([place.lat, place.lon]);
    }
    if (what === "core") this._frame(bounds);
    else this._go(bounds, GOOD_ZOOM);
  }

  /** The first look at the places of a text: without a flight, and not again once the reader has moved the map. */
  _frame(bounds) {
    const seen = this._map.getBounds().pad(-0.05).contains(bounds);
    if (this._touched || (this._framed && seen)) return;
    this._framed = true;
    this._map.fitBounds(bounds, { maxZoom: GOOD_ZOOM - 1, padding: [48, 48], animate: false });
  }

  _fitFocus() {
    const place = this._pins.places.get(this._focus);
    if (!place) return;
    const box = this._boxes.get(place.id);
    if (place.area && box) {
      this._go(L.latLngBounds([box[0], box[1]], [box[2], box[3]]), GOOD_ZOOM + 1);
      return;
    }
    const zoom = Math.max(this._map.getZoom(), GOOD_ZOOM - 1);
    if (this._still) this._jump([place.lat, place.lon], zoom);
    else this._map.flyTo([place.lat, place.lon], zoom, { duration: 0.6 });
  }

  _go(bounds, maxZoom) {
    const options = { maxZoom, padding: [48, 48], animate: !this._still, duration: 0.6 };
    if (this._still) this._map.fitBounds(bounds, options);
    else this._map.flyToBounds(bounds, options);
  }

  /** Shows another part of the world at once, also in the middle of a movement. */
  _jump(centre, zoom) {
    this._map._stop();
    if (this._map._animatingZoom) this._map._onZoomTransitionEnd();
    this._map.setView(centre, zoom, { animate: false });
  }

  _point(latlng) {
    this._pointer = latlng;
    if (this._pointing) return;
    this._pointing = requestAnimationFrame(() => {
      this._pointing = 0;
      this._pointAt(this._pointer);
    });
  }

  /** The pointer came onto a pin, or left one: what it pointed at before counts no more. */
  _overPin(id) {
    cancelAnimationFrame(this._pointing);
    this._pointing = 0;
    this._pointed = id;
    this._send({ type: "hover", id });
  }

  _pointAt(latlng) {
    const id = latlng ? this._areaAt(latlng) : null;
    this._map.getContainer().classList.toggle("over-area", id !== null);
    if (id === this._pointed) return;
    this._pointed = id;
    this._send({ type: "hover", id });
  }

  _click(latlng) {
    const id = this._areaAt(latlng);
    if (id !== null) this._send({ type: "select", id });
  }

  /** The smallest lit area under a point. */
  _areaAt(latlng) {
    const under = this._areas.under(latlng);
    if (!under) return null;
    const size = (id) => {
      const box = this._boxes.get(id);
      return box ? (box[2] - box[0]) * (box[3] - box[1]) : Infinity;
    };
    const hits = under.features.filter((feature) => inside(feature, under.x, under.y)).map((feature) => feature.key);
    hits.sort((a, b) => size(a) - size(b));
    return hits[0] ?? null;
  }

  _report() {
    const { lat, lng } = this._map.getCenter();
    const bounds = this._map.getBounds();
    const edges = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
    this._send({ type: "view", lat, lon: lng, zoom: this._map.getZoom(), bounds: edges });
  }

  /** What tests read. */
  get probe() {
    return {
      pixel: (id) => this._pins.pixel(id),
      labels: () => this._labels.drawn,
      boxes: () => [...this._boxes.keys()],
      view: () => ({ ...this._map.getCenter(), zoom: this._map.getZoom() }),
    };
  }
}

/**
 * Where a text plays: of the pins that stand for themselves and for no government or people, those that hold most
 * mentions and lie nearest to each other. Countries are too large to say where, unless there is nothing else.
 */
function core(all) {
  const pins = all.filter((place) => !place.area);
  const literal = pins.filter((place) => place.kind === "literal" || place.kind === "coordinate");
  const places = [literal, pins, all].find((some) => some.length > 0);
  const total = places.reduce((sum, place) => sum + place.count, 0);
  const middle = (value) => {
    const sorted = [...places].sort((a, b) => value(a) - value(b));
    let seen = 0;
    return value(sorted.find((place) => (seen += place.count) >= total / 2) ?? sorted[0]);
  };
  const [lat, lon] = [middle((place) => place.lat), middle((place) => place.lon)];
  const far = (place) => L.latLng(lat, lon).distanceTo([place.lat, place.lon]);
  const near = [...places].sort((a, b) => far(a) - far(b));
  let seen = 0;
  const enough = near.findIndex((place) => (seen += place.count) >= CORE_SHARE * total);
  return near.slice(0, Math.max(1, enough + 1));
}

const page = new MapPage(window.map_whereof);
window.whereof = page.probe;
page.start().catch((error) => page._send({ type: "failed", message: String(error) }));
