// Would the guarantee deter, and would it be honoured? One row a named design, and the chance that each guarantor would
// honour its pledge.
import { html } from "../parts/html.js";
import { fixed } from "../parts/figures.js";
import { say } from "./say.js";

const FIGURES = ["attack", "outcome", "overrun", "credibility", "force"];

function Figure({ value, good }) {
  return html`<td class="gauge">
    <span class="number">${fixed(value, 2)}</span>
    <span class="bar" aria-hidden="true"
      ><span class=${good ? "plus" : "minus"} style=${{ width: `${100 * Math.max(0, Math.min(1, value))}%` }}></span
    ></span>
  </td>`;
}

function Honour({ model, rows }) {
  return html`<h3>${say("honour_heading")}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("honour_heading")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${say("design")}</th>
            ${model.candidates.map((a) => html`<th scope="col">${a.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (d) => html`<tr>
              <th scope="row">${d.name}</th>
              ${model.candidates.map((a) => {
                const p = d.security.honour[a.id];
                const member = a.id in d.members;
                return html`<td class="number ${member ? "" : "soft"}">${member ? fixed(p, 2) : say("not_in")}</td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

export function Deterrence({ model }) {
  const rows = model.designs.filter((d) => d.security);
  return html`<p>${say("deterrence_intro")}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("deterrence_heading")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${say("design")}</th>
            ${FIGURES.map((key) => html`<th scope="col" title=${say(`indicator_${key}_means`)}>${say(`indicator_${key}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (d) => html`<tr>
              <th scope="row">${d.name}</th>
              ${FIGURES.map((key) => html`<${Figure} value=${d.security[key]} good=${key === "credibility" || key === "force"} />`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <dl class="concepts">
      ${FIGURES.map(
        (key) => html`<div><dt>${say(`indicator_${key}`)}</dt><dd>${say(`indicator_${key}_means`)}</dd></div>`,
      )}
    </dl>
    <${Honour} model=${model} rows=${rows} />`;
}
