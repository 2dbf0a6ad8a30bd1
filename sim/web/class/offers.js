// Offers in turn: whose turn it is, what a deal is still worth, the offer that stands, and the form where it is one's own turn.
import { useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Deal } from "./deal.js";
import { Form } from "./form.js";
import { RoundClock } from "./moves.js";
import { ask } from "./net.js";
import { dealWords, say } from "./say.js";

function Answer({ game, offer, noDeal, token, refresh, role }) {
  const [wrong, setWrong] = useState("");
  const vote = (value) => async () => {
    const { status, data } = await ask("/api/vote", { token, body: { proposal: offer.id, vote: value } });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    refresh();
  };
  return html`<article class="proposal" aria-label=${say("proposal_by", { n: offer.n, who: game.actors[offer.by].name })}>
    <h3>${say("proposal_by", { n: offer.n, who: game.actors[offer.by].name })}</h3>
    <${Deal} game=${game} deal=${offer} />
    <p class="own">${say("offer_own", { points: offer.points })} ${say("no_deal_gives", { points: noDeal })}</p>
    ${offer.missing.includes(role) &&
    html`<div class="buttons">
      <button type="button" class="main" onClick=${vote(1)}>✓ ${say("agree")}</button>
      <button type="button" onClick=${vote(-1)}>✗ ${say("refuse")}</button>
    </div>`}
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
  </article>`;
}

/* What was offered and refused, round by round. */
export function OfferLog({ game, proposals }) {
  const past = proposals.filter((p) => p.status !== "open");
  if (past.length === 0) return null;
  return html`<h2>${say("offers_log")}</h2>
    <ol class="log">
      ${past.map((p) => html`<li key=${p.id}>${say("round_of", { number: p.turn + 1, rounds: game.rounds })}: ${game.actors[p.by].name}: ${dealWords(game, p)} (${say(p.status === "agreed" ? "as_signed" : "refused")})</li>`)}
    </ol>`;
}

export function Offers({ game, brief, view, at, token, refresh, id }) {
  const { role } = view.you;
  const { table } = view;
  const [deal, setDeal] = useState({ options: game.issues.map(() => 0), levels: game.actors.map(() => 0) });
  const over = table.ends[view.round].status !== "open";
  const offer = table.proposals.find((p) => p.status === "open" && p.round === view.round);
  return html`${!over &&
    html`<${RoundClock} game=${game} view=${view} at=${at} />
      <p>${say("offer_worth", { number: table.played + 1, rounds: game.rounds, worth: table.worth })}</p>
      ${offer && html`<${Answer} game=${game} offer=${offer} noDeal=${view.you.no_deal} token=${token} refresh=${refresh} role=${role} />`}
      ${!offer &&
      table.turn === role &&
      html`<section class="panel"><${Form}
        game=${game} brief=${brief} token=${token} role=${role} noDeal=${view.you.no_deal} deal=${deal} setDeal=${setDeal}
        revealed=${view.revealed} changes=${`${view.changes}/${table.played}`} id=${id} table=${table} onDone=${refresh}
      /></section>`}`}
    <${OfferLog} game=${game} proposals=${table.proposals.filter((p) => p.round === view.round)} />`;
}
