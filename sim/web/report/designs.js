// Who accepts which named design, and by how much: the grid, with the payoff term by term for the cell that has the
// focus or the pointer. Arrow keys move through it (WAI-ARIA grid pattern: one cell in the tab order).
import { useRef, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { fixed } from "../parts/figures.js";
import { changes, isAskedAt, standing } from "./model.js";
import { say } from "./say.js";
import { Terms } from "./terms.js";

const MARKS = { accepts: "✓", refuses: "✗", line: "⊘", unasked: "·" };
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function Cell({ model, actor, design, chosen, onChoose }) {
  const stands = standing(actor, design);
  const margin = design.margins[actor.id];
  const told = say("cell", {
    actor: actor.name,
    design: design.name,
    stands: say(stands),
    margin: model.gain(margin, actor.id),
  });
  return html`<td
    class="margin ${stands} ${chosen ? "chosen" : ""}"
    style=${{ "--strength": model.strength(margin) }}
    tabindex=${chosen ? 0 : -1}
    data-actor=${actor.id}
    data-design=${design.id}
    aria-label=${told}
    aria-selected=${chosen ? "true" : "false"}
    onFocus=${onChoose}
    onMouseEnter=${onChoose}
    onClick=${(event) => event.currentTarget.focus()}
  >
    <span class="number">${model.gain(margin, actor.id)}</span><span class="mark" aria-hidden="true">${MARKS[stands]}</span>
  </td>`;
}

const yes = (value) => (value === null ? say("open") : value ? "✓ " + say("yes") : "✗ " + say("no"));

function Foot({ model, designs }) {
  const joining = model.candidates.length > 0 ? ["sustained", "stable"] : [];
  const rows = ["acceptable", ...joining, "efficient"];
  return html`<tfoot>
    <tr>
      <th scope="row">${say("refusals")}</th>
      ${designs.map((d) => html`<td class="refusals">${d.refuses.length}<span class="soft"> / ${d.n_asked}</span></td>`)}
    </tr>
    ${rows.map(
      (key) => html`<tr>
        <th scope="row">${say(`is_${key}`)}</th>
        ${designs.map((d) => html`<td class=${d[key] ? "good" : "soft"}>${yes(d[key])}</td>`)}
      </tr>`,
    )}
  </tfoot>`;
}

/* An acceptable design that is not efficient: the deal that is better for somebody and worse for nobody, and how far the
 * frontier and the Nash deal are. */
function Better({ model, design }) {
  const better = changes(model, design, design.better).map(({ what, to }) => `${what}: ${to}`);
  const gains = model.actors
    .map((a) => [a, design.better.payoffs[a.id] - design.payoffs[a.id]])
    .filter(([a, gain]) => gain > model.tolerance(a.id))
    .map(([a, gain]) => `${a.name} ${model.gain(gain, a.id)}`);
  return html`<p>
    ${say("better", { design: design.name, changes: better.join("; "), gains: gains.join(", ") })}
    ${Number.isFinite(design.frontier_distance) &&
    Number.isFinite(design.nash_distance) &&
    ` ${say("distances", { frontier: fixed(design.frontier_distance, 2), nash: fixed(design.nash_distance, 2) })}`}
  </p>`;
}

export function Designs({ model }) {
  const { actors } = model;
  const designs = model.designs.map((d) => ({ ...d, n_asked: actors.filter((a) => isAskedAt(a, d)).length }));
  const [at, setAt] = useState([0, 0]);
  const occurs = new Set(designs.flatMap((d) => actors.map((a) => standing(a, d))));
  const table = useRef(null);
  const move = (event) => {
    const step = STEPS[event.key];
    const end = { Home: 0, End: designs.length - 1 }[event.key];
    if (!step && end === undefined) return;
    event.preventDefault();
    const row = step ? Math.max(0, Math.min(actors.length - 1, at[0] + step[0])) : at[0];
    const column = step ? Math.max(0, Math.min(designs.length - 1, at[1] + step[1])) : end;
    table.current.tBodies[0].rows[row].cells[column + 1].focus();
  };
  return html`<p>${say("designs_intro")}</p>
    <p class="legend" aria-hidden="true">
      ${Object.entries(MARKS).filter(([key]) => occurs.has(key)).map(
        ([key, mark]) => html`<span class="margin ${key}"><span class="mark">${mark}</span> ${say(key)}</span>`,
      )}
    </p>
    <div class="grid-and-terms">
      <div class="scroll">
        <table class="grid" role="grid" ref=${table} onKeyDown=${move} aria-label=${say("designs_heading")}>
          <thead>
            <tr>
              <th scope="col">${say("gain_against")}</th>
              ${designs.map((d) => html`<th scope="col">${d.name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${actors.map(
              (actor, row) => html`<tr>
                <th scope="row">${actor.name}<span class="soft"> ${model.brief(actor.reservation, actor.id)}</span></th>
                ${designs.map(
                  (design, column) => html`<${Cell}
                    model=${model}
                    actor=${actor}
                    design=${design}
                    chosen=${at[0] === row && at[1] === column}
                    onChoose=${() => setAt([row, column])}
                  />`,
                )}
              </tr>`,
            )}
          </tbody>
          <${Foot} model=${model} designs=${designs} />
        </table>
      </div>
      <${Terms} model=${model} actor=${actors[at[0]]} design=${designs[at[1]]} />
    </div>
    ${designs.filter((d) => d.better?.options && d.better.members && d.better.payoffs).map((d) => html`<${Better} model=${model} design=${d} />`)}`;
}
