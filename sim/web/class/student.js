// The student's page: come in, read one's instructions, propose, vote; later the debrief.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Brief } from "./brief.js";
import { Proposal } from "./deal.js";
import { Debrief } from "./debrief.js";
import { Form } from "./form.js";
import { Assumptions, News, Offline, Seats, StageClock } from "./frame.js";
import { ask, useOnce, usePoll } from "./net.js";
import { Question } from "./question.js";
import { say } from "./say.js";

const KEY = "parley-seat";

function Join({ onSeat, lost }) {
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(lost ? say("seat_lost") : "");
  const [busy, setBusy] = useState(false);
  const game = useOnce("/api/game");
  async function send(event) {
    event.preventDefault();
    setBusy(true);
    const { status, data } = await ask("/api/join", { body: { name, code } });
    setBusy(false);
    if (status === 200) onSeat(data.token);
    else setWrong((data && data.error) || say("offline"));
  }
  return html`<h1>${game ? game.title : say("come_in")}</h1>
    <p>${game && game.question}</p>
    <form class="join" onSubmit=${send}>
      <div class="choice">
        <label for="name">${say("name")}</label>
        <input id="name" maxlength="40" autocomplete="nickname" value=${name} onInput=${(e) => setName(e.currentTarget.value)} />
      </div>
      <div class="choice">
        <label for="code">${say("seat_code")}</label>
        <input id="code" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" value=${code} onInput=${(e) => setCode(e.currentTarget.value)} />
      </div>
      ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
      <button class="main" type="submit" disabled=${busy}>${say("come_in")}</button>
    </form>
    <${Assumptions} />`;
}

function VoteButtons({ proposal, role, token, refresh, onCopy }) {
  const [wrong, setWrong] = useState("");
  const mine = proposal.accept.includes(role) ? 1 : proposal.reject.includes(role) ? -1 : 0;
  async function send(path, body) {
    const { status, data } = await ask(path, { token, body });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    refresh();
  }
  const vote = (value) => () => send("/api/vote", { proposal: proposal.id, vote: mine === value ? 0 : value });
  const n = proposal.id + 1;
  return html`<div class="buttons">
      <button type="button" aria-pressed=${mine === 1} aria-label=${say("accept_n", { n })} onClick=${vote(1)}>✓ ${say("accept")}</button>
      <button type="button" aria-pressed=${mine === -1} aria-label=${say("reject_n", { n })} onClick=${vote(-1)}>✗ ${say("reject")}</button>
      <button type="button" aria-label=${say("copy_n", { n })} onClick=${() => onCopy(proposal)}>${say("copy")}</button>
      ${proposal.by === role &&
      html`<button type="button" aria-label=${say("withdraw_n", { n })} onClick=${() => send("/api/withdraw", { proposal: proposal.id })}>${say("withdraw")}</button>`}
    </div>
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}`;
}

function Talks({ game, brief, view, token, refresh, id }) {
  const role = view.you.role;
  const [deal, setDeal] = useState({ options: game.issues.map(() => 0), levels: game.actors.map(() => 0) });
  const [formOpen, setFormOpen] = useState(false);
  const end = view.table.ends[view.round];
  const shown = view.table.proposals.filter((p) => p.round === view.round).reverse();
  const open = shown.filter((p) => p.status === "open");
  const rest = shown.filter((p) => p.status !== "open");
  const copy = (proposal) => {
    setDeal({ options: proposal.options, levels: proposal.levels });
    setFormOpen(true);
    const place = document.getElementById(`${id}-form`);
    if (place) place.scrollIntoView({ block: "start" });
  };
  return html`${end.status !== "open" && html`<p class="outcome" role="status">${say(end.status === "deal" ? "table_deal" : "table_no_deal")}</p>`}
    ${end.status === "open" &&
    html`<details class="panel" id=${`${id}-form`} open=${formOpen} onToggle=${(e) => setFormOpen(e.currentTarget.open)}>
      <summary><h2>${say("make_proposal")}</h2></summary>
      <${Form}
        game=${game} brief=${brief} token=${token} role=${role} noDeal=${view.you.no_deal} deal=${deal} setDeal=${setDeal}
        revealed=${view.revealed} changes=${view.changes} id=${id}
        onDone=${() => {
          setFormOpen(false);
          refresh();
        }}
      />
    </details>`}
    ${end.status === "open" && html`<h2>${say("on_the_table", { n: open.length })}</h2>`}
    ${end.status === "open" && open.length === 0 && html`<p>${say("nothing_on_table")}</p>`}
    ${open.map(
      (proposal, i) => html`<${Proposal} key=${proposal.id} game=${game} proposal=${proposal} noDeal=${view.you.no_deal} open=${i === 0}>
        <${VoteButtons} proposal=${proposal} role=${role} token=${token} refresh=${refresh} onCopy=${copy} />
      <//>`,
    )}
    ${rest.length > 0 &&
    html`<details class="panel">
      <summary>${say("earlier", { n: rest.length })}</summary>
      ${rest.map((proposal) => html`<${Proposal} key=${proposal.id} game=${game} proposal=${proposal} noDeal=${view.you.no_deal} />`)}
    </details>`}`;
}

/* One seat, by its token. onLost: the token opens nothing any more. */
export function Seat({ token, onLost, id = "seat", small }) {
  const { data: view, online, gone, at, refresh } = usePoll("/api/me", token);
  const changes = view ? view.changes : 0;
  const game = useOnce("/api/game", token, changes);
  const brief = useOnce("/api/brief", token, changes);
  useEffect(() => {
    if (gone) onLost();
  }, [gone]);
  if (!view || !game || !brief) return html`<p role="status">${online ? say("loading") : say("offline")}</p>`;
  const talks = view.stage === "talk" || view.stage === "again";
  const Title = small ? "h2" : "h1";
  return html`<header class="top">
      <${Title}>${game.actors[view.you.role].name}<//>
      <p>${say("at_table", { n: view.table.table + 1 })}${view.you.name && ` · ${view.you.name}`}</p>
      <${StageClock} view=${view} at=${at} />
    </header>
    <${Offline} online=${online} />
    <${News} view=${view} />
    ${view.stage === "lobby" && html`<p>${say("lobby_wait")}</p>`}
    ${view.asking === 0 && html`<${Question} key="before" game=${game} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    <details class="panel" open=${view.stage === "read"}>
      <summary><h2>${say("your_brief")}</h2></summary>
      <${Brief} game=${game} brief=${brief} />
    </details>
    ${talks && html`<${Talks} key=${view.round} game=${game} brief=${brief} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    ${view.asking === 1 && html`<${Question} key="after" game=${game} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    ${view.stage === "debrief" && html`<${Debrief} game=${game} view=${view} mine=${view.table.table} />`}
    ${!small && html`<h2>${say("who_is_here")}</h2><${Seats} game=${game} table=${view.table} /><${Assumptions} />`}`;
}

export function Student() {
  const [token, setToken] = useState(localStorage.getItem(KEY));
  const [lost, setLost] = useState(false);
  const sit = (value) => {
    localStorage.setItem(KEY, value);
    setToken(value);
  };
  const leave = () => {
    localStorage.removeItem(KEY);
    setLost(true);
    setToken(null);
  };
  return token ? html`<${Seat} token=${token} onLost=${leave} />` : html`<${Join} onSeat=${sit} lost=${lost} />`;
}
