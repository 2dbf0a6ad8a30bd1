// The climax: how a table ended, in words, with one's own points and who signed.
import { html } from "../parts/html.js";
import { Deal } from "./deal.js";
import { names, say, signed } from "./say.js";

export function Outcome({ game, view, small }) {
  const end = view.table.ends[view.round];
  const deal = view.table.proposals.find((p) => p.id === end.proposal);
  if (end.status === "open" || game.mode === "simultaneous") return null;
  if (end.status !== "deal" || !deal)
    return html`<section class="outcome none" role="status">
      <h2>${say("none_title")}</h2>
      <p class="own big">${say("none_own", { points: view.you.no_deal })}</p>
    </section>`;
  const mine = deal.accept.includes(view.you.role);
  const points = signed(deal.points - (deal.no_deal ?? view.you.no_deal));
  const against = deal.parties.filter((i) => !deal.accept.includes(i));
  return html`<section class="outcome" role="status">
    <h2>${say("deal_title")}</h2>
    ${deal.points !== undefined && html`<p class="own big">${say(mine ? "deal_own" : "deal_other", { points: deal.points, gain: points })}</p>`}
    ${!small && html`<${Deal} game=${game} deal=${deal} />`}
    <p>${say("deal_signed", { who: names(game, deal.accept) })}${against.length > 0 && say("deal_without", { who: names(game, against) })}.</p>
  </section>`;
}
