// The deals that each concept singles out, side by side: gains, options, members. What differs from the first is marked.
import { html } from "../parts/html.js";
import { singledOut } from "./model.js";
import { conceptMeaning, conceptName, say } from "./say.js";

/* Concepts that found nothing, or did not finish. */
function Without({ model }) {
  const { solutions, talks, propose } = model.result;
  const parts = { ...solutions, talks, optimistic: propose?.optimistic, pessimistic: propose?.pessimistic };
  const lines = Object.entries(parts)
    .filter(([, part]) => part && part.outcome !== "found")
    .map(([concept, part]) =>
      say(part.outcome === "proved_none" ? "concept_none" : "concept_open", { concept: conceptName(concept) }),
    );
  return lines.length > 0 && html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function differs(columns, of) {
  return columns.map((c) => of(c.bundle) !== of(columns[0].bundle));
}

function Row({ name, columns, of, number }) {
  const marks = number ? [] : differs(columns, of);
  return html`<tr>
    <th scope="row">${name}</th>
    ${columns.map(
      (c, k) => html`<td class=${number ? "number" : marks[k] ? "differs" : ""}>
        ${of(c.bundle)}${marks[k] && html`<span class="hidden"> (${say("differs")})</span>`}
      </td>`,
    )}
  </tr>`;
}

function Group({ name, width }) {
  return html`<tr class="group">
    <th scope="rowgroup" colspan=${width}>${name}</th>
  </tr>`;
}

export function Deals({ model }) {
  const columns = singledOut(model);
  /* Without candidates nobody can leave: all sets are one. */
  const from = model.candidates.length > 0 ? Object.values(model.result.solutions ?? {})[0]?.over : null;
  const over = say(`over_${from ?? "acceptable"}`);
  if (columns.length === 0)
    return html`<p>${say("deals_none")}</p>
      <${Without} model=${model} />`;
  const level = (id) => (bundle) => model.levelName(bundle.members[id] ?? model.levels[0]?.id);
  return html`<p>${say("deals_intro", { over })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("deals_heading")}>
      <table class="plain deals">
        <thead>
          <tr>
            <td></td>
            ${columns.map(
              (c) => html`<th scope="col">
                ${c.concepts.map((id) => html`<span title=${conceptMeaning(id)}>${conceptName(id)}</span>`)}
                ${c.bundle.verified === true && html`<span class="soft">✓ ${say("verified")}</span>`}
              </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          <${Group} name=${say("gain_against")} width=${columns.length + 1} />
          ${model.actors.map(
            (a) => html`<${Row} number name=${a.name} columns=${columns} of=${(b) => model.gain(b.payoffs[a.id] - a.reservation, a.id)} />`,
          )}
        </tbody>
        ${model.candidates.length > 0 &&
        html`<tbody>
          <${Group} name=${say("who_joins")} width=${columns.length + 1} />
          ${model.candidates.map((a) => html`<${Row} name=${a.name} columns=${columns} of=${level(a.id)} />`)}
        </tbody>`}
        <tbody>
          <${Group} name=${say("on_each_issue")} width=${columns.length + 1} />
          ${model.issues.map(
            (i) => html`<${Row} name=${i.name} columns=${columns} of=${(b) => model.optionName(i.id, b.options[i.id])} />`,
          )}
        </tbody>
      </table>
    </div>
    <dl class="concepts">
      ${columns
        .flatMap((c) => c.concepts)
        .map((id) => html`<div><dt>${conceptName(id)}</dt><dd>${conceptMeaning(id)}</dd></div>`)}
    </dl>
    <${Without} model=${model} />
    ${model.result.propose?.pessimistic?.outcome === "proved_none" &&
    html`<p class="soft">
      ${say("pessimistic_none", {
        actor: model.actorName(model.result.propose.proposer),
        value: model.amount(model.result.propose.pessimistic.value, model.result.propose.proposer),
      })}
    </p>`}`;
}
