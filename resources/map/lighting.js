/** What is lit on the map: areas and courses of the text's places, of candidates, and of a place looked up. */

import { areaLayer, hits } from "./areas.js";
import { palette } from "./palette.js";

const FEW = 3;
const PLACE = "p";
const CANDIDATE = "c";
const PREVIEW = "v";
const FOCUS = "f";

/** One set of lit things; the worker is asked again only when it changed, and not before it has answered. */
class Group {
  constructor(ask) {
    this._ask = ask;
    this._asked = "[]";
    this._busy = false;
    this.wanted = "[]";
    this.items = [];
    this.found = new Map();
  }

  want(items) {
    this.items = items;
    this.wanted = JSON.stringify(items);
    this._next();
  }

  /** The shapes behind some of it changed. */
  again(keys) {
    if (!this.items.some((item) => item.areas.some((key) => keys.has(key)))) return;
    this._asked = "";
    this._next();
  }

  answered(found) {
    this._busy = false;
    this.found = new Map(found);
    this._next();
  }

  _next() {
    if (this._busy || this._asked === this.wanted) return;
    this._busy = true;
    this._asked = this.wanted;
    this._ask(this.items);
  }
}

function litItem(role, { id, areas, lat, lon, radius_km }) {
  return { lit: role + id, id, areas, lat, lon, radius_km };
}

export class Lighting {
  /**
   * @param {import("./tiles.js").Tiles} tiles
   * @param {() => {dark: boolean, focus: string | null, hover: string | null}} now what the styles depend on
   * @param {() => void} changed called when boxes and spots are known anew
   */
  constructor(tiles, now, changed) {
    this._now = now;
    this._tiles = tiles;
    this._places = new Map();
    this._candidates = [];
    this._preview = null;
    this._groups = { places: this._group("places"), extras: this._group("extras") };
    this.layer = areaLayer(tiles, (key) => this._look(key));
    tiles.onLit = ({ of, found }) => {
      this._groups[of].answered(found);
      this.layer.refresh();
      changed();
    };
  }

  _group(of) {
    return new Group((items) => this._tiles.light(of, items));
  }

  /** @param {object[]} set geometry that the basemap lacks */
  shapes(set) {
    this._tiles.shapes(set);
    const keys = new Set(set.map(({ key }) => key));
    for (const group of Object.values(this._groups)) group.again(keys);
  }

  /** @param {Map<string, object>} places everything on the map */
  setPlaces(places) {
    this._places = places;
    const areas = [...places.values()].filter((place) => place.area);
    this._groups.places.want(areas.map((place) => litItem(PLACE, place)));
    this.setExtras(this._candidates, this._preview);
  }

  /** @param {object[]} candidates that were not chosen @param {object | null} preview the place looked up */
  setExtras(candidates, preview) {
    this._candidates = candidates;
    this._preview = preview;
    this._wantExtras();
    this.layer.restyle();
  }

  _wantExtras() {
    const [candidates, preview] = [this._candidates, this._preview];
    const focus = this._places.get(this._now().focus);
    this._groups.extras.want([
      ...candidates.filter(({ area }) => area).map((item) => litItem(CANDIDATE, item)),
      ...(preview?.area ? [litItem(PREVIEW, preview)] : []),
      ...(focus && !focus.area && focus.areas.length > 0 ? [litItem(FOCUS, focus)] : []),
    ]);
  }

  /** Draws everything again: the theme changed. */
  restyle() {
    this.layer.restyle();
  }

  /** Draws places again of which one gained or lost focus or pointer. @param {(string | null)[]} ids */
  touch(...ids) {
    this._wantExtras();
    this.layer.restyle((features) => features.some(({ key }) => ids.includes(key.slice(1))));
  }

  /** @returns {number[] | undefined} [south, west, north, east] of a lit place; a box across the date line passes 180 */
  box(id) {
    return this._of(id)?.box;
  }

  /**
   * Where a shape's name stands: the best spot in the middle of the view, or else the one nearest to it.
   * @returns {{lat: number, lon: number} | null} null for what the basemap has a spot for
   */
  spot(id, map) {
    const spots = this._of(id)?.spots ?? [];
    if (spots.length === 0) return null;
    const [view, middle] = [map.getBounds(), map.getCenter()];
    const near = ([lat, lon]) => L.latLng(lat, lon + 360 * Math.round((middle.lng - lon) / 360));
    const far = (each) => map.distance(near(each), middle);
    const seen = (margin) => spots.filter((each) => view.pad(margin).contains(near(each)));
    const [lat, lon] = seen(-0.2)[0] ?? seen(-0.05).sort((a, b) => far(a) - far(b))[0] ?? spots[0];
    return { lat, lon };
  }

  /** @returns {boolean} whether every area among the places has its light */
  get settled() {
    return this._groups.places.items.every(({ lit }) => this._groups.places.found.has(lit));
  }

  /** @returns {string[]} the places with light */
  get lit() {
    return [...this._groups.places.found.keys()].map((key) => key.slice(1));
  }

  /** @param {L.LatLng} latlng @returns {string | null} the lit place under a point: a course, or the smallest area */
  at(latlng) {
    const { courses, outlines } = hits(this.layer.under(latlng));
    const size = (key) => {
      const box = this._groups.places.found.get(key)?.box;
      return box ? (box[2] - box[0]) * (box[3] - box[1]) : Infinity;
    };
    for (const keys of [courses, outlines]) {
      const places = keys.filter((key) => key.startsWith(PLACE)).sort((a, b) => size(a) - size(b));
      if (places.length > 0) return places[0].slice(1);
    }
    return null;
  }

  _of(id) {
    const { places, extras } = this._groups;
    if (id === this._preview?.id && extras.found.has(PREVIEW + id)) return extras.found.get(PREVIEW + id);
    return places.found.get(PLACE + id);
  }

  _look(key) {
    const { dark, focus, hover } = this._now();
    const colours = palette(dark);
    const [role, id] = [key[0], key.slice(1)];
    const extra = { stroke: colours.area, fill: colours.area, alpha: colours.areaFillStrong, dash: [], glow: 0.25 };
    if (role === CANDIDATE) return this._candidateLook(id, hover, extra);
    if (role === PREVIEW) return { ...extra, width: 2 };
    if (role === FOCUS) return { ...extra, width: 1.2, alpha: extra.alpha / 2, dash: [4, 3] };
    const place = this._places.get(id);
    return place ? placeLook(place, colours, id === focus, id === hover) : null;
  }

  _candidateLook(id, hover, extra) {
    if (id === hover) return { ...extra, width: 2 };
    const areas = this._candidates.filter(({ area }) => area).length;
    return areas <= FEW ? { ...extra, width: 1.2, alpha: extra.alpha / 4, dash: [5, 4], glow: 0.08 } : null;
  }
}

function placeLook(place, colours, focused, hovered) {
  const often = Math.min(1, 0.4 + 0.3 * Math.log10(place.count)) * (place.areas.length > 1 ? 0.5 : 1);
  const strong = focused || hovered;
  const tinted = strong || place.water; // white water would look like land
  const light = place.water ? colours.waterFill : colours.areaFill;
  return {
    stroke: place.unsure ? colours.unsure : colours.area,
    width: focused ? 2.2 : hovered ? 1.8 : 0.9,
    fill: tinted ? colours.area : colours.lit,
    alpha: strong ? colours.areaFillStrong : light * often,
    dash: place.unsure ? [5, 4] : place.kind === "relative" ? [2, 3] : [],
    glow: strong ? 0.34 : 0.2,
  };
}
