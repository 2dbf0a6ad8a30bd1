// One actor's payoff at one named design, term by term: what each issue adds and how much of its weight that is.
import { html } from "../parts/html.js";
import { fixed } from "../parts/figures.js";
import { pointerWords } from "./pointer.js";
import { standing } from "./model.js";
import { say } from "./say.js";

function title(model, term) {
  if (term.family === "issue")
    return html`${model.issueName(term.what)} <span class="soft">${model.optionName(term.what, term.option)}</span>`;
  if (term.family === "level") return html`${say("term_level")} <span class="soft">${model.levelName(term.what)}</span>`;
  return html`${say(`term_${term.family}`)} <span class="soft">${say.has(`indicator_${term.what}`) ? say(`indicator_${term.what}`) : term.what}</span>`;
}

/* A bar from zero; for an issue an outline of what its weight allows at most. */
function Bar({ amount, most, scale }) {
  const width = (x) => `${(100 * Math.abs(x)) / scale}%`;
  return html`<span class="bar" aria-hidden="true"
    >${most > 0 && html`<span class="most" style=${{ width: width(most) }}></span>`}<span
      class=${amount < 0 ? "minus" : "plus"}
      style=${{ width: width(amount) }}
    ></span
  ></span>`;
}

function Row({ model, actor, term, scale, weighed }) {
  const outlined = weighed && term.family === "issue";
  const grade = say(`grade_${term.grade}`);
  return html`<tr>
    <th scope="row">${title(model, term)}</th>
    <td><${Bar} amount=${term.amount} most=${outlined ? term.weight : 0} scale=${scale} /></td>
    <td class="number">${model.gain(term.amount, actor.id)}</td>
    <td title=${term.cite ? `${grade}. ${say("cites", { cite: term.cite })}` : grade}>
      <span class="swatch ${term.grade}"></span><span class="hidden">${grade}</span>
    </td>
  </tr>`;
}

function Turn({ model, turn }) {
  if (!turn) return null;
  const words = say(turn.in_range ? "turn_inside" : turn.low === turn.high ? "turn_single" : "turn_outside", {
    what: pointerWords(model, turn.pointer),
    from: fixed(turn.from),
    turn: fixed(turn.turn),
    low: fixed(turn.low, 2),
    high: fixed(turn.high, 2),
  });
  return html`<p class="turn">${words}</p>`;
}

export function Terms({ model, actor, design }) {
  const explained = model.explanations[design.id]?.actors[actor.id];
  const stands = standing(actor, design);
  const margin = design.margins[actor.id];
  const line = design.red_lines?.[actor.id];
  const head = html`<h3>${actor.name}<span class="soft">${design.name}</span></h3>
    <p>
      <span class="margin ${stands}">${say(stands)}</span>
      ${" "}${say("sum", {
        payoff: model.amount(design.payoffs[actor.id], actor.id),
        reservation: model.brief(actor.reservation, actor.id),
        margin: model.gain(margin, actor.id),
      })}
    </p>
    ${line && html`<p>${say(stands === "unasked" ? "line_would" : "line_met", { line })}</p>`}`;
  if (!explained)
    return html`<div class="terms" role="region" tabindex="0" aria-live="polite" aria-label=${say("terms")}>
      ${head}
      <p class="soft">${say("no_terms")}</p>
    </div>`;
  const terms = explained.terms.filter((t) => t.amount !== 0 || t.weight !== 0);
  const weighed = terms.every((t) => t.family !== "issue" || (t.value >= 0 && t.value <= 1));
  const scale = Math.max(...terms.map((t) => Math.max(Math.abs(t.amount), weighed && t.family === "issue" ? t.weight : 0)), 1e-9);
  return html`<div class="terms" role="region" tabindex="0" aria-live="polite" aria-label=${say("terms")}>
    ${head}
    <table>
      <thead class="hidden">
        <tr>
          <th scope="col">${say("term")}</th>
          <th scope="col">${say("term_bar")}</th>
          <th scope="col">${say("term_adds")}</th>
          <th scope="col">${say("grade")}</th>
        </tr>
      </thead>
      <tbody>
        ${terms.map((term) => html`<${Row} model=${model} actor=${actor} term=${term} scale=${scale} weighed=${weighed} />`)}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${say("payoff")}</th>
          <td></td>
          <td class="number">${model.amount(explained.payoff, actor.id)}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>
    <p class="legend small" aria-hidden="true">
      ${["stated", "implied", "outside", "assumed"].map((g) => html`<span><span class="swatch ${g}"></span> ${say(`grade_${g}`)}</span>`)}
      ${weighed && html`<span><span class="swatch most"></span> ${say("weight_outline")}</span>`}
    </p>
    <${Turn} model=${model} turn=${explained.turn} />
  </div>`;
}
