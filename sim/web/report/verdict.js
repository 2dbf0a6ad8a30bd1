// The question and the answer in words, and the counts behind it.
import { html } from "../parts/html.js";
import { count, share } from "../parts/figures.js";
import { say } from "./say.js";

/* "A DEAL IS POSSIBLE, held together by consent only: everybody ..." -> ["A deal is possible, held ...", "everybody ..."] */
function split(statement) {
  const [head, ...rest] = statement.split(": ");
  const calm = head.replace(/^[A-Z][A-Z ,]+/, (loud) => loud[0] + loud.slice(1).toLowerCase());
  return [calm, rest.join(": ")];
}

const part = (of, whole) => (of === null || !whole ? null : share(of / whole));

function tiles({ result, candidates }) {
  const feasible = result.space.feasible;
  const acceptable = result.acceptable.count;
  return [
    ["feasible", feasible, part(feasible, result.space.raw), "of_combinations"],
    ["acceptable", acceptable, part(acceptable, feasible), "of_feasible"],
    ["sustained", result.sustained?.count, part(result.sustained?.count, acceptable), "of_acceptable"],
    ["stable", result.stable?.count, part(result.stable?.count, acceptable), "of_acceptable"],
    ["efficient", result.pareto?.count, part(result.pareto?.count, acceptable), "of_acceptable"],
  ].filter(([key, n]) => n !== undefined && (candidates.length > 0 || !["sustained", "stable"].includes(key)));
}

export function Verdict({ model }) {
  const { scenario: about, verdict, acceptable } = model.result;
  const [first, ...others] = verdict;
  const [head, rest] = split(first ?? "");
  const mood = acceptable.count === 0 ? "none" : acceptable.count === null ? "open" : "room";
  return html`<header>
    <p class="overline">${say("title")}</p>
    <h1>${about.title ?? about.id}</h1>
    ${about.question && html`<p class="question">${about.question}</p>`}
    <div class="answer-and-tiles"><div class="verdict ${mood}">
      <p class="answer">${head}</p>
      ${rest && html`<p>${rest[0].toUpperCase() + rest.slice(1)}</p>`}
      <ul>
        ${others.map((line) => html`<li>${line}</li>`)}
      </ul>
    </div>
    <dl class="tiles">
      ${tiles(model).map(
        ([key, n, ratio, of]) => html`<div>
          <dt>${say(`${key}_count`)}</dt>
          <dd class="figure">${count(n)}</dd>
          <dd class="soft">${ratio ? say(of, { share: ratio }) : ""}</dd>
          <dd class="soft">${say(`${key}_means`)}</dd>
        </div>`,
      )}
    </dl></div>
  </header>`;
}
