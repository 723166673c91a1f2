/** The page's end of the tiling worker: promises of tiles, and of what is lit. */

/** @typedef {{key: string, rank: number, kind: number, rings: Int16Array[]}} Feature */

export class Tiles {
  /** @param {(message: string) => void} onFailure called when the basemap cannot be read */
  constructor(onFailure) {
    this._worker = new Worker("tiler.js");
    this._waiting = new Map();
    this._next = 1;
    this._onLit = () => {};
    this.loaded = new Promise((resolve) => {
      this._resolveLoaded = resolve;
    });
    this._worker.onerror = (event) => onFailure(event.message || "the tiling worker stopped");
    this._worker.onmessage = ({ data }) => this._receive(data, onFailure);
    this._worker.postMessage({ type: "load", areas: "../basemap/areas.json.gz", water: "../basemap/water.json.gz" });
  }

  _receive(data, onFailure) {
    if (data.type === "loaded") {
      this._resolveLoaded();
    } else if (data.type === "failed") {
      onFailure(data.message);
    } else if (data.type === "lit") {
      this._onLit(data);
    } else {
      this._waiting.get(data.id)?.(data);
      this._waiting.delete(data.id);
    }
  }

  async _ask(type, coords) {
    await this.loaded;
    const id = this._next;
    this._next += 1;
    return new Promise((resolve) => {
      this._waiting.set(id, resolve);
      this._worker.postMessage({ type, id, z: coords.z, x: coords.x, y: coords.y });
    });
  }

  /** @param {{x: number, y: number, z: number}} coords @returns {Promise<Record<string, Feature[]>>} basemap layers */
  async base(coords) {
    return (await this._ask("tile", coords)).layers;
  }

  /** @param {{x: number, y: number, z: number}} coords @returns {Promise<Feature[]>} what is lit; `key` is `lit` */
  async areas(coords) {
    return (await this._ask("area", coords)).features;
  }

  /** @param {{key: string, kind: number, parts: number[][]}[]} set geometry that the basemap lacks */
  async shapes(set) {
    await this.loaded;
    this._worker.postMessage({ type: "shapes", set });
  }

  /**
   * Says what is lit from now on.
   * @param {string} of the set whose light changes; others stay
   * @param {object[]} items places with `lit` (what the answer and the features call them), `id`, `areas`, `lat`, `lon`,
   *   `radius_km`
   */
  async light(of, items) {
    await this.loaded;
    this._worker.postMessage({ type: "light", of, items });
  }

  /** @param {(answer: {of: string, found: [string, object][]}) => void} handler called once something is lit */
  set onLit(handler) {
    this._onLit = handler;
  }
}
