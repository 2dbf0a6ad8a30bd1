// The report on one scenario: everything that parley found, on one page. Data: see README.md.
import { render } from "preact";
import { pageData } from "../parts/data.js";
import { html } from "../parts/html.js";
import { Toolbar } from "../parts/toolbar.js";
import { modelOf } from "../report/model.js";
import { say } from "../report/say.js";
import { Again } from "../report/again.js";
import { Blockers } from "../report/blockers.js";
import { Chance } from "../report/chance.js";
import { Checks } from "../report/checks.js";
import { Deals } from "../report/deals.js";
import { Designs } from "../report/designs.js";
import { Deterrence } from "../report/deterrence.js";
import { Joining } from "../report/joining.js";
import { Lacks } from "../report/lacks.js";
import { Numbers } from "../report/numbers.js";
import { Picture } from "../report/picture.js";
import { Sweep } from "../report/sweep.js";
import { Talk } from "../report/talk.js";
import { Verdict } from "../report/verdict.js";

/* A section is here if it has something to show. */
const SECTIONS = [
  { id: "designs", Part: Designs, has: (m) => m.designs.length > 0 },
  { id: "lacks", Part: Lacks, has: (m) => Object.keys(m.explanations).length > 0 },
  { id: "picture", Part: Picture, has: (m) => m.players.length > 0 && (m.result.cloud || m.designs.length > 0) },
  { id: "deals", Part: Deals, has: () => true },
  { id: "blockers", Part: Blockers, has: (m) => !!m.result.acceptable.by_actor },
  { id: "joining", Part: Joining, has: (m) => m.candidates.length > 0 && m.designs.length > 0 },
  { id: "deterrence", Part: Deterrence, has: (m) => m.designs.some((d) => d.security) },
  { id: "chance", Part: Chance, has: (m) => m.robust !== null },
  { id: "talk", Part: Talk, has: (m) => (m.talk?.events.length ?? 0) > 0 },
  { id: "sweep", Part: Sweep, has: (m) => m.sweeps.length > 0 },
  { id: "checks", Part: Checks, has: (m) => Object.keys(m.result.concordance ?? {}).length > 0 },
  { id: "numbers", Part: Numbers, has: (m) => m.numbers !== null },
  { id: "again", Part: Again, has: () => true },
];

function Report({ model }) {
  const shown = SECTIONS.filter(({ has }) => has(model));
  return html`<${Toolbar} say=${say} />
    <${Verdict} model=${model} />
    <nav class="contents" aria-label=${say("contents")}>
      ${shown.map(({ id }) => html`<a href="#${id}">${say(`${id}_short`)}</a>`)}
    </nav>
    ${shown.map(
      ({ id, Part }) => html`<section id=${id} aria-labelledby="${id}-heading">
        <h2 id="${id}-heading">${say(`${id}_heading`)}</h2>
        <${Part} model=${model} />
      </section>`,
    )}
    <footer><p>${say("assumptions")}</p></footer>`;
}

/* Paper has no clicks: what is folded is open in print, and folded again after it. */
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const part of folded) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});

const data = pageData();
const app = document.getElementById("app");
if (data) render(html`<${Report} model=${modelOf(data)} />`, app);
else app.textContent = say("no_data");
