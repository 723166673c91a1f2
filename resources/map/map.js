/**
 * Whereof's map page: draws what the program says and tells it what the reader does here.
 *
 * Every message is a JSON object with a `type`. All text is drawn with `textContent` or on canvas, never as markup.
 *
 * From the program:
 *   theme       {dark, reduced_motion}
 *   shapes      {set: [{key, kind: 2 | 3, parts: [[lon, lat, lon, lat, ...], ...]}]}
 *   places      {set: [{id, lat, lon, name, where, count, kind, unsure, water, area, areas, radius_km}], removed: [ids]}
 *   focus       {id | null, fly}
 *   hover       {id | null}
 *   candidates  {items: [{id, number, name, lat, lon, where, area, areas, radius_km}]}
 *   preview     {place: {id, lat, lon, name, where, area, areas, radius_km} | null, fly}
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

import { baseLayer } from "./basemap.js";
import { Card } from "./card.js";
import { connect } from "./channel.js";
import { Circle } from "./circle.js";
import { attribution, buttons, legend } from "./controls.js";
import { LabelLayer } from "./labels.js";
import { Lighting } from "./lighting.js";
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
class MapPage {
  constructor(map) {
    this._map = map;
    this._dark = false;
    this._still = false;
    this._focus = null;
    this._hover = null;
    this._offered = [];
    this._preview = null;
    this._touched = false;
    this._pointed = null;
    this._pointing = 0;
    this._framed = false;
    this._flying = false;
    this._pending = null;
    this._send = () => {};
    this._tiles = new Tiles((message) => this._send({ type: "failed", message }));
    this._layers();
    this._controls();
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds(WORLD);
    for (const act of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(act, () => (this._touched = true), { capture: true, passive: true });
    }
    map.on("moveend", () => {
      this._flying = false;
      this._report();
    });
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
      shapes: () => this._lighting.shapes(message.set),
      places: () => this._places(message),
      focus: () => this._setFocus(message),
      hover: () => this._setHover(message.id),
      candidates: () => this._candidates(message.items),
      preview: () => this._setPreview(message),
      card: () => this._card.show(message.card),
      fit: () => this.fit(message.what),
      labels: () => this._labels.setMore(message.items),
      view: () => this._restore(message),
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
    const now = () => ({ dark: this._dark, focus: this._focus, hover: this._hover });
    this._lighting = new Lighting(this._tiles, now, () => this._onLit());
    this._lighting.layer.addTo(map);
    this._circle = new Circle(map);
    this._labels = new LabelLayer(colours, (bounds) => this._pins.standing(bounds));
    this._pins = new PinLayer({
      hover: (id) => this._overPin(id),
      select: (id) => this._send({ type: "select", id }),
      choose: (id) => this._send({ type: "choose", id }),
      changed: () => this._labels.redraw(),
      badgePoint: (place) => this._badgePoint(place),
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
    attribution(map, (url) => this._send({ type: "link", url }));
  }

  _theme({ dark, reduced_motion: still }) {
    this._dark = dark;
    this._still = still;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.classList.toggle("still", still);
    this._map.options.zoomAnimation = this._map._zoomAnimated = !still && L.Browser.any3d;
    this._base.restyle();
    this._lighting.restyle();
    this._labels.redraw();
  }

  _places({ set, removed }) {
    this._pins.update(set, removed);
    const kinds = new Set();
    for (const { area, kind, unsure } of this._pins.places.values()) {
      if (unsure) kinds.add("unsure");
      else kinds.add(area && kind === "literal" ? "area" : kind);
      if (area && kind !== "relative") kinds.add("area");
    }
    this._legend(kinds);
    this._lighting.setPlaces(this._pins.places);
    this._settleCircle();
  }

  _candidates(items) {
    this._offered = items;
    this._pins.setCandidates(items);
    this._lighting.setExtras(this._offered, this._preview);
  }

  _setPreview({ place, fly }) {
    this._preview = place;
    this._pins.setPreview(place);
    this._lighting.setExtras(this._offered, place);
    this._settleCircle();
    if (!place || !fly) return;
    this._touched = true;
    this._show(place);
  }

  /** Boxes are known that were not: what waited for them can be done. */
  _onLit() {
    this._pins._show();
    const act = this._pending;
    this._pending = null;
    act?.();
  }

  _badgePoint(place) {
    return this._lighting.spot(place.id, this._map) ?? (place.areas.length === 1 ? this._labels.pointOf(place.areas[0]) : null);
  }

  _settleCircle() {
    const place = this._preview ?? this._pins.places.get(this._focus);
    this._circle.show(place && !place.area && place.areas.length === 0 ? place : null);
  }

  _setFocus({ id, fly }) {
    const before = this._focus;
    this._focus = id;
    this._pins.setFocus(id);
    this._selection(id !== null);
    this._lighting.touch(before, id);
    this._settleCircle();
    const place = this._pins.places.get(id);
    if (fly && place) this._show(place);
  }

  _setHover(id) {
    if (id === this._hover) return;
    const before = this._hover;
    this._hover = id;
    this._pins.setHover(id);
    this._lighting.touch(before, id);
  }

  /** Longitudes in the copy of the world that lies nearest to the view. */
  _near(...lons) {
    const middle = lons.reduce((sum, lon) => sum + lon, 0) / lons.length;
    const shift = 360 * Math.round((this._map.getCenter().lng - middle) / 360);
    return lons.map((lon) => lon + shift);
  }

  /** The bounds of a lit place near the view; null for what is pinned. */
  _boundsOf(place) {
    const box = place.area && this._lighting.box(place.id);
    if (!box) return null;
    const [west, east] = this._near(box[1], box[3]);
    return L.latLngBounds([box[0], west], [box[2], east]);
  }

  /** Whether a reader would see the place without moving the map. */
  _inView(place) {
    const view = this._map.getBounds();
    const area = this._boundsOf(place);
    if (!area) return view.pad(-0.06).contains([place.lat, ...this._near(place.lon)]);
    const [high, low] = [area.getNorthEast(), area.getSouthWest()].map((each) => this._map.latLngToContainerPoint(each));
    const size = this._map.getSize();
    const share = Math.max((high.x - low.x) / size.x, (low.y - high.y) / size.y);
    return view.contains(area.getCenter()) && share * size.x > 24 && share < 2.5;
  }

  /** Flies to a place that is not in view, once it is known where it reaches; what a flight passes is not in view. */
  _show(place) {
    this._pending = null;
    if (place.area && !this._lighting.box(place.id)) this._pending = () => this._show(place);
    else if (this._flying || !this._inView(place)) this._fly(place);
  }

  /** @param {"all" | "focus" | "core"} what moves the map so that all of it is seen */
  fit(what) {
    this._pending = null;
    if (what === "focus") {
      const focus = this._pins.places.get(this._focus);
      if (focus) this._fly(focus);
      return;
    }
    const all = [...this._pins.places.values()];
    if (all.length === 0) return;
    const places = what === "core" ? core(all) : all;
    if (!this._lighting.settled) this._pending = () => this.fit(what);
    const bounds = L.latLngBounds([]);
    for (const place of places) {
      const box = place.area && this._lighting.box(place.id);
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

  _fly(place) {
    const area = this._boundsOf(place);
    if (area) {
      this._go(area, GOOD_ZOOM + 1);
      return;
    }
    const zoom = Math.max(this._map.getZoom(), GOOD_ZOOM - 1);
    const to = [place.lat, ...this._near(place.lon)];
    if (this._still) this._jump(to, zoom);
    else this._map.flyTo(to, zoom, { duration: 0.6 });
    this._flying = !this._still;
  }

  _go(bounds, maxZoom) {
    const options = { maxZoom, padding: [48, 48], animate: !this._still, duration: 0.6 };
    if (this._still) this._map.fitBounds(bounds, options);
    else this._map.flyToBounds(bounds, options);
    this._flying = !this._still;
  }

  /** The program says what is in view: what was to be shown once it is lit does not matter any more. */
  _restore({ lat, lon, zoom }) {
    this._pending = null;
    this._jump([lat, lon], zoom);
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
    const id = latlng ? this._lighting.at(latlng) : null;
    this._map.getContainer().classList.toggle("over-area", id !== null);
    if (id === this._pointed) return;
    this._pointed = id;
    this._send({ type: "hover", id });
  }

  _click(latlng) {
    const id = this._lighting.at(latlng);
    if (id !== null) this._send({ type: "select", id });
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
      boxes: () => this._lighting.lit,
      box: (id) => this._lighting.box(id),
      circle: () => this._circle.shown,
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
