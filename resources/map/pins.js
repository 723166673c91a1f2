/** Pins, clusters, area badges and candidates: everything on the map that can be pointed at. */

import { mark, radius, short } from "./marks.js";

const FEW = 400;
const NEAR = 20;
const NEAR_IF_MANY = 56;
const CLUSTERED_UP_TO = 12;
const MOST_BADGES = 120;
const NAMED_PINS = 120;
const BARE_BADGE = 14;
const BADGE_STEP = 22;
const APART = 27;
const SEARCHED = 15;

/** @typedef {{id: string, lat: number, lon: number, name: string, where: string, count: number, kind: string,
 *             unsure: boolean, water: boolean, area: boolean, areas: string[], radius_km: number}} Place */

function iconOf(element, reach) {
  return L.divIcon({ html: element, className: "pin", iconSize: [2 * reach, 2 * reach] });
}

/** A tooltip's content: a name and small print, as text whatever they hold. */
function tip(name, where) {
  const node = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = name;
  const small = document.createElement("span");
  small.textContent = where;
  node.append(strong, small);
  return node;
}

/** A country that acts is still a country: only people, and names inside names, carry their mark on an area. */
function isMarked(place) {
  return place.kind !== "literal" && place.kind !== "metonym";
}

function badge(place, bare) {
  const node = document.createElement("span");
  node.className = `badge${place.unsure ? " unsure" : ""}`;
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = bare ? "" : place.name;
  const count = document.createElement("span");
  count.className = "count";
  count.textContent = short(place.count);
  if (isMarked(place) && !bare) node.append(mark(place.kind, { r: 8, unsure: place.unsure }));
  node.append(name, count);
  return node;
}

/** Half the width of an area's badge, near enough to keep names and other badges clear of it. */
function halfBadge(place) {
  return 14 + halfName(place.name) + (isMarked(place) ? 8 : 0);
}

/** Keys of the basemap's names that a badge makes needless. */
function namesTaken({ areas, name }) {
  return [...areas, `river ${name.replace(/ River$/, "")}`];
}

function halfName(name) {
  return 3.6 * name.length;
}

/** Where a badge has room: at its point, below or above it, with the name or, failing that, the count alone. */
function freeSpot({ x, y }, half, taken, must) {
  for (const [width, bare] of must ? [[half, false]] : [[half, false], [BARE_BADGE, true]]) {
    for (const shift of [0, BADGE_STEP, -BADGE_STEP]) {
      const apart = (box) => Math.abs(box.x - x) > box.half + width || Math.abs(box.y - y - shift) > box.high + 10;
      if (taken.every(apart)) return { x, y: y + shift, half: width, high: 10, bare };
    }
  }
  return must ? { x, y, half, high: 10, bare: false } : null;
}

export const PinLayer = L.Layer.extend({
  /** @param {{hover: Function, select: Function, choose: Function, changed: Function, badgePoint: Function}} to */
  initialize(to) {
    this._to = to;
    this.places = new Map();
    this._markers = new Map();
    this._candidates = [];
    this._preview = null;
    this._focus = null;
    this._hover = null;
    this._shown = [];
    this._index = null;
  },

  onAdd() {
    this._build();
  },

  getEvents() {
    return { moveend: this._show };
  },

  /** @param {Place[]} set new or changed places @param {string[]} removed ids that are gone */
  update(set, removed) {
    for (const id of removed) this.places.delete(id);
    for (const place of set) this.places.set(place.id, place);
    if (this._scheduled) return;
    this._scheduled = requestAnimationFrame(() => {
      this._scheduled = 0;
      this._build();
    });
  },

  /** @param {string | null} id the place in focus */
  setFocus(id) {
    const changed = id !== this._focus;
    this._focus = id;
    if (changed && this._index) this._build();
  },

  /** @param {string | null} id the place under the pointer, here or elsewhere in the window */
  setHover(id) {
    if (id === this._hover) return;
    this._hover = id;
    this._show();
  },

  /** @param {object[]} items candidates that were not chosen, numbered as in the inspector */
  setCandidates(items) {
    for (const { marker } of this._candidates) marker.remove();
    this._candidates = items.map((item) => ({ item, marker: this._candidateMarker(item).addTo(this._map) }));
    this._show();
  },

  /** @param {object | null} place what the reader looked up */
  setPreview(place) {
    this._preview = place;
    this._show();
  },

  _candidateMarker(item) {
    const icon = iconOf(mark("candidate", { r: 11, text: String(item.number) }), 19);
    const label = `Candidate ${item.number}: ${item.name}`;
    const marker = L.marker([item.lat, item.lon], { icon, zIndexOffset: 1500, alt: label });
    marker.bindTooltip(tip(`${item.number}  ${item.name}`, item.where), { direction: "top", offset: [0, -12] });
    marker.on("mouseover", () => this._to.hover(item.id));
    marker.on("mouseout", () => this._to.hover(null));
    marker.on("click", () => this._to.choose(item.id));
    this._onEnter(marker, () => this._to.choose(item.id));
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    return marker;
  },

  /** Moves candidates aside that would cover the pin in focus or each other; their order stays that of the numbers. */
  _spreadCandidates() {
    const focus = this.places.get(this._focus);
    const at = ({ lat, lon }) => this._map.latLngToLayerPoint([lat, lon]);
    const taken = focus && !focus.area ? [at(focus)] : [];
    for (const { item, marker } of this._candidates) {
      const home = at(item);
      const free = (point) => taken.every((other) => other.distanceTo(point) >= APART);
      let spot = home;
      for (let step = 0; step < 24 && !free(spot); step += 1) {
        const [angle, far] = [(step * Math.PI) / 4, APART * (1 + Math.floor(step / 8) * 0.6)];
        spot = home.add([far * Math.cos(angle), far * Math.sin(angle)]);
      }
      taken.push(spot);
      marker.setLatLng(this._map.layerPointToLatLng(spot));
    }
  },

  /** @returns {Place[]} the lit areas */
  areas() {
    return [...this.places.values()].filter((place) => place.area);
  },

  /** What stands on the map within bounds, for the names to keep clear of. */
  standing(bounds) {
    const out = [];
    for (const item of this._shown) {
      if (!bounds.contains([item.lat, item.lon])) continue;
      if (item.kind === "badge") {
        out.push({ ...item, radius: 10, halfWidth: item.bare ? 12 : halfBadge(item.place), keys: namesTaken(item.place) });
      } else if (item.kind === "preview" && item.area) {
        out.push({ ...item, radius: 10, halfWidth: 10 + halfName(item.name), keys: namesTaken(item.preview) });
      } else if (item.kind === "preview") {
        out.push({ ...item, text: item.name });
      } else {
        out.push({ ...item, text: item.kind === "pin" && out.length < NAMED_PINS ? item.place.name : "" });
      }
    }
    for (const { marker } of this._candidates) {
      const { lat, lng } = marker.getLatLng();
      out.push({ lat, lon: lng, radius: 12, text: "" });
    }
    return out.sort((a, b) => Number(b.strong ?? false) - Number(a.strong ?? false));
  },

  /** @param {string} id @returns {{x: number, y: number} | null} where a pin or badge stands in the window's view */
  pixel(id) {
    const item = this._shown.find((each) => each.place?.id === id);
    return item ? this._map.latLngToContainerPoint([item.lat, item.lon]) : null;
  },

  _build() {
    const points = [];
    for (const place of this.places.values()) {
      if (place.area || place.id === this._focus) continue;
      const geometry = { type: "Point", coordinates: [place.lon, place.lat] };
      points.push({ type: "Feature", geometry, properties: { id: place.id, sum: place.count } });
    }
    this._index = new Supercluster({
      radius: points.length > FEW ? NEAR_IF_MANY : NEAR,
      extent: 256,
      maxZoom: CLUSTERED_UP_TO,
      map: ({ sum }) => ({ sum }),
      reduce: (all, { sum }) => {
        all.sum += sum;
      },
    }).load(points);
    this._show();
  },

  /** Everything to be seen now, with a key that changes when its picture must. */
  _visible() {
    const map = this._map;
    const bounds = map.getBounds().pad(0.1);
    const found = new Map();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    const box = east - west >= 360 ? [-180, -85, 180, 85] : [west, bounds.getSouth(), east, bounds.getNorth()];
    const put = (item) => {
      const first = item.lon + 360 * Math.ceil((west - item.lon) / 360);
      for (let lon = first; lon <= east; lon += 360) found.set(`${item.key}|${Math.round(lon / 360)}`, { ...item, lon });
    };
    for (const feature of this._index.getClusters(box, Math.round(map.getZoom()))) put(this._item(feature));
    for (const id of [this._hover, this._focus]) {
      const place = this.places.get(id);
      const seen = [...found.values()].some((item) => item.place?.id === id);
      if (place && !place.area && !seen) put(this._pin(place));
    }
    const searched = this._preview && this._searched(this._preview);
    if (searched) put(searched);
    this._addBadges(bounds, [...found.values()], put);
    return found;
  },

  _item(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const { cluster, cluster_id: number, sum, id } = feature.properties;
    if (!cluster) return this._pin(this.places.get(id));
    return { kind: "cluster", key: `cluster ${lat.toFixed(4)} ${sum}`, lat, lon, number, sum, radius: radius(sum) + 5 };
  },

  _pin(place) {
    const { id, count, kind, unsure, name, where } = place;
    const key = JSON.stringify([id, count, kind, unsure, name, where]);
    const strong = id === this._focus || id === this._hover;
    return { kind: "pin", key, lat: place.lat, lon: place.lon, place, radius: radius(count) + 2, strong };
  },

  /** The place that the reader looked up: a ring, or its name in the area outlined for it; null if it has a badge. */
  _searched(place) {
    const known = this.places.has(place.id);
    if (known && place.area) return null;
    const { lat, lon } = (place.area && this._to.badgePoint(place)) || place;
    const key = JSON.stringify(["preview", place.id, place.name, place.where, place.area]);
    const { area, name } = place;
    return { kind: "preview", key, lat, lon, area, name: known ? "" : name, preview: place, radius: SEARCHED, strong: true };
  },

  /** Badges where they cover no pin and no greater badge: with the name, or else the count alone, or else none. */
  _addBadges(bounds, pins, put) {
    const inView = this.areas()
      .map((place) => ({ place, ...(this._to.badgePoint(place) ?? place) }))
      .filter(({ lat }) => lat >= bounds.getSouth() && lat <= bounds.getNorth());
    const strong = ({ id }) => id === this._focus || id === this._hover || id === this._preview?.id;
    inView.sort((a, b) => Number(strong(b.place)) - Number(strong(a.place)) || b.place.count - a.place.count);
    const at = (lat, lon) => this._map.latLngToContainerPoint([lat, lon]);
    const taken = pins.map((pin) => ({ ...at(pin.lat, pin.lon), half: pin.area ? halfName(pin.name) : pin.radius, high: pin.radius }));
    for (const { marker } of this._candidates) {
      const { lat, lng } = marker.getLatLng();
      taken.push({ ...at(lat, lng), half: 12, high: 12 });
    }
    for (const { place, lat, lon } of inView.slice(0, MOST_BADGES)) {
      const spot = freeSpot(at(lat, lon), halfBadge(place), taken, strong(place));
      if (!spot) continue;
      taken.push(spot);
      const { bare } = spot;
      const key = JSON.stringify(["area", place.id, place.count, place.name, place.where, place.unsure, place.kind, bare]);
      const stands = this._map.containerPointToLatLng([spot.x, spot.y]);
      put({ kind: "badge", key, lat: stands.lat, lon: stands.lng, place, bare, strong: strong(place) });
    }
  },

  _show() {
    if (!this._map || !this._index || this._scheduled) return; // what is scheduled shows it all
    this._spreadCandidates();
    const visible = this._visible();
    for (const [key, marker] of this._markers) {
      if (!visible.has(key)) {
        marker.remove();
        this._markers.delete(key);
      }
    }
    for (const [key, item] of visible) {
      if (!this._markers.has(key)) this._markers.set(key, this._marker(item).addTo(this._map));
      else if (item.kind === "badge" || item.kind === "preview") this._markers.get(key).setLatLng([item.lat, item.lon]);
      this._state(this._markers.get(key), item);
    }
    for (const { item, marker } of this._candidates) {
      marker.getElement().classList.toggle("hovered", item.id === this._hover);
      marker.setZIndexOffset(item.id === this._hover ? 2500 : 1500);
    }
    this._shown = [...visible.values()];
    this._to.changed();
  },

  _state(marker, item) {
    const element = marker.getElement();
    const id = item.place?.id;
    element.classList.toggle("focused", id !== undefined && id === this._focus);
    element.classList.toggle("hovered", id !== undefined && id === this._hover);
    if (item.kind === "preview") marker.setZIndexOffset(250);
    else marker.setZIndexOffset(id === undefined ? 0 : id === this._focus ? 2000 : id === this._hover ? 1000 : 500);
  },

  _marker(item) {
    if (item.kind === "cluster") return this._clusterMarker(item);
    if (item.kind === "preview") return this._previewMarker(item);
    const { place } = item;
    const r = radius(place.count);
    const element =
      item.kind === "badge" ? badge(place, item.bare) : mark(place.kind, { r, text: short(place.count), unsure: place.unsure });
    const icon =
      item.kind === "badge"
        ? L.divIcon({ html: element, className: "area-badge", iconSize: [0, 0] })
        : iconOf(element, Math.ceil(r * 1.2 + 5));
    const mentions = place.count === 1 ? "1 mention" : `${place.count} mentions`;
    const marker = L.marker([item.lat, item.lon], { icon, alt: `${place.name}, ${place.where}, ${mentions}` });
    marker.bindTooltip(tip(place.name, place.where), { direction: "top", offset: [0, -r - 3] });
    marker.on("mouseover", () => this._to.hover(place.id));
    marker.on("mouseout", () => this._to.hover(null));
    marker.on("click", () => this._to.select(place.id));
    this._onEnter(marker, () => this._to.select(place.id));
    marker.on("add", () => marker.getElement().setAttribute("aria-label", marker.options.alt));
    return marker;
  },

  _previewMarker({ lat, lon, preview: { name, where, area } }) {
    const label = document.createElement("span");
    label.className = "badge searched";
    label.textContent = name;
    const icon = area
      ? L.divIcon({ html: label, className: "area-badge", iconSize: [0, 0] })
      : iconOf(mark("searched", { r: 10 }), SEARCHED + 2);
    const marker = L.marker([lat, lon], { icon, alt: `Looked up: ${name}`, keyboard: false });
    marker.bindTooltip(tip(name, where), { direction: "top", offset: [0, -SEARCHED] });
    return marker;
  },

  _clusterMarker(item) {
    const r = radius(item.sum) + 2;
    const icon = iconOf(mark("cluster", { r, text: short(item.sum) }), Math.ceil(r * 1.2 + 5));
    const marker = L.marker([item.lat, item.lon], { icon, alt: `${item.sum} mentions close together` });
    const open = () => {
      const zoom = Math.min(this._map.getMaxZoom(), this._index.getClusterExpansionZoom(item.number));
      this._map.setView([item.lat, item.lon], zoom);
    };
    marker.on("click", open);
    this._onEnter(marker, open);
    marker.on("add", () => marker.getElement().setAttribute("aria-label", marker.options.alt));
    return marker;
  },

  _onEnter(marker, act) {
    marker.on("add", () => {
      marker.getElement().addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        act();
      });
    });
  },
});
