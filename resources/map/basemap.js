/** The offline basemap: canvas tiles of land, water and borders. */

import { shade } from "./palette.js";

export const SCALE = 256 / 4096;
const PROVINCES_FROM = 5;

/** @param {number} zoom @returns {number} rivers up to this rank are drawn */
function riverRank(zoom) {
  return zoom < 3 ? 1 : zoom + 1;
}

/** Adds a feature's rings to the current path. */
export function trace(context, feature) {
  for (const ring of feature.rings) {
    context.moveTo(ring[0] * SCALE, ring[1] * SCALE);
    for (let i = 2; i < ring.length; i += 2) context.lineTo(ring[i] * SCALE, ring[i + 1] * SCALE);
    if (feature.kind === 3) context.closePath();
  }
}

function strokeAll(context, features, colour, width, dash = []) {
  context.beginPath();
  for (const feature of features) trace(context, feature);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

function drawBase(context, layers, zoom, colours) {
  context.fillStyle = colours.water;
  context.fillRect(0, 0, 256, 256);
  for (const feature of layers.land) {
    context.beginPath();
    trace(context, feature);
    context.fillStyle = shade(feature.key, colours.land);
    context.fill("evenodd");
  }
  if (zoom >= PROVINCES_FROM) {
    const lines = layers.provinces.filter((feature) => feature.rank <= zoom);
    strokeAll(context, lines, colours.province, 0.8, [4, 2.5]);
  }
  const rivers = layers.rivers.filter((feature) => feature.rank <= riverRank(zoom));
  strokeAll(context, rivers, colours.river, zoom < 5 ? 0.7 : 1.1);
  context.beginPath();
  for (const feature of layers.lakes) trace(context, feature);
  context.fillStyle = colours.water;
  context.fill("evenodd");
  if (zoom >= 4) strokeAll(context, layers.lakes, colours.lakeShore, 0.6);
  strokeAll(context, layers.coast, colours.coast, zoom < 4 ? 0.5 : 0.8);
  strokeAll(context, layers.borders, colours.border, zoom < 4 ? 0.6 : 1.1);
}

/** A tile layer that keeps each tile's features, so that a change of style needs no new cutting. */
export const FeatureTiles = L.GridLayer.extend({
  initialize(ask, draw, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this._ask = ask;
    this._draw = draw;
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = 256 * ratio;
    canvas.height = 256 * ratio;
    const context = canvas.getContext("2d", { willReadFrequently: false });
    context.scale(ratio, ratio);
    context.lineJoin = "round";
    canvas.whereof = { context, coords, features: null };
    this._ask(coords).then((features) => {
      canvas.whereof.features = features;
      this._draw(context, features, coords);
      done(null, canvas);
    });
    return canvas;
  },

  /** Draws tiles again with the features they have. @param {(features: object) => boolean} which those, or all */
  restyle(which = () => true) {
    for (const { el } of Object.values(this._tiles)) {
      const { context, features, coords } = el.whereof;
      if (features && which(features)) this._draw(context, features, coords);
    }
  },

  /** Asks for every tile's features again. */
  refresh() {
    for (const { el } of Object.values(this._tiles)) {
      this._ask(el.whereof.coords).then((features) => {
        el.whereof.features = features;
        this._draw(el.whereof.context, features, el.whereof.coords);
      });
    }
  },

  /** @returns {{features: object[], x: number, y: number} | null} the tile's features under a point, in tile units */
  under(latlng) {
    const zoom = this._tileZoom;
    if (zoom === undefined) return null;
    const point = this._map.project(latlng, zoom);
    const coords = L.point(Math.floor(point.x / 256), Math.floor(point.y / 256));
    coords.z = zoom;
    const tile = this._tiles[this._tileCoordsToKey(coords)];
    const features = tile?.el.whereof.features;
    if (!features) return null;
    return { features, x: (point.x - coords.x * 256) / SCALE, y: (point.y - coords.y * 256) / SCALE };
  },
});

export const SHARED = { updateWhenZooming: false, keepBuffer: 1, className: "whereof-tiles" };

/**
 * @param {import("./tiles.js").Tiles} tiles
 * @param {() => import("./palette.js").Palette} colours
 * @returns {L.GridLayer} land, water and borders
 */
export function baseLayer(tiles, colours) {
  const draw = (context, layers, { z }) => drawBase(context, layers, z, colours());
  return new FeatureTiles((coords) => tiles.base(coords), draw, { ...SHARED, pane: "tilePane" });
}
