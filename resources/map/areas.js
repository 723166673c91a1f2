/** How lit things are drawn and hit: outlines as patches, courses as a wide soft line with a thin strong one in it. */

import { FeatureTiles, SCALE, SHARED, trace } from "./basemap.js";

const COURSE = 2;
const EXTENT = 256 / SCALE;
const REACH = 6;

/**
 * @typedef {{stroke: string, fill: string, width: number, alpha: number, dash: number[], glow: number}} Look
 *   `width` is that of an outline's edge in pixels, `alpha` that of its inside, `glow` that of a course's wide line
 */

/** Adds a feature's edges to the current path, without those that only follow the date line at a world's end. */
function traceEdges(context, feature, seam) {
  for (const ring of feature.rings) {
    const points = ring.length / 2;
    for (let i = 0; i <= points; i += 1) {
      const [x, y] = [ring[2 * (i % points)], ring[2 * (i % points) + 1]];
      const follows = i === 0 || (x === seam && ring[2 * i - 2] === seam);
      if (follows) context.moveTo(x * SCALE, y * SCALE);
      else context.lineTo(x * SCALE, y * SCALE);
    }
  }
}

/** In which column of a tile the date line runs, if it does. */
function seamOf({ x, z }) {
  const last = 2 ** z - 1;
  const column = ((x % (last + 1)) + last + 1) % (last + 1);
  if (column === 0) return 0;
  return column === last ? EXTENT : null;
}

function drawOutline(context, feature, look, coords) {
  context.beginPath();
  trace(context, feature);
  context.globalAlpha = look.alpha;
  context.fillStyle = look.fill;
  context.fill("evenodd");
  context.globalAlpha = 1;
  context.beginPath();
  const seam = seamOf(coords);
  if (seam === null) trace(context, feature);
  else traceEdges(context, feature, seam);
  context.lineWidth = look.width;
  context.stroke();
}

/** Courses swell with the zoom as rivers on the basemap do. */
function drawCourse(context, feature, look, { z }) {
  const core = (z < 4 ? 1.1 : z < 6 ? 1.4 : 1.7) * (look.width > 1.5 ? 1.3 : 1);
  context.beginPath();
  trace(context, feature);
  context.setLineDash([]);
  context.globalAlpha = look.glow;
  context.lineWidth = core + (z < 4 ? 3 : z < 6 ? 4 : 5);
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash(look.dash);
  context.lineWidth = core;
  context.stroke();
}

/** Whether a point lies in an outline (even-odd); x and y in tile units. */
function inside({ rings }, x, y) {
  let within = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
    }
  }
  return within;
}

/** Whether a point lies within a few pixels of a course; x and y in tile units. */
function beside({ rings }, x, y) {
  const reach = (REACH / SCALE) ** 2;
  return rings.some((line) => {
    for (let i = 2; i < line.length; i += 2) {
      const [dx, dy] = [line[i] - line[i - 2], line[i + 1] - line[i - 1]];
      const along = ((x - line[i - 2]) * dx + (y - line[i - 1]) * dy) / (dx * dx + dy * dy || 1);
      const share = Math.max(0, Math.min(1, along));
      if ((line[i - 2] + share * dx - x) ** 2 + (line[i - 1] + share * dy - y) ** 2 <= reach) return true;
    }
    return false;
  });
}

/**
 * @param {{features: object[], x: number, y: number} | null} under what lies in the tile under a point
 * @returns {{courses: string[], outlines: string[]}} what the point hits
 */
export function hits(under) {
  const { features, x, y } = under ?? { features: [] };
  const keys = (some) => [...new Set(some.map((feature) => feature.key))];
  return {
    courses: keys(features.filter((feature) => feature.kind === COURSE && beside(feature, x, y))),
    outlines: keys(features.filter((feature) => feature.kind !== COURSE && inside(feature, x, y))),
  };
}

/**
 * @param {import("./tiles.js").Tiles} tiles
 * @param {(key: string) => Look | null} look of a lit thing, null where it does not show
 * @returns {L.GridLayer} what is lit
 */
export function areaLayer(tiles, look) {
  const draw = (context, features, coords) => {
    context.clearRect(0, 0, 256, 256);
    for (const feature of features) {
      const its = look(feature.key);
      if (!its) continue;
      context.strokeStyle = its.stroke;
      context.setLineDash(its.dash);
      (feature.kind === COURSE ? drawCourse : drawOutline)(context, feature, its, coords);
    }
    context.setLineDash([]);
  };
  return new FeatureTiles((coords) => tiles.areas(coords), draw, { ...SHARED, pane: "areas" });
}
