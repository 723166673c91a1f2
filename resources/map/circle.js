/** The honest circle of a place that is pinned: how exactly it is known, shown where it is large enough to see. */

const LEAST_PIXELS = 8;
const EARTH_M_PER_DEGREE = 111195;

export class Circle {
  /** @param {L.Map} map */
  constructor(map) {
    this._map = map;
    this._place = null;
    const options = { interactive: false, className: "honest-circle", renderer: L.svg({ pane: "areas" }), fill: true };
    this._ring = L.circle([0, 0], { ...options, radius: 1, dashArray: "4 3", weight: 1 });
    map.on("zoomend", () => this._settle());
  }

  /** @param {{lat: number, lon: number, radius_km: number} | null} place whose circle it is, null for none */
  show(place) {
    this._place = place;
    this._settle();
  }

  /** @returns {boolean} whether the circle is on the map */
  get shown() {
    return this._map.hasLayer(this._ring);
  }

  _settle() {
    const { lat, lon, radius_km: km } = this._place ?? { lat: 0, lon: 0, radius_km: 0 };
    const [middle, top] = [lat, lat + (km * 1000) / EARTH_M_PER_DEGREE].map((at) => this._map.latLngToLayerPoint([at, lon]));
    if (middle.y - top.y <= LEAST_PIXELS) {
      this._ring.remove();
      return;
    }
    this._ring.setLatLng([lat, lon]).setRadius(km * 1000);
    this._ring.addTo(this._map);
  }
}
