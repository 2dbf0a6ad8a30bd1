// How to make this report again, and what it was made from.
import { html } from "../parts/html.js";
import { say } from "./say.js";

export function Again({ model }) {
  const { data, result } = model;
  const lines = result.scenario.red_lines ?? [];
  const { failed } = result.checks ?? {};
  return html`${data.command && html`<pre class="command" tabindex="0"><code>${data.command}</code></pre>`}
    <dl class="concepts">
      <div><dt>${say("program")}</dt><dd>parley ${result.parley.version}</dd></div>
      <div><dt>${say("scenario")}</dt><dd>${result.scenario.id}</dd></div>
      <div><dt>${say("digest")}</dt><dd class="digest">${result.scenario.digest}</dd></div>
      <div><dt>${say("red_lines")}</dt><dd>${lines.length > 0 ? lines.join(", ") : say("none")}</dd></div>
      ${failed !== undefined &&
      html`<div><dt>${say("checked")}</dt><dd>${failed === 0 ? say("checked_good") : say("checked_bad", { n: failed })}</dd></div>`}
    </dl>
    <p class="soft">${say("again_note")}</p>`;
}
