/**
 * The worker that reads the basemap and cuts it into tiles, so that the page itself never waits for geometry.
 *
 * In:  {type: "load", areas, water}        addresses of the gzipped TopoJSON files
 *      {type: "tile", id, z, x, y}         -> {type: "tile", id, layers: {land, coast, borders, provinces, rivers, lakes}}
 *      {type: "shapes", set}               set: [{key, kind, parts}] as in map.js, kept beside the basemap's polygons
 *      {type: "light", of, items}          items: [{lit, id, areas, lat, lon, radius_km}]
 *                                          -> {type: "lit", of, found: [[lit, {box, spots}]]}; `of` names a set of them
 *      {type: "area", id, z, x, y}         -> {type: "area", id, features} of what is lit; `key` is `lit`
 * Out as well: {type: "loaded"} and {type: "failed", message}.
 * A feature is {key, rank, kind, rings}: kind 2 is a line, 3 a polygon; rings are Int16Array of x, y in 4096ths of a tile.
 */

"use strict";

importScripts("vendor/topojson-client.js", "vendor/geojson-vt.js", "footprints.js");

const EXTENT = 4096;
const OPTIONS = { maxZoom: 14, indexMaxZoom: 4, indexMaxPoints: 200000, tolerance: 3, extent: EXTENT, buffer: 96 };
const DATELINE = 179.99;

let topology = null;
const byKey = new Map();
const shapes = new Map();
const lit = new Map();
let indexes = null;

async function readGzipped(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const plain = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

/** Lines of a mesh without the pieces that run along the date line. */
function withoutDateline(mesh) {
  const lines = [];
  for (const line of mesh.coordinates) {
    let part = [];
    for (let i = 0; i < line.length; i += 1) {
      const along = i > 0 && Math.abs(line[i][0]) > DATELINE && Math.abs(line[i - 1][0]) > DATELINE;
      if (along) {
        if (part.length > 1) lines.push(part);
        part = [];
      }
      part.push(line[i]);
    }
    if (part.length > 1) lines.push(part);
  }
  return { type: "MultiLineString", coordinates: lines };
}

function feature(geometry, properties) {
  return { type: "Feature", geometry, properties };
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

/** Division borders in steps of zoom, so that a map of the world is not a net of counties. */
function provinceMeshes(divisions) {
  const step = (geometry) => Math.min(8, Math.max(4, Math.floor(geometry.properties.zoom)));
  const features = [];
  for (let rank = 4; rank <= 8; rank += 1) {
    const mesh = topojson.mesh(topology, divisions, (a, b) => {
      return a !== b && a.properties.country === b.properties.country && Math.max(step(a), step(b)) === rank;
    });
    features.push(feature(mesh, { rank }));
  }
  return features;
}

async function load(message) {
  const [areas, water] = await Promise.all([readGzipped(message.areas), readGzipped(message.water)]);
  topology = areas;
  const { countries, divisions } = areas.objects;
  for (const geometry of [...countries.geometries, ...divisions.geometries]) {
    for (const key of [geometry.properties.key, geometry.properties.within]) {
      if (key) byKey.set(key, [...(byKey.get(key) ?? []), geometry]);
    }
  }
  const land = topojson.feature(areas, countries);
  const coast = withoutDateline(topojson.mesh(areas, countries, (a, b) => a === b));
  const borders = withoutDateline(topojson.mesh(areas, countries, (a, b) => a !== b));
  indexes = {
    land: new GeoJSONVT(land, OPTIONS),
    coast: new GeoJSONVT(collection([feature(coast, {})]), OPTIONS),
    borders: new GeoJSONVT(collection([feature(borders, {})]), OPTIONS),
    provinces: new GeoJSONVT(collection(provinceMeshes(divisions)), OPTIONS),
    rivers: new GeoJSONVT(topojson.feature(water, water.objects.rivers), OPTIONS),
    lakes: new GeoJSONVT(topojson.feature(water, water.objects.lakes), OPTIONS),
  };
  postMessage({ type: "loaded" });
}

function cut(index, message) {
  const tile = index?.getTile(message.z, message.x, message.y);
  if (!tile) return [];
  return tile.features.map((item) => ({
    key: item.tags?.key ?? item.tags?.id ?? "",
    rank: item.tags?.rank ?? 0,
    kind: item.type,
    rings: item.geometry.map((ring) => Int16Array.from(ring.flat())),
  }));
}

function light({ of, items }) {
  const { features, found } = litBy(items, { topology, byKey, shapes });
  lit.set(of, features.length > 0 ? new GeoJSONVT(collection(features), OPTIONS) : null);
  postMessage({ type: "lit", of, found });
}

function answer(message) {
  if (message.type === "shapes") {
    for (const shape of message.set) shapes.set(shape.key, geometryOf(shape));
  } else if (message.type === "light") {
    light(message);
  } else if (message.type === "tile") {
    const layers = {};
    for (const [name, index] of Object.entries(indexes)) layers[name] = cut(index, message);
    postMessage({ type: "tile", id: message.id, layers });
  } else if (message.type === "area") {
    postMessage({ type: "area", id: message.id, features: [...lit.values()].flatMap((index) => cut(index, message)) });
  }
}

onmessage = ({ data }) => {
  if (data.type === "load") {
    load(data).catch((error) => postMessage({ type: "failed", message: String(error) }));
  } else {
    answer(data);
  }
};
