// A deal and a proposal as people see them.
import { html } from "../parts/html.js";
import { levelsOf, names, needed, say, signed } from "./say.js";

/* The options of a deal, and who joins. */
export function Deal({ game, deal }) {
  const members = game.actors.map((actor, i) => [actor, deal.levels[i], levelsOf(game, i)]).filter(([, level]) => level > 0);
  return html`<dl class="deal">
    ${game.issues.map(
      (issue, k) => html`<div key=${k}>
        <dt>${issue.name}</dt>
        <dd>${issue.options[deal.options[k]]}</dd>
      </div>`,
    )}
    ${game.levels.length > 0 &&
    html`<div>
      <dt>${say("members")}</dt>
      <dd>${members.map(([actor, level, own]) => `${actor.name} (${own[level]})`).join(", ") || say("nobody")}</dd>
    </div>`}
  </dl>`;
}

/* Points of every role, with what each gains: over no deal, unless `gain` names something else. */
export function Points({ game, points, gains, gain = say("gain"), of = "" }) {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${of ? `${say("points_of_all")}: ${of}` : say("points_of_all")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("role")}</th>
          <th scope="col" class="number">${say("points")}</th>
          ${gains && html`<th scope="col" class="number">${gain}</th>`}
        </tr>
      </thead>
      <tbody>
        ${game.actors.map(
          (actor, i) => html`<tr key=${i}>
            <th scope="row">${actor.name}</th>
            <td class="number">${points[i]}</td>
            ${gains && html`<td class=${`number ${gains[i] < 0 ? "loss" : gains[i] > 0 ? "win" : ""}`}>${signed(gains[i])}</td>`}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const STATUS = { open: "on_table", withdrawn: "withdrawn", agreed: "agreed", lapsed: "lapsed" };

/* Who said what: in words and signs, never by colour alone. */
export function Votes({ game, proposal }) {
  return html`<ul class="votes" aria-label=${say("votes")}>
    ${game.actors.map((actor, i) => {
      const party = proposal.parties.includes(i);
      const yes = proposal.accept.includes(i);
      const no = proposal.reject.includes(i);
      if (!party && !yes && !no) return null;
      const vote = yes ? "yes" : no ? "no" : "missing";
      return html`<li key=${i} class=${`vote ${vote}`}>
        <span aria-hidden="true">${yes ? "✓" : no ? "✗" : "…"}</span> ${actor.name}
        <span class="hidden">: ${say(vote)}</span>
      </li>`;
    })}
  </ul>`;
}

/* How far a proposal is: who must, how many of the others, who stops it. */
function Tally({ game, proposal }) {
  if (proposal.status !== "open") return null;
  if (proposal.blocked) return html`<p class="missing blocked">${say("blocked_by", { who: names(game, proposal.reject.filter((i) => proposal.parties.includes(i))) })}</p>`;
  const must = proposal.must.filter((i) => !proposal.accept.includes(i));
  const some = proposal.needs < proposal.others.length;
  if (!some) return proposal.missing.length > 0 && html`<p class="missing">${say("waiting_for", { who: names(game, proposal.missing) })}</p>`;
  return html`<p class="missing">
    ${must.length > 0 && html`${say("waiting_for", { who: names(game, must) })} `}
    ${say("tally", { yes: proposal.others.filter((i) => proposal.accept.includes(i)).length, needs: proposal.needs, who: names(game, proposal.others) })}
  </p>`;
}

export function Proposal({ game, proposal, noDeal, open, children }) {
  const title = say("proposal_by", { n: proposal.n, who: game.actors[proposal.by].name });
  return html`<article class=${`proposal ${proposal.status}`} aria-label=${title}>
    <h3>${title}${proposal.status !== "open" && html` <span class="tag">${say(STATUS[proposal.status])}</span>`}</h3>
    ${proposal.points !== undefined &&
    html`<p class="own">
      ${say("own_points", { points: proposal.points, none: noDeal })}
      ${proposal.points < noDeal && html` <strong>${say("worse")}</strong>`}
    </p>`}
    ${proposal.line && html`<p class="warn">${say("red_line", { line: proposal.line })}</p>`}
    <${Votes} game=${game} proposal=${proposal} />
    <${Tally} game=${game} proposal=${proposal} />
    ${children}
    <details open=${open}>
      <summary>${say("what_it_says")}</summary>
      <${Deal} game=${game} deal=${proposal} />
      ${proposal.status === "open" && html`<p>${needed(game, proposal)}</p>`}
    </details>
    ${proposal.all_points &&
    html`<details>
      <summary>${say("points_of_all")}</summary>
      <${Points} game=${game} points=${proposal.all_points} />
    </details>`}
  </article>`;
}
