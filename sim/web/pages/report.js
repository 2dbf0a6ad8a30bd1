// The report on one scenario: see README.md for the data it shows.
import { render } from "preact";
import { common, report } from "../words.json";
import { pageData } from "../parts/data.js";
import { html } from "../parts/html.js";
import { speaker } from "../parts/say.js";

const say = speaker(common, report);
const data = pageData();

function Report() {
  if (!data) return html`<p>${say("no_data")}</p>`;
  return html`<h1>${say("title")}</h1>
    <p>${say("assumptions")}</p>`;
}

render(html`<${Report} />`, document.getElementById("app"));
