// What the sources say, asked of the model: which statements hold in it, which do not, which it cannot say.
import { html } from "../parts/html.js";
import { say } from "./say.js";

const MARKS = { reproduced: "✓", contradicted: "✗", encoded: "=", "not modelled": "–" };
const WORDS = {
  reproduced: "check_reproduced",
  contradicted: "check_contradicted",
  encoded: "check_encoded",
  "not modelled": "check_absent",
};

export function Checks({ model }) {
  const rows = Object.entries(model.result.concordance);
  const n = (status) => rows.filter(([, row]) => row.status === status).length;
  return html`<p>${say("checks_intro", {
      reproduced: n("reproduced"),
      contradicted: n("contradicted"),
      encoded: n("encoded"),
      absent: n("not modelled"),
    })}</p>
    <details>
      <summary>${say("checks_show", { n: rows.length })}</summary>
      <ul class="checks">
        ${rows.map(
          ([id, row]) => html`<li key=${id}>
            <strong><span aria-hidden="true">${MARKS[row.status]}</span> ${say(WORDS[row.status])}</strong> ${row.says}
            ${row.cite && html`<span class="soft">${row.cite}</span>`}
            ${row.detail && html`<span class="soft block">${row.detail}</span>`}
          </li>`,
        )}
      </ul>
    </details>`;
}
