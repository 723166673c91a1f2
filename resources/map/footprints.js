/**
 * What lights up for a place, for the tiling worker: polygons of the basemap, shapes from the program, or a circle.
 *
 * Shapes go on across the date line: longitudes may pass 180, and the tiles take them around the world.
 */

"use strict";

const EARTH_KM_PER_DEGREE = 111.195;
const CIRCLE_STEPS = 72;
const OUTLINE = 3;
const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
const NEARLY_AS_LARGE = 0.2;
const PARALLELS = 16;
const NARROW = 0.06;
const MOST_SPOTS = 60;

/** A flat list of degrees as points; a step of more than half the world is one across the date line. */
function pointsOf(flat, closed) {
  const points = [];
  for (let i = 0; i + 1 < flat.length; i += 2) points.push([flat[i], flat[i + 1]]);
  if (closed && points.length > 0) points.push([...points[0]]);
  const around = (degrees) => degrees - 360 * Math.round(degrees / 360);
  const steps = points.slice(1).map((point, i) => point[0] - points[i][0]);
  if (!steps.some((step) => Math.abs(step) > 180)) return points;
  const turn = steps.reduce((sum, step) => sum + around(step), 0);
  if (closed && Math.abs(turn) > 1) return points; // it goes around a pole
  let lon = points[0][0];
  return points.map(([, lat], i) => {
    if (i > 0) lon += around(steps[i - 1]);
    return [lon, lat];
  });
}

/** A circle on the ground, as the honest footprint of an area whose borders nobody has. */
function circle({ lat, lon, radius_km: km }) {
  const ring = [];
  const degrees = km / EARTH_KM_PER_DEGREE;
  const stretch = Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  for (let i = 0; i <= CIRCLE_STEPS; i += 1) {
    const angle = (2 * Math.PI * i) / CIRCLE_STEPS;
    ring.push([lon + (degrees * Math.cos(angle)) / stretch, Math.max(-85, Math.min(85, lat + degrees * Math.sin(angle)))]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

function linesOf({ type, coordinates }) {
  return type === "MultiPolygon" ? coordinates.flat() : coordinates;
}

function isCourse({ type }) {
  return type === "MultiLineString";
}

/** [south, west, north, east] of points in degrees. */
function edges(points) {
  const out = [90, Infinity, -90, -Infinity];
  for (const [lon, lat] of points) {
    out[0] = Math.min(out[0], lat);
    out[1] = Math.min(out[1], lon);
    out[2] = Math.max(out[2], lat);
    out[3] = Math.max(out[3], lon);
  }
  return out;
}

function extent([south, west, north, east]) {
  return (north - south) * (east - west);
}

/** A box moved around the world to where it lies nearest to another. */
function beside([south, west, north, east], other) {
  const shift = 360 * Math.round((other[1] + other[3] - west - east) / 720);
  return [south, west + shift, north, east + shift];
}

/** The boxes of the part a reader means by a name: courses, the largest outline, and outlines nearly as large. */
function mainBoxes(geometry) {
  const boxes = linesOf(geometry).map(edges);
  if (isCourse(geometry)) return boxes;
  const largest = Math.max(...boxes.map(extent));
  return boxes.filter((each) => extent(each) >= NEARLY_AS_LARGE * largest);
}

/** [south, west, north, east] of all that a place stands for; across the date line, east passes 180. */
function boxOf(geometries) {
  const boxes = geometries.flatMap(mainBoxes);
  const largest = boxes.reduce((a, b) => (extent(b) > extent(a) ? b : a));
  const near = boxes.map((each) => beside(each, largest));
  return edges(near.flatMap(([south, west, north, east]) => [[west, south], [east, north]]));
}

/** Points spread over a course, the middle of its longest line first: somewhere its name can stand. */
function alongCourse(lines) {
  const length = (line) => line.slice(1).reduce((sum, [lon, lat], i) => sum + Math.hypot(lon - line[i][0], lat - line[i][1]), 0);
  const whole = lines.flat();
  const longest = lines.reduce((a, b) => (length(b) > length(a) ? b : a));
  const pick = (line) => ALONG.map((share) => line[Math.floor(share * (line.length - 1))]);
  return [...pick(longest), ...(lines.length > 1 ? pick(whole) : [])].map(([lon, lat]) => [lat, lon]);
}

/** Where a parallel lies inside rings: [west, east] runs, even-odd. */
function runs(rings, lat) {
  const cuts = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [[x0, y0], [x1, y1]] = [ring[i - 1], ring[i]];
      if (y0 > lat !== y1 > lat) cuts.push(x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  cuts.sort((a, b) => a - b);
  return cuts.flatMap((cut, i) => (i % 2 === 1 ? [[cuts[i - 1], cut]] : []));
}

/** Points inside outlines: the given one if it is, then points on many parallels, in the middle of the widest first. */
function insideOutlines(rings, box, { lat, lon }) {
  const within = runs(rings, lat).some(([west, east]) => [lon - 360, lon, lon + 360].some((x) => x > west && x < east));
  const spots = [];
  for (let row = 1; row < PARALLELS; row += 1) {
    const parallel = box[0] + (row / PARALLELS) * (box[2] - box[0]);
    for (const [west, east] of runs(rings, parallel)) {
      const wide = east - west;
      if (wide < NARROW * (box[3] - box[1])) continue;
      spots.push({ wide, point: [parallel, west + wide / 2] });
      for (const share of [0.25, 0.75]) spots.push({ wide: 0.3 * wide, point: [parallel, west + share * wide] });
    }
  }
  spots.sort((a, b) => b.wide - a.wide);
  return [...(within ? [[lat, lon]] : []), ...spots.slice(0, MOST_SPOTS).map(({ point }) => point)];
}

/** The geometries that a place stands for, from the basemap's polygons and the program's shapes. */
function geometriesOf(item, { topology, byKey, shapes }) {
  const keys = item.areas.length > 0 ? item.areas : [item.id]; // a division made of smaller ones is known by its id
  const known = keys.flatMap((key) => byKey.get(key) ?? []);
  const given = keys.flatMap((key) => shapes.get(key) ?? []);
  const found = known.length > 0 ? [topojson.merge(topology, known), ...given] : given;
  return found.length > 0 ? found : [circle(item)];
}

/** A shape from the program as geometry; each ring is a polygon of its own, for holes are a matter of even and odd. */
function geometryOf({ kind, parts }) {
  if (kind !== OUTLINE) return { type: "MultiLineString", coordinates: parts.map((flat) => pointsOf(flat, false)) };
  return { type: "MultiPolygon", coordinates: parts.map((flat) => [pointsOf(flat, true)]) };
}

/** Where the name of a shape can stand, best first; nothing for what the basemap knows, which has names of its own. */
function spotsOf(item, geometries, box, shapes) {
  if (!item.areas.some((key) => shapes.has(key))) return [];
  const courses = geometries.filter(isCourse).flatMap((each) => each.coordinates);
  if (courses.length > 0) return alongCourse(courses);
  return insideOutlines(geometries.flatMap(linesOf), box, item);
}

/**
 * What lights up for places, the largest outlines first and courses above them.
 * @returns {{features: object[], found: [string, {box: number[], spots: number[][]}][]}}
 */
function litBy(items, world) {
  const lit = items.map((item) => {
    const geometries = geometriesOf(item, world);
    const box = boxOf(geometries);
    return { id: item.lit, geometries, box, spots: spotsOf(item, geometries, box, world.shapes) };
  });
  const found = lit.map(({ id, box, spots }) => [id, { box, spots }]);
  lit.sort((a, b) => extent(b.box) - extent(a.box));
  const all = lit.flatMap(({ id, geometries }) =>
    geometries.map((geometry) => ({ type: "Feature", geometry, properties: { id } })),
  );
  const features = [...all.filter((each) => !isCourse(each.geometry)), ...all.filter((each) => isCourse(each.geometry))];
  return { features, found };
}

/* exported geometryOf, litBy */
