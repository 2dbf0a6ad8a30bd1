// Who stands in the way: how many more bundles would be acceptable if one actor accepted everything, and what share of
// all feasible bundles it would accept.
import { html } from "../parts/html.js";
import { count, share } from "../parts/figures.js";
import { say } from "./say.js";

const asked = { required: "asked_required", counted: "asked_counted", if_member: "asked_member", when: "asked_when", never: "asked_never" };

export function Blockers({ model }) {
  const { by_actor: byActor } = model.result.acceptable;
  const feasible = model.result.space.feasible;
  const rows = model.actors.map((a) => ({ ...a, ...byActor[a.id] })).sort((a, b) => b.veto_weight - a.veto_weight);
  const most = Math.max(1, rows[0]?.veto_weight ?? 1);
  return html`<p>${say("blockers_intro")}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${say("blockers_heading")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">${say("actor")}</th>
            <th scope="col">${say("is_asked")}</th>
            <th scope="col" colspan="2">${say("blocks_alone")}</th>
            <th scope="col">${say("would_accept")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (a) => html`<tr>
              <th scope="row">${a.name}</th>
              <td>${say(asked[a.consent])}</td>
              <td class="number">${count(a.veto_weight)}</td>
              <td class="wide">
                <span class="bar" aria-hidden="true"
                  ><span class="minus" style=${{ width: `${(100 * a.veto_weight) / most}%` }}></span
                ></span>
              </td>
              <td class="number">${share(a.would_accept / feasible)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
