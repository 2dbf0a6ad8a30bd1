// Means by the value of one parameter (a curve) or of two (a map). A map has a figure in each cell that has room for it
// and the base case outlined; both are told as a table too.
import * as Plot from "@observablehq/plot";
import { useCallback, useMemo } from "preact/hooks";
import { Chart } from "../parts/chart.js";
import { count, fixed, share } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { say } from "./say.js";
import { levelWords, outputWords, parameterWords, quantity } from "./sweep_words.js";

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/* An axis: the values that occur, how they are written, where the base case stands. */
function axisOf(model, output, k) {
  const name = output.cells.axes[k];
  const words = output.cells.words[k];
  const values = [...new Set(output.cells.rows.map((row) => row[k]))].sort((a, b) => a - b);
  const wide = values.length > 0 ? Math.max(...values.map(Math.abs)) : 0;
  const digits = values.every(Number.isInteger) || wide >= 100 ? 0 : wide >= 10 ? 1 : 2;
  const base = words ? null : baseOf(model, name);
  return {
    k,
    name: parameterWords(model, name),
    values,
    words: words !== null,
    say: (v) => (words ? levelWords(model, name, words[v]) : fixed(v, digits)),
    base: base !== null && base >= values[0] && base <= values[values.length - 1] ? nearest(values, base) : null,
  };
}

const nearest = (values, x) => values.reduce((best, v) => (Math.abs(v - x) < Math.abs(best - x) ? v : best), values[0]);

/* The value in the scenario, from the list of numbers or, in a saved result, for reservations. */
function baseOf(model, pointer) {
  const row = (model.numbers ?? []).find(([at]) => at === pointer);
  if (row) return row[2];
  const found = /^\/actors\/([^/]+)\/reservation$/.exec(pointer);
  return found ? (model.actors.find((a) => a.id === found[1])?.reservation ?? null) : null;
}

/* How values are shown and coloured: shares in percent; counts that span decades by their number of digits. */
function scaleOf(output) {
  const values = output.cells.rows.map((row) => row[row.length - 2]);
  const most = Math.max(...values);
  const least = Math.min(...values);
  const show = quantity(output);
  if (output.kind === "verdict") return { of: (v) => v, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], show: share, brief: (v) => `${Math.round(100 * v)}` };
  if (least >= 0 && most > 1000) {
    const top = Math.log10(1 + most);
    const ticks = [0, ...Array.from({ length: Math.floor(top) + 1 }, (_, d) => 10 ** d)];
    return { of: (v) => Math.log10(1 + v), domain: [0, top], ticks, show, brief: (v) => compact.format(Math.round(v)) };
  }
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => least + part * (most - least));
  return { of: (v) => v, domain: least < most ? [least, most] : [least, least + 1], ticks: least < most ? ticks : [least], show, brief: show };
}

const colours = (scale) => Plot.scale({ color: { type: "linear", domain: scale.domain, scheme: "cividis" } });

function Legend({ scale }) {
  const colour = colours(scale);
  return html`<p class="legend swatches">
    ${scale.ticks.map((v) => html`<span><span class="swatch" style=${{ background: colour.apply(scale.of(v)) }}></span> ${scale.show(v)}</span>`)}
  </p>`;
}

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const fits = (name, width, type) => shortened(name, Math.max(12, Math.floor(width / (0.56 * type)) - 3));

function mapOptions(width, type, cells, x, y, scale) {
  const most = width > 40 * type ? 24 : 10; /* letters of a row's name */
  const left = (Math.min(most, Math.max(...y.values.map((v) => y.say(v).length))) * 0.58 + 1.5) * type;
  const cell = (width - left - type) / x.values.length;
  const tall = Math.max(1.6 * type, Math.min(cell, 3.2 * type));
  const longest = Math.max(...cells.map((c) => scale.brief(c.value).length));
  const room = Math.min(0.8 * type, (0.92 * cell) / (0.6 * longest));
  const every = Math.ceil((Math.max(...x.values.map((v) => x.say(v).length)) * 0.62 * type) / cell);
  const middle = (scale.domain[0] + scale.domain[1]) / 2;
  return {
    width,
    height: tall * y.values.length + 5.2 * type,
    marginLeft: left,
    marginRight: type,
    marginTop: 2 * type,
    marginBottom: 3.2 * type,
    x: { type: "band", domain: x.values, label: `${fits(x.name, width, type)} →`, labelAnchor: "right", tickFormat: (v, i) => (i % every === 0 ? x.say(v) : "") },
    y: { type: "band", domain: [...y.values].reverse(), label: `↑ ${fits(y.name, width, type)}`, labelAnchor: "top", tickFormat: (v) => shortened(y.say(v), most) },
    color: { type: "linear", domain: scale.domain, scheme: "cividis" },
    marks: [
      Plot.cell(cells, { x: "x", y: "y", fill: (c) => scale.of(c.value), inset: 0.5 }),
      room >= 0.42 * type &&
        Plot.text(cells, {
          x: "x",
          y: "y",
          text: (c) => scale.brief(c.value),
          fill: (c) => (scale.of(c.value) > middle ? "#000" : "#fff"),
          fontSize: room,
        }),
      x.base !== null &&
        y.base !== null &&
        Plot.cell([{ x: x.base, y: y.base }], { x: "x", y: "y", fill: "none", stroke: "var(--focus)", strokeWidth: 0.2 * type }),
    ].filter(Boolean),
  };
}

function Map_({ x, y, cells, scale, label }) {
  const draw = useCallback((width, type) => mapOptions(width, type, cells, x, y, scale), [cells]);
  return html`<${Legend} scale=${scale} />
    <${Chart} draw=${draw} label=${label} />
    ${x.base !== null && y.base !== null && html`<p class="soft">${say("map_base")}</p>`}`;
}

/* Wilson's score interval for k of n. */
function wilson(p, n) {
  const z = 1.959963984540054;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function curveOptions(width, type, cells, x, scale, drawn, label) {
  const rows = cells.map((c) => (drawn ? { ...c, span: wilson(c.value, c.n) } : c));
  const banded = x.words || cells.length < 3;
  return {
    width,
    height: Math.min(0.6 * width, 22 * type),
    marginLeft: 4.5 * type,
    marginBottom: 3.2 * type,
    marginTop: 2 * type,
    marginRight: 1.5 * type,
    x: banded
      ? { type: "point", padding: 0.5, domain: x.values, label: `${fits(x.name, width, type)} →`, labelAnchor: "right", tickFormat: x.say }
      : { label: `${fits(x.name, width, type)} →`, tickFormat: x.say, ticks: width / (7 * type) },
    y: { label: `↑ ${fits(label, width, type)}`, domain: drawn || scale.domain[1] === 1 ? [0, 1] : undefined, zero: true, tickFormat: scale.show, ticks: 5 },
    marks: [
      Plot.ruleY([0], { stroke: "currentColor", strokeOpacity: 0.45 }),
      drawn && Plot.ruleX(rows, { x: "x", y1: (c) => c.span[0], y2: (c) => c.span[1], stroke: "var(--accept)", strokeWidth: 0.12 * type }),
      !x.words && Plot.line(rows, { x: "x", y: "value", stroke: "var(--accept)", strokeWidth: 0.12 * type }),
      Plot.dot(rows, { x: "x", y: "value", r: 0.28 * type, fill: "var(--accept)" }),
    ].filter(Boolean),
  };
}

function Curve({ x, cells, scale, drawn, label, what }) {
  const draw = useCallback((width, type) => curveOptions(width, type, cells, x, scale, drawn, what), [cells]);
  return html`<${Chart} draw=${draw} label=${label} />`;
}

function AsTable({ x, y, cells, scale, what }) {
  return html`<details>
    <summary>${say("as_table")}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("as_table")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${x.name}</th>
            ${y && html`<th scope="col">${y.name}</th>`}
            <th scope="col" class="number">${what}</th>
            <th scope="col" class="number">${say("sweep_runs")}</th>
          </tr>
        </thead>
        <tbody>
          ${cells.map(
            (c) => html`<tr>
              <td>${x.say(c.x)}</td>
              ${y && html`<td>${y.say(c.y)}</td>`}
              <td class="number">${scale.show(c.value)}</td>
              <td class="number">${count(c.n)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

export function Cells({ model, output }) {
  const two = output.cells.axes.length === 2;
  const x = useMemo(() => axisOf(model, output, 0), [output]);
  const y = useMemo(() => (two ? axisOf(model, output, 1) : null), [output]);
  const cells = useMemo(
    () => output.cells.rows.map((row) => ({ x: row[0], y: two ? row[1] : 0, value: row[row.length - 2], n: row[row.length - 1] })),
    [output],
  );
  const scale = useMemo(() => scaleOf(output), [output]);
  const what = output.kind === "verdict" ? say("share_of_yes") : outputWords(model, output.output);
  const label = say(two ? "map_label" : "curve_label", { what: outputWords(model, output.output), x: x.name, y: y?.name });
  return html`<h4>${say(two ? "sweep_map" : "sweep_curve", { x: x.name, y: y?.name })}</h4>
    ${output.cells.binned && html`<p class="soft">${say(output.parameters.length > 2 ? "map_strongest" : "map_binned")}</p>`}
    ${two
      ? html`<${Map_} x=${x} y=${y} cells=${cells} scale=${scale} label=${label} />`
      : html`<${Curve} x=${x} cells=${cells} scale=${scale} what=${what} label=${label} drawn=${output.sampled && output.kind === "verdict"} />`}
    <${AsTable} x=${x} y=${y} cells=${cells} scale=${scale} what=${what} />`;
}
