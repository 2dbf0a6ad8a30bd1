// What every page offers: larger type for a projector (28 px), printing.
import { useEffect, useState } from "preact/hooks";
import { html } from "./html.js";

export function Toolbar({ say }) {
  const [large, setLarge] = useState(location.hash === "#projector");
  useEffect(() => document.documentElement.classList.toggle("projector", large), [large]);
  return html`<div class="toolbar" role="group" aria-label=${say("page")}>
    <button type="button" aria-pressed=${large ? "true" : "false"} onClick=${() => setLarge(!large)}>
      ${say("larger")}
    </button>
    <button type="button" onClick=${() => window.print()}>${say("print")}</button>
  </div>`;
}
