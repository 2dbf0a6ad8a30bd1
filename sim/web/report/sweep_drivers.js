// Which numbers drive an output, as the sweep's method tells it: Sobol' indices, elementary effects, a tornado, or what a
// fit or correlations say. Always a table, with bars and their intervals beside it.
import { count, fixed, signed } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { say } from "./say.js";
import { Whisker } from "./sweep.js";
import { levelWords, parameterWords, quantity } from "./sweep_words.js";

const SHOWN = 15;
const interval = ({ low, high }, digits) => say("from_to", { low: fixed(low, digits), high: fixed(high, digits) });

function Table({ model, rows, heads, label, cells }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table class="plain drivers">
      <thead>
        <tr>
          <th scope="col">${say("number")}</th>
          ${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr key=${row.name}>
            <th scope="row">${parameterWords(model, row.name)}</th>
            ${cells(row)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const pair = (at, digits) => html`<td class="number">${fixed(at.value, digits)} <span class="soft block">${interval(at, digits)}</span></td>`;

function sureness(output) {
  if (output.usable === false) return "indices_unusable";
  return output.convergence > 0.05 ? "indices_rough" : "indices_settled";
}

function Indices({ model, output, rows }) {
  const most = Math.max(1, ...rows.map((row) => row.total.value));
  return html`<h4>${say("sweep_indices")}</h4>
    <p>${say("indices_mean")}</p>
    <${Table}
      model=${model}
      rows=${rows}
      label=${say("sweep_indices")}
      heads=${[say("index_first"), say("index_total")]}
      cells=${(row) => html`${pair(row.first, 2)}${pair(row.total, 2)}
        <td class="wide two"><${Whisker} at=${row.first} most=${most} /><${Whisker} at=${row.total} most=${most} /></td>`}
    />
    <p class="soft">
      ${say(sureness(output), { by: fixed(output.convergence, 2) })}
      ${output.dropped > 0 && ` ${say("indices_dropped", { n: count(output.dropped) })}`}
    </p>`;
}

function Morris({ model, output, rows }) {
  const most = Math.max(1e-300, ...rows.map((row) => row.mu_star.value));
  const show = quantity(output);
  return html`<h4>${say("sweep_morris")}</h4>
    <p>${say("morris_mean")}</p>
    <${Table}
      model=${model}
      rows=${rows}
      label=${say("sweep_morris")}
      heads=${[say("morris_mu_star"), say("morris_sigma")]}
      cells=${(row) => html`<td class="number">
          ${show(row.mu_star.value)}
          <span class="soft block">${say("from_to", { low: show(row.mu_star.low), high: show(row.mu_star.high) })}</span>
        </td>
        <td class="number">${show(row.sigma)}</td>
        <td class="wide"><${Whisker} at=${row.mu_star} most=${most} /></td>`}
    />`;
}

/* From the smallest to the largest output, and a mark at the base. */
function Swing({ row, base, low, high }) {
  const place = (x) => (100 * (x - low)) / (high - low || 1);
  const wide = Math.max(0.6, place(row.largest) - place(row.smallest));
  return html`<span class="bar" aria-hidden="true"
    ><span class="plus" style=${{ left: `${place(row.smallest)}%`, width: `${wide}%` }}></span
    ><span class="whisker at" style=${{ left: `${place(base)}%` }}></span
  ></span>`;
}

function Tornado({ model, output, rows }) {
  const show = quantity(output);
  const low = Math.min(output.base, ...rows.map((row) => row.smallest));
  const high = Math.max(output.base, ...rows.map((row) => row.largest));
  const end = (row, key) => html`<td class="number">
    ${show(row[key])} <span class="soft block">${say("at_value", { value: levelWords(model, row.name, row[`${key}_at`]) })}</span>
  </td>`;
  return html`<h4>${say("sweep_tornado")}</h4>
    <p>${say("tornado_mean", { base: show(output.base) })}</p>
    <${Table}
      model=${model}
      rows=${rows}
      label=${say("sweep_tornado")}
      heads=${[say("tornado_least"), say("tornado_most")]}
      cells=${(row) => html`${end(row, "smallest")}${end(row, "largest")}
        <td class="wide"><${Swing} row=${row} base=${output.base} low=${low} high=${high} /></td>`}
    />`;
}

function Fit({ model, output, rows }) {
  const key = output.fit ? "coefficient" : "correlation";
  const most = Math.max(1e-9, ...rows.map((row) => Math.abs(row[key])));
  return html`<h4>${say("sweep_fit")}</h4>
    <p>
      ${output.fit
        ? say(`fit_${output.fit}`, { r: fixed(output.r_squared, 2) })
        : say("fit_none", { least: fixed(2 / Math.sqrt(output.used), 2) })}
    </p>
    <${Table}
      model=${model}
      rows=${rows}
      label=${say("sweep_fit")}
      heads=${[say(`fit_${key}`)]}
      cells=${(row) => html`<td class="number">${signed(row[key], 2)}</td>
        <td class="wide">
          <span class="bar" aria-hidden="true"
            ><span class=${row[key] < 0 ? "minus" : "plus"} style=${{ width: `${(100 * Math.abs(row[key])) / most}%` }}></span
          ></span>
        </td>`}
    />`;
}

/* What the method measures; a grid measures nothing of the kind. */
const KINDS = [
  { key: "total", Part: Indices },
  { key: "mu_star", Part: Morris },
  { key: "smallest", Part: Tornado },
  { key: "correlation", Part: Fit },
];

export function Drivers({ model, sweep, output }) {
  const kind = KINDS.find(({ key }) => output.parameters.some((row) => row[key] !== undefined));
  if (!kind) return null;
  const rows = output.parameters.filter((row) => row[kind.key] !== undefined).slice(0, SHOWN);
  const rest = sweep.n_parameters - rows.length;
  return html`<${kind.Part} model=${model} output=${output} rows=${rows} />
    ${rest > 0 && html`<p class="soft">${say("drivers_more", { n: count(rest) })}</p>`}`;
}
