// One deal in words: what everybody gains, who joins, which option on each issue.
import { html } from "../parts/html.js";
import { bundleOf, isAsked } from "./model.js";
import { say } from "./say.js";

/* Who stands at which level, the highest first: "Guarantor: armies: Germany, Turkey". */
export function Members({ model, members }) {
  if (model.candidates.some((a) => a.moves))
    return html`<ul class="members">
      ${model.candidates.map((a) => html`<li><strong>${a.name}:</strong> ${a.moves[members[a.id]] ?? members[a.id]}</li>`)}
    </ul>`;
  const rows = [...model.levels]
    .reverse()
    .slice(0, -1)
    .map((level) => [level, model.candidates.filter((a) => members[a.id] === level.id)])
    .filter(([, list]) => list.length > 0);
  if (rows.length === 0) return html`<p>${say("nobody_joins")}</p>`;
  return html`<ul class="members">
    ${rows.map(([level, list]) => html`<li><strong>${level.name}:</strong> ${list.map((a) => a.name).join(", ")}</li>`)}
  </ul>`;
}

function Gains({ model, bundle }) {
  return html`<ul class="gains">
    ${model.actors.map((a) => {
      const gain = bundle.payoffs[a.id] - a.reservation;
      const asked = isAsked(a, bundle.members);
      return html`<li class=${!asked ? "unasked" : gain >= -model.tolerance(a.id) ? "accepts" : "refuses"}>
        ${a.name} <strong>${model.gain(gain, a.id)}</strong>
      </li>`;
    })}
  </ul>`;
}

export function Deal({ model, point }) {
  if (!point)
    return html`<div class="deal" role="region" aria-live="polite" aria-label=${say("deal")}>
      <p class="soft">${say("deal_none")}</p>
    </div>`;
  const bundle = point.kind ? point.bundle : { ...bundleOf(model, point.index), payoffs: point.payoffs };
  const state = point.kind
    ? null
    : [
        point.stable ? say("stable_one") : point.sustained ? say("sustained_one") : say("acceptable_one"),
        point.efficient ? say("efficient_one") : null,
      ]
        .filter(Boolean)
        .join(", ");
  return html`<div class="deal" role="region" aria-live="polite" aria-label=${say("deal")}>
    <h3>${point.kind ? point.name : say("deal_index", { index: point.index })}<span class="soft">${state}</span></h3>
    <${Gains} model=${model} bundle=${bundle} />
    ${model.candidates.length > 0 && html`<${Members} model=${model} members=${bundle.members} />`}
    <dl class="options">
      ${model.issues
        .filter((i) => bundle.options[i.id] !== undefined)
        .map(
          (i) => html`<div>
            <dt>${i.name}</dt>
            <dd>${model.optionName(i.id, bundle.options[i.id])}</dd>
          </div>`,
        )}
    </dl>
  </div>`;
}
