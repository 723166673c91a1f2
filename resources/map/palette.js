/**
 * The map's own palettes. The marks' colours are not here: `map.css` has them, for pins, card and legend alike.
 *
 * @typedef {typeof LIGHT} Palette
 */

const LIGHT = {
  water: "#cfdfe8",
  land: ["#f3efe6", "#efeadf", "#f1ece6", "#eeebe0"],
  coast: "#a9bccb",
  border: "#a79dad",
  province: "#c9c0c2",
  river: "#a8c9dc",
  lakeShore: "#b4cddb",
  halo: "rgba(248, 245, 238, 0.9)",
  waterHalo: "rgba(207, 223, 232, 0.9)",
  country: "#5c5a78",
  provinceText: "#8d8780",
  place: "#4a4842",
  placeDot: "#6b675f",
  capitalDot: "#a33b3b",
  riverText: "#5f8aa3",
  pinName: "#1d2733",
  area: "#0072b2",
  lit: "#ffffff",
  areaFill: 0.55,
  areaFillStrong: 0.16,
  waterFill: 0.14,
  unsure: "#b37400",
};

const DARK = {
  water: "#1a2530",
  land: ["#2b323a", "#2e353d", "#293039", "#2c343a"],
  coast: "#4b5a68",
  border: "#75808d",
  province: "#47505a",
  river: "#3f5a6e",
  lakeShore: "#3d5061",
  halo: "rgba(30, 36, 42, 0.9)",
  waterHalo: "rgba(26, 37, 48, 0.9)",
  country: "#b9bfd6",
  provinceText: "#8b949e",
  place: "#c9ced4",
  placeDot: "#98a1ab",
  capitalDot: "#e08a84",
  riverText: "#7fa9c4",
  pinName: "#f2f4f6",
  area: "#56b4e9",
  lit: "#6d7f92",
  areaFill: 0.35,
  areaFillStrong: 0.26,
  waterFill: 0.22,
  unsure: "#e69f00",
};

/** @param {boolean} dark @returns {Palette} the palette of the theme */
export function palette(dark) {
  return dark ? DARK : LIGHT;
}

/** @param {string} key area key @param {string[]} shades @returns {string} one quiet shade, always the same for a key */
export function shade(key, shades) {
  let sum = 0;
  for (let i = 0; i < key.length; i += 1) sum = sum * 31 + key.charCodeAt(i);
  return shades[sum % shades.length];
}
