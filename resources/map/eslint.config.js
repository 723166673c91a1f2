import js from "@eslint/js";
import globals from "globals";

const libraries = { L: "readonly", QWebChannel: "readonly", Supercluster: "readonly" };
const inWorker = { topojson: "readonly", GeoJSONVT: "readonly" };
const WORKER = ["tiler.js", "footprints.js"];

const rules = {
  "consistent-return": "error",
  curly: ["error", "multi-line"],
  "default-case-last": "error",
  eqeqeq: "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
  "max-lines": ["error", 400],
  "max-lines-per-function": ["error", 45],
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map((property) => ({
      property,
      message: "Text is drawn with textContent, never as markup.",
    })),
  ],
};

export default [
  { ignores: ["vendor/"] },
  js.configs.recommended,
  { files: ["*.js"], linterOptions: { reportUnusedDisableDirectives: "error" }, rules },
  { files: ["*.js"], ignores: WORKER, languageOptions: { globals: { ...globals.browser, ...libraries } } },
  {
    files: WORKER,
    languageOptions: { sourceType: "script", globals: { ...globals.worker, ...inWorker } },
  },
  { files: ["tiler.js"], languageOptions: { globals: { geometryOf: "readonly", litBy: "readonly" } } },
];
