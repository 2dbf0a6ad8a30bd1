// What sweeps found, where the report was given any: one part a sweep, one output of it at a time. Data: the `sweeps` of
// README.md.
import { useState } from "preact/hooks";
import { count, share } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { say } from "./say.js";
import { Box } from "./sweep_box.js";
import { Drivers } from "./sweep_drivers.js";
import { Cells } from "./sweep_map.js";
import { isDegenerate, outputWords, quantity, valueWords } from "./sweep_words.js";

/* How many runs, and what of them is missing. */
function Runs({ output }) {
  const holes = ["missing", "failed", "empty"].filter((key) => output[key] > 0);
  return html`<p class="soft">
    ${say(output.sampled ? "sweep_drawn" : "sweep_points", { n: count(output.runs), method: say(`method_${output.method}`) })}
    ${holes.length > 0 &&
    ` ${say("sweep_holes", { used: count(output.used), holes: holes.map((key) => say(`sweep_${key}`, { n: count(output[key]) })).join(", ") })}`}
  </p>`;
}

/* Shares of the values, with their intervals where points were drawn. */
function Shares({ model, output }) {
  const shown = output.shares.slice(0, 12);
  return html`<h4>${say(output.sampled ? "sweep_shares" : "sweep_shares_points")}</h4>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("sweep_shares")}>
      <table class="plain shares">
        <thead>
          <tr>
            <th scope="col">${say("sweep_value")}</th>
            <th scope="col" class="number">${say("sweep_share")}</th>
            ${output.sampled && html`<th scope="col" class="number">${say("sweep_interval")}</th>`}
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) => html`<tr>
              <th scope="row">${valueWords(model, output, row.is)}</th>
              <td class="number">${share(row.share.value)}</td>
              ${output.sampled && html`<td class="number">${say("from_to", { low: share(row.share.low), high: share(row.share.high) })}</td>`}
              <td class="wide"><${Whisker} at=${row.share} most=${1} bare=${!output.sampled} /></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${output.shares.length > shown.length && html`<p class="soft">${say("sweep_more", { n: output.shares.length - shown.length })}</p>`}`;
}

/* A bar from 0 to the value, and its interval as a line over it. */
export function Whisker({ at, most, bare }) {
  const place = (x) => (100 * Math.max(0, Math.min(most, x))) / most;
  return html`<span class="bar" aria-hidden="true"
    ><span class="plus" style=${{ width: `${place(at.value)}%` }}></span>${!bare &&
    html`<span class="whisker" style=${{ left: `${place(at.low)}%`, width: `${Math.max(0.4, place(at.high) - place(at.low))}%` }}></span>`}</span
  >`;
}

/* A number that most runs put somewhere: median, middle half, nearly all. */
function Spread({ output }) {
  const show = quantity(output);
  const [least, quarter, median, three, most] = output.quantiles.map(show);
  return html`<p>${say("sweep_spread", { mean: show(output.mean), median, quarter, three, least, most })}</p>`;
}

function Output({ model, sweep, output }) {
  if (output.used === 0) return html`<${Runs} output=${output} /><p>${say("sweep_nothing")}</p>`;
  return html`<${Runs} output=${output} />
    ${output.shares.length > 0 && html`<${Shares} model=${model} output=${output} />`}
    ${output.kind === "number" && output.sampled && html`<${Spread} output=${output} />`}
    ${isDegenerate(output) && html`<p>${say("sweep_same", { value: output.kind === "number" ? quantity(output)(output.mean) : valueWords(model, output, output.shares[0].is) })}</p>`}
    ${!isDegenerate(output) && output.cells && html`<${Cells} model=${model} output=${output} />`}
    ${!isDegenerate(output) && html`<${Drivers} model=${model} sweep=${sweep} output=${output} />`}
    ${output.prim && !isDegenerate(output) && html`<${Box} model=${model} output=${output} />`}`;
}

function One({ model, sweep, id }) {
  const [at, setAt] = useState(0);
  const output = sweep.outputs[at];
  const other = sweep.digest !== model.result.scenario.digest;
  return html`<article class="sweep" aria-labelledby=${id}>
    <h3 id=${id}>${sweep.title ?? say("sweep_untitled", { method: say(`method_${output.method}`), n: count(output.runs) })}</h3>
    ${sweep.question && html`<p class="question">${sweep.question}</p>`}
    ${other && html`<p class="notice">${say("sweep_other", { id: sweep.scenario })}</p>`}
    ${sweep.says && html`<p>${say("sweep_says", { says: sweep.says })}</p>`}
    ${sweep.outputs.length > 1
      ? html`<div class="controls">
          <label
            >${say("sweep_output")}
            <select value=${at} onChange=${(event) => setAt(Number(event.target.value))}>
              ${sweep.outputs.map((o, k) => html`<option key=${k} value=${k} selected=${k === at}>${outputWords(model, o.output)}</option>`)}
            </select></label
          >
        </div>`
      : html`<p><strong>${outputWords(model, output.output)}</strong></p>`}
    ${sweep.n_outputs > sweep.outputs.length && html`<p class="soft">${say("sweep_outputs_cut", { n: sweep.outputs.length, of: sweep.n_outputs })}</p>`}
    <${Output} key=${at} model=${model} sweep=${sweep} output=${output} />
  </article>`;
}

export function Sweep({ model }) {
  return html`<p>${say("sweep_intro")}</p>
    ${model.sweeps.map((sweep, k) => html`<${One} key=${k} id=${`sweep-${k}`} model=${model} sweep=${sweep} />`)}`;
}
