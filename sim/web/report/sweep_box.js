// The box of ranges in which a verdict fails (or holds), in words: found by the patient rule induction method.
import { fixed, share } from "../parts/figures.js";
import { html } from "../parts/html.js";
import { say } from "./say.js";
import { parameterWords } from "./sweep_words.js";

function bound(model, { name, low, high }) {
  const key = low === null ? "box_most" : high === null ? "box_least" : "box_between";
  return say(key, { what: parameterWords(model, name), low: fixed(low), high: fixed(high) });
}

export function Box({ model, output }) {
  const { of, chosen, bounds, steps } = output.prim;
  const what = say(of === 1 ? "yes" : "no");
  const step = steps[chosen];
  return html`<h4>${say("sweep_box", { what })}</h4>
    ${!step || bounds.length === 0
      ? html`<p>${say("box_none", { what })}</p>`
      : html`<div class="card box">
          <p>${say("box_when", { what })}</p>
          <ul>
            ${bounds.map(
              (b) => html`<li>
                ${bound(model, b)}${b.quasi_p > 0.05 && html` <span class="soft">${say("box_weak")}</span>`}
              </li>`,
            )}
          </ul>
          <p>${say("box_holds", { what, density: share(step.density), coverage: share(step.coverage), mass: share(step.mass) })}</p>
        </div>`}`;
}
