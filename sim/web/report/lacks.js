// How far each named design is from a deal: the fewest changes that everybody asked would accept, and the one number
// whose change would turn the verdict.
import { html } from "../parts/html.js";
import { fixed } from "../parts/figures.js";
import { changes } from "./model.js";
import { pointerWords } from "./pointer.js";
import { say } from "./say.js";

function Changes({ list }) {
  return html`<ul class="changes">
    ${list.map(
      ({ what, from, to }) => html`<li>
        <strong>${what}</strong> <span class="soft">${from}</span> <span aria-label=${say("becomes")} role="img">→</span> ${to}
      </li>`,
    )}
  </ul>`;
}

function Near({ model, explanation }) {
  const { nearest, acceptable } = explanation;
  if (acceptable) return html`<p>${say("already")}</p>`;
  if (nearest.outcome === "proved_none") return html`<p>${say("nearest_none")}</p>`;
  if (!nearest.options) return html`<p>${say("nearest_open")}</p>`;
  return html`<${Changes} list=${changes(model, explanation, nearest)} />
    ${nearest.ties > 1 && html`<p class="soft">${say("nearest_ties", { n: nearest.ties - 1 })}</p>`}`;
}

/* A change inside the number's own range says that the verdict hangs on it. */
function Flip({ model, explanation }) {
  const inside = (explanation.flips?.numbers ?? []).filter((flip) => flip.in_range);
  if (inside.length === 0)
    return html`<p class="soft">${say(explanation.flips?.outcome === "limit_reached" ? "flip_open" : "flip_none")}</p>`;
  const [flip] = inside;
  const words = say(explanation.acceptable ? "flip_away" : "flip", {
    what: pointerWords(model, flip.pointer),
    from: fixed(flip.from),
    turn: fixed(flip.turn),
    n: inside.length,
  });
  return html`<p class="soft">${words}</p>`;
}

/* Where there is no deal: the bundle with the largest slack, who is short of a yes there, and the numbers that together
 * would make it a deal, one of each of them. */
function Miss({ model }) {
  const { slack } = model.result;
  if (!(slack?.value < 0) || !slack.short || !slack.options || !slack.members || !slack.margins || !slack.openers) return null;
  const short = model.actors.filter((a) => slack.short.includes(a.id));
  const terms = model.issues
    .filter((i) => !i.derived)
    .map((i) => `${i.name}: ${model.optionName(i.id, slack.options[i.id])}`)
    .concat(model.candidates.filter((a) => a.id in slack.members).map((a) => `${a.name}: ${model.levelName(slack.members[a.id])}`));
  const line = ({ pointer, from, turn }) => say("opener", { what: pointerWords(model, pointer), from: fixed(from, 4), turn: fixed(turn, 4) });
  return html`<article class="card">
    <h3>${say("miss_heading")}</h3>
    <p>${say("miss", { slack: fixed(-slack.value), terms: terms.join("; ") })}</p>
    <p>${say("miss_short", { who: short.map((a) => `${a.name} ${model.amount(-slack.margins[a.id], a.id)}`).join(", ") })}</p>
    ${slack.together && html`<p>${say(short.length === 1 ? "miss_one" : "miss_together", { n: short.length })}</p>`}
    ${slack.together &&
    html`<ul>
      ${slack.openers.map(({ number }) => html`<li>${line(number)}</li>`)}
    </ul>`}
  </article>`;
}

export function Lacks({ model }) {
  const shown = model.designs.filter((d) => model.explanations[d.id]);
  const near = (d) => (model.explanations[d.id].acceptable ? 0 : (model.explanations[d.id].nearest.changes ?? Infinity));
  shown.sort((a, b) => near(a) - near(b));
  return html`<p>${say("lacks_intro")}</p>
    <div class="cards">
      <${Miss} model=${model} />
      ${shown.map(
        (d) => html`<article class="card">
          <h3>
            ${d.name}
            ${Number.isFinite(near(d)) && html`<span class="soft">${say("n_changes", { n: near(d) })}</span>`}
          </h3>
          <${Near} model=${model} explanation=${model.explanations[d.id]} />
          <${Flip} model=${model} explanation=${model.explanations[d.id]} />
        </article>`,
      )}
    </div>`;
}
