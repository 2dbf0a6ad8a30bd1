// The student's page: come in, read one's instructions, propose, vote; later the debrief.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Brief } from "./brief.js";
import { Proposal } from "./deal.js";
import { Debrief } from "./debrief.js";
import { Form } from "./form.js";
import { Moves } from "./moves.js";
import { Away, Next } from "./next.js";
import { Offers } from "./offers.js";
import { Outcome } from "./outcome.js";
import { Assumptions, News, Offline, Seats, StageClock } from "./frame.js";
import { ask, useOnce, usePoll } from "./net.js";
import { Question } from "./question.js";
import { say } from "./say.js";

const KEY = "parley-seat";

const DEVICE = "parley-device";

/* A name that this device gives itself, for open places: one a device. */
function device() {
  let own = localStorage.getItem(DEVICE);
  if (!own) {
    own = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
    localStorage.setItem(DEVICE, own);
  }
  return own;
}

/* The code that a card's QR code brought along; it does not stay in the address bar. */
function broughtCode() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}

function Join({ onSeat, lost, brought }) {
  const [name, setName] = useState("");
  const [code, setCode] = useState(brought);
  const [wrong, setWrong] = useState(lost ? say("seat_lost") : "");
  const [busy, setBusy] = useState(false);
  const game = useOnce("/api/game");
  const { data: room } = usePoll("/api/public", null, 3000);
  const open = room ? room.open : false;
  async function send(event) {
    event.preventDefault();
    if (!open && !code.trim()) {
      setWrong(say("no_open_places"));
      return;
    }
    setBusy(true);
    const { status, data } = await ask("/api/join", { body: { name, code, device: device() } });
    setBusy(false);
    if (status === 200) onSeat(data.token);
    else setWrong((data && data.error) || say("offline"));
  }
  return html`<h1>${game ? game.title : say("come_in")}</h1>
    <p>${game && game.question}</p>
    <form class="join" onSubmit=${send}>
      <div class="choice">
        <label for="code">${say(open ? "code_optional" : "code_needed")}</label>
        <input id="code" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" value=${code} onInput=${(e) => setCode(e.currentTarget.value)} />
      </div>
      ${open && html`<p class="soft">${say("join_open")}</p>`}
      <div class="choice">
        <label for="name">${say("name")}</label>
        <input id="name" maxlength="40" autocomplete="nickname" value=${name} onInput=${(e) => setName(e.currentTarget.value)} />
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
  const { n } = proposal;
  return html`<div class="buttons">
      <button type="button" aria-pressed=${mine === 1} aria-label=${say("accept_n", { n })} onClick=${vote(1)}>✓ ${say("accept")}</button>
      <button type="button" aria-pressed=${mine === -1} aria-label=${say("reject_n", { n })} onClick=${vote(-1)}>✗ ${say("reject")}</button>
      <button type="button" aria-label=${say("copy_n", { n })} onClick=${() => onCopy(proposal)}>${say("copy")}</button>
      ${proposal.by === role &&
      html`<button type="button" aria-label=${say("withdraw_n", { n })} onClick=${() => send("/api/withdraw", { proposal: proposal.id })}>${say("withdraw")}</button>`}
    </div>
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}`;
}

const STAYS_MS = 5000;

/* Cards stay where they are: the oldest first, and one that has just gone from the table keeps its place for a moment. */
function useSteady(shown) {
  const [gone, setGone] = useState({});
  useEffect(() => {
    const news = shown.filter((p) => p.status !== "open" && !(p.id in gone));
    if (news.length > 0) setGone((old) => ({ ...old, ...Object.fromEntries(news.map((p) => [p.id, Date.now()])) }));
  });
  const fresh = (p) => p.status !== "open" && gone[p.id] && Date.now() - gone[p.id] < STAYS_MS;
  return { here: shown.filter((p) => p.status === "open" || fresh(p)), rest: shown.filter((p) => p.status !== "open" && !fresh(p)).reverse() };
}

function Talks({ game, brief, view, token, refresh, id }) {
  const role = view.you.role;
  const [deal, setDeal] = useState({ options: game.issues.map(() => 0), levels: game.actors.map(() => 0) });
  const [formOpen, setFormOpen] = useState(false);
  const end = view.table.ends[view.round];
  const shown = view.table.proposals.filter((p) => p.round === view.round);
  const open = shown.filter((p) => p.status === "open");
  const { here, rest } = useSteady(shown);
  const copy = (proposal) => {
    setDeal({ options: proposal.options, levels: proposal.levels });
    setFormOpen(true);
    const place = document.getElementById(`${id}-form`);
    if (place) place.scrollIntoView({ block: "start" });
  };
  const copyButton = (proposal) => end.status === "open" && html`<button type="button" aria-label=${say("copy_n", { n: proposal.n })} onClick=${() => copy(proposal)}>${say("copy")}</button>`;
  return html`${end.status === "open" &&
    html`<details class="panel" id=${`${id}-form`} open=${formOpen} onToggle=${(e) => setFormOpen(e.currentTarget.open)}>
      <summary><h2>${say("make_proposal")}</h2></summary>
      <${Form}
        game=${game} brief=${brief} token=${token} role=${role} noDeal=${view.you.no_deal} deal=${deal} setDeal=${setDeal}
        revealed=${view.revealed} changes=${view.changes} id=${id} table=${view.table}
        onDone=${() => {
          setFormOpen(false);
          refresh();
        }}
      />
    </details>`}
    ${end.status === "open" && html`<h2>${say("on_the_table", { n: open.length })}</h2>`}
    ${end.status === "open" && open.length === 0 && html`<p>${say("nothing_on_table")}</p>`}
    ${end.status === "open" &&
    here.map(
      (proposal, i) => html`<${Proposal} key=${proposal.id} game=${game} proposal=${proposal} noDeal=${view.you.no_deal} open=${i === 0}>
        ${proposal.status === "open"
          ? html`<${VoteButtons} proposal=${proposal} role=${role} token=${token} refresh=${refresh} onCopy=${copy} />`
          : html`<div class="buttons">${copyButton(proposal)}</div>`}
      <//>`,
    )}
    ${(end.status === "open" ? rest : shown).length > 0 &&
    html`<details class="panel">
      <summary>${say("earlier", { n: (end.status === "open" ? rest : shown).length })}</summary>
      ${(end.status === "open" ? rest : shown).map(
        (proposal) => html`<${Proposal} key=${proposal.id} game=${game} proposal=${proposal} noDeal=${view.you.no_deal}><div class="buttons">${copyButton(proposal)}</div><//>`,
      )}
    </details>`}`;
}

const BY_MODE = { table: Talks, simultaneous: Moves, offers: Offers };

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
  const Play = BY_MODE[game.mode] || Talks;
  const seat = view.table.seats.find((other) => other.role === view.you.role);
  return html`<header class="top">
      <${Title}>${game.actors[view.you.role].name}<//>
      <p>${say("at_table", { n: view.table.table + 1 })}${view.you.name && ` · ${view.you.name}`}</p>
      <${StageClock} view=${view} at=${at} />
    </header>
    <${Offline} online=${online} />
    <${Next} game=${game} view=${view} />
    <${Away} view=${view} online=${online} />
    ${seat && seat.present > 1 && html`<p class="note">${say("two_here", { n: seat.present })}</p>`}
    <${News} game=${game} view=${view} brief=${brief} />
    ${(talks || view.stage === "debrief") && html`<${Outcome} game=${game} view=${view} small=${small} />`}
    ${view.stage === "lobby" && html`<p>${say("lobby_wait")}</p>`}
    ${view.asking === 0 && html`<${Question} key="before" game=${game} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    <details class="panel" open=${view.stage === "read"}>
      <summary><h2>${say("your_brief")}</h2></summary>
      <${Brief} game=${game} brief=${brief} />
    </details>
    ${talks && html`<${Play} key=${view.round} game=${game} brief=${brief} view=${view} at=${at} token=${token} refresh=${refresh} id=${id} />`}
    ${view.asking === 1 && view.step <= 1 && html`<${Question} key="after" game=${game} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    ${view.stage === "debrief" && html`<${Debrief} game=${game} view=${view} mine=${view.table.table} me=${{ table: view.table.table, role: view.you.role }} />`}
    ${view.asking === 1 && view.step > 1 && html`<${Question} key="after" game=${game} view=${view} token=${token} refresh=${refresh} id=${id} />`}
    ${!small && html`<h2>${say("who_is_here")}</h2><${Seats} game=${game} table=${view.table} /><${Assumptions} />`}`;
}

export function Student() {
  const [brought] = useState(broughtCode);
  const [token, setToken] = useState(brought ? null : localStorage.getItem(KEY));
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
  return token ? html`<${Seat} token=${token} onLost=${leave} />` : html`<${Join} onSeat=${sit} lost=${lost} brought=${brought} />`;
}
