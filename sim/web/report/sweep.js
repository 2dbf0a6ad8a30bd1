// What a sweep found, where the report was given one. The data it shows is described in README.md.
import * as Plot from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { fixed, share } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { pointerWords } from "./pointer.js";
import { say } from "./say.js";

/* map: {x: {pointer, values}, y: {pointer, values}, share: [[row of y: share in 0..1]]} */
function Map_({ model, map }) {
  const cells = map.share.flatMap((row, j) => row.map((value, i) => ({ x: map.x.values[i], y: map.y.values[j], value })));
  const names = { x: pointerWords(model, map.x.pointer), y: pointerWords(model, map.y.pointer) };
  const draw = useCallback(
    (width, type) => ({
      width,
      height: 0.6 * width,
      marginLeft: 4 * type,
      marginBottom: 3 * type,
      x: { type: "band", label: names.x, tickFormat: (v) => fixed(v, 2) },
      y: { type: "band", reverse: true, label: names.y, tickFormat: (v) => fixed(v, 2) },
      color: { type: "linear", domain: [0, 1], scheme: "cividis", legend: false },
      marks: [
        Plot.cell(cells, { x: "x", y: "y", fill: "value" }),
        Plot.text(cells, {
          x: "x",
          y: "y",
          text: (c) => `${Math.round(100 * c.value)}`,
          fill: (c) => (c.value > 0.55 ? "#000" : "#fff"),
          fontSize: 0.7 * type,
        }),
      ],
    }),
    [map],
  );
  return html`<h3>${say("sweep_map")}</h3>
    <${Chart} draw=${draw} label=${say("sweep_map_label", names)} />`;
}

/* indices: [{pointer, first, total}] */
function Indices({ model, indices }) {
  return html`<h3>${say("sweep_indices")}</h3>
    <table class="plain">
      <thead>
        <tr><th scope="col">${say("number")}</th><th scope="col">${say("index_first")}</th><th scope="col">${say("index_total")}</th><td></td></tr>
      </thead>
      <tbody>
        ${indices.map(
          (row) => html`<tr>
            <th scope="row">${pointerWords(model, row.pointer)}</th>
            <td class="number">${fixed(row.first, 3)}</td>
            <td class="number">${fixed(row.total, 3)}</td>
            <td class="wide"><span class="bar" aria-hidden="true"><span class="plus" style=${{ width: `${100 * Math.max(0, Math.min(1, row.total))}%` }}></span></span></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

/* boxes: [{coverage, density, bounds: [{pointer, low, high}]}] */
function Boxes({ model, boxes }) {
  return html`<h3>${say("sweep_boxes")}</h3>
    ${boxes.map(
      (box) => html`<div class="card">
        <p>${say("box", { coverage: share(box.coverage), density: share(box.density) })}</p>
        <ul>
          ${box.bounds.map((b) => html`<li>${pointerWords(model, b.pointer)}: ${fixed(b.low)} … ${fixed(b.high)}</li>`)}
        </ul>
      </div>`,
    )}`;
}

export function Sweep({ model }) {
  const { sweep } = model;
  return html`<p>${say("sweep_intro")}</p>
    ${sweep.map && html`<${Map_} model=${model} map=${sweep.map} />`}
    ${sweep.indices && html`<${Indices} model=${model} indices=${sweep.indices} />`}
    ${sweep.boxes && html`<${Boxes} model=${model} boxes=${sweep.boxes} />`}`;
}
