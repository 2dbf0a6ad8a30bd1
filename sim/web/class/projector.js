// The projector: large type, stage and clock, how to come in, each table's proposals with votes; nothing private before the
// reveal, because the server sends nothing private here.
import { useEffect } from "preact/hooks";
import { html } from "../parts/html.js";
import { Votes } from "./deal.js";
import { Debrief } from "./debrief.js";
import { Assumptions, News, Offline, Seats, StageClock } from "./frame.js";
import { useOnce, usePoll } from "./net.js";
import { Answered } from "./question.js";
import { names, say } from "./say.js";

function Welcome({ address }) {
  return html`<section class="welcome">
    <img src="/qr.svg" alt=${say("qr_alt", { address })} width="320" height="320" />
    <p>${say("scan")}<br /><strong class="address">${address}</strong></p>
  </section>`;
}

/* What a proposal says, short: what differs from the one shown below it where that is little, else everything. */
function Short({ game, proposal, before }) {
  const told = (k) => `${game.issues[k].name}: ${game.issues[k].options[proposal.options[k]]}`;
  const joins = (i) => `${game.actors[i].name}: ${game.levels[proposal.levels[i]]}`;
  const issues = game.issues.map((_, k) => k);
  const members = game.actors.map((_, i) => i);
  const changed = before ? issues.filter((k) => proposal.options[k] !== before.options[k]) : issues;
  const moved = before ? members.filter((i) => proposal.levels[i] !== before.levels[i]) : members.filter((i) => proposal.levels[i] > 0);
  const little = before && changed.length + moved.length <= 5;
  const text = little
    ? [...changed.map(told), ...moved.map(joins)].join(" · ")
    : [...issues.map(told), ...members.filter((i) => proposal.levels[i] > 0).map(joins)].join(" · ");
  return html`<p class="short">${little ? say("as_but", { n: before.id + 1, text }) : text}</p>`;
}

function Table({ game, table, view, many }) {
  const end = table.ends[view.round];
  const open = table.proposals.filter((p) => p.status === "open").slice(-3).reverse();
  return html`<section class="table" aria-label=${say("at_table", { n: table.table + 1 })}>
    ${many && html`<h2>${say("at_table", { n: table.table + 1 })}</h2>`}
    <${Seats} game=${game} table=${table} />
    ${end.status !== "open" && html`<p class="outcome">${say(end.status === "deal" ? "table_deal" : "table_no_deal")}</p>`}
    ${open.map(
      (proposal, i) => html`<article class="proposal" key=${proposal.id}>
        <h3>${say("proposal_by", { n: proposal.id + 1, who: game.actors[proposal.by].name })}</h3>
        <${Short} game=${game} proposal=${proposal} before=${open[i + 1]} />
        <${Votes} game=${game} proposal=${proposal} />
        ${proposal.missing.length > 0 && html`<p class="missing">${say("waiting_for", { who: names(game, proposal.missing) })}</p>`}
      </article>`,
    )}
  </section>`;
}

export function Projector() {
  const { data: view, online, at } = usePoll("/api/public");
  const game = useOnce("/api/game", null, view ? view.changes : 0);
  const address = useOnce("/api/address");
  useEffect(() => document.documentElement.classList.add("projector"), []);
  if (!view || !game) return html`<p role="status">${online ? say("loading") : say("offline")}</p>`;
  const talks = view.stage === "talk" || view.stage === "again";
  return html`<header class="top">
      <h1>${game.title}</h1>
      <${StageClock} view=${view} at=${at} />
    </header>
    <${Offline} online=${online} />
    <${News} view=${view} />
    ${(view.stage === "lobby" || view.stage === "read") && html`<p>${game.question}</p>`}
    ${view.stage === "lobby" && address && html`<${Welcome} address=${address.join} />`}
    <${Answered} view=${view} />
    ${view.stage === "debrief"
      ? html`<${Debrief} game=${game} view=${view} fixed />`
      : html`<div class="tables">
          ${view.tables.map((table) => html`<${Table} key=${table.table} game=${game} table=${table} view=${view} many=${view.tables.length > 1} />`)}
        </div>`}
    ${talks && address && html`<p class="late">${say("late", { address: address.join })}</p>`}
    <${Assumptions} />`;
}
