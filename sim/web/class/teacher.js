// The teacher's page: run the clock, help seats along, inject news, lead the debrief with the keys 1 to 9, take it home.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Debrief, STEPS, stepName } from "./debrief.js";
import { Proposal } from "./deal.js";
import { Assumptions, News, Offline, StageClock } from "./frame.js";
import { ask, useOnce, usePoll } from "./net.js";
import { Rounds } from "./moves.js";
import { onlyBots, rowWords } from "./row.js";
import { Answered, Results } from "./question.js";
import { say } from "./say.js";

const NEXT = { lobby: "read", read: "talk", talk: "debrief", again: "debrief" };
const BEFORE = { read: "lobby", talk: "read", again: "debrief" };

/* Steps that end something ask once: the question stands in another place than the button that was clicked, so that a double
 * click does not answer it, and what was ended can be undone. */
function Controls({ game, view, give }) {
  const [asking, setAsking] = useState("");
  const next = NEXT[view.stage];
  const before = view.stage === "debrief" ? (view.round === 0 ? "talk" : "again") : BEFORE[view.stage];
  const ends = view.stage === "talk" || view.stage === "again";
  const open = view.tables.filter((table) => table.ends[view.round].status === "open");
  const push = () => {
    setAsking("");
    give({ do: "push", from: view.stage });
  };
  const question = game.mode === "simultaneous" && open.length > 0 ? say("ask_moves") : open.length > 0 ? say("ask_end", { n: open.length }) : say("ask_end_none");
  return html`<div class="buttons" role="group" aria-label=${say("controls")}>
      ${next && html`<button type="button" class="main" disabled=${asking === view.stage} onClick=${ends ? () => setAsking(view.stage) : push}>${say("push_to", { stage: say(`stage_${next}`) })}</button>`}
      ${view.timed && html`<button type="button" onClick=${() => give({ do: view.paused ? "resume" : "pause" })}>${say(view.paused ? "resume" : "pause")}</button>`}
      ${view.timed && [1, 5].map((n) => html`<button key=${n} type="button" onClick=${() => give({ do: "extend", seconds: 60 * n })}>${say("extend", { n })}</button>`)}
      ${before && html`<button type="button" title=${say("back_note")} onClick=${() => give({ do: "back" })}>↶ ${say("back", { stage: say(`stage_${before}`) })}</button>`}
    </div>
    ${asking === view.stage &&
    html`<div class="ask" role="alertdialog" aria-label=${question}>
      <p><strong>${question}</strong></p>
      <div class="buttons">
        <button type="button" onClick=${() => setAsking("")}>${say("no_stay")}</button>
        <button type="button" onClick=${push}>${say("yes_end", { stage: say(`stage_${next}`) })}</button>
      </div>
    </div>`}`;
}

function Steps({ game, view, give }) {
  const inDebrief = view.stage === "debrief";
  useEffect(() => {
    if (!inDebrief) return undefined;
    const press = (event) => {
      const field = event.target.closest("input:not([type=range]), textarea, select");
      const step = event.key === "0" ? 10 : Number(event.key);
      if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && step >= 1 && step <= STEPS.length) give({ do: "step", step });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [inDebrief, give]);
  if (!inDebrief) return null;
  return html`<h2>${say("debrief")}</h2>
    <p>${say(view.revealed ? "is_revealed" : "reveal_note")}</p>
    <div class="buttons" role="group" aria-label=${say("debrief")}>
      ${STEPS.map((name, i) => html`<button key=${name} type="button" aria-pressed=${view.step === i + 1} onClick=${() => give({ do: "step", step: i + 1 })}>${(i + 1) % 10} ${say(stepName(game, i + 1))}</button>`)}
    </div>
    ${view.step === 8 && view.round === 0 && html`<button type="button" class="main" onClick=${() => give({ do: "again" })}>${say("start_again")}</button>`}`;
}

function Seat({ game, view, table, seat, give, codes }) {
  const people = view.people.filter((p) => p.table === table.table && p.role === seat.role);
  return html`<tr>
    <th scope="row">${game.actors[seat.role].name}</th>
    ${codes && html`<td><code>${view.codes[table.table][seat.role]}</code></td>`}
    <td>
      ${seat.bot && html`<span>⚙ ${say("seat_bot", { n: 0 })} </span>`}
      ${people.map(
        (p) => html`<span key=${p.person} class="person">
          ${p.present ? "●" : "◐"} ${p.name || say("no_name", { n: p.person + 1 })}${p.open ? html` <span class="tag">${say("open_tag")}</span>` : ""}${p.present ? "" : ` (${say("away")})`}
          <button type="button" aria-label=${say("free_who", { who: p.name || p.person + 1 })} onClick=${() => give({ do: "free", person: p.person })}>${say("free")}</button>
        </span>`,
      )}
      ${!seat.bot && people.length === 0 && say("seat_empty", { n: 0 })}
    </td>
    <td>
      <button type="button" aria-label=${say(seat.bot ? "bot_out_of" : "bot_into", { who: game.actors[seat.role].name, table: table.table + 1 })} onClick=${() => give({ do: "bot", table: table.table, role: seat.role, in: !seat.bot })}>${say(seat.bot ? "bot_out" : "bot_in")}</button>
    </td>
  </tr>`;
}

function Table({ game, view, table, give, codes }) {
  const end = table.ends[view.round];
  const talks = view.stage === "talk" || view.stage === "again";
  const open = table.proposals.filter((p) => p.status === "open");
  const ended = end.status !== "open" && game.mode !== "simultaneous";
  return html`<section class="panel">
    <h2>${say("at_table", { n: table.table + 1 })}${onlyBots(table) && html` <span class="tag">${say("bots_only")}</span>`}</h2>
    <p class="row">${rowWords(game, view, table)}</p>
    ${ended && html`<p class="outcome">${say(end.status === "deal" ? "table_deal" : "table_no_deal")}
      ${talks && html` <button type="button" onClick=${() => give({ do: "reopen", table: table.table })}>${say("reopen")}</button>`}</p>`}
    <div class="wide" tabindex="0" role="region" aria-label=${say("seats_of", { n: table.table + 1 })}>
      <table>
        <thead><tr><th scope="col">${say("role")}</th>${codes && html`<th scope="col">${say("seat_code_short")}</th>`}<th scope="col">${say("who")}</th><th scope="col">${say("bot")}</th></tr></thead>
        <tbody>${table.seats.map((seat) => html`<${Seat} key=${seat.role} game=${game} view=${view} table=${table} seat=${seat} give=${give} codes=${codes} />`)}</tbody>
      </table>
    </div>
    ${game.mode === "simultaneous" && html`<details><summary>${say("results_so_far")}</summary><${Rounds} game=${game} table=${table} /></details>`}
    ${open.length > 0 && html`<details><summary>${say("on_the_table", { n: open.length })}</summary>${open.map((p) => html`<${Proposal} key=${p.id} game=${game} proposal=${p} />`)}</details>`}
  </section>`;
}

/* Who may come in, and many seats freed at once. */
function Places({ view, give, codes, setCodes }) {
  const [many, setMany] = useState(false);
  return html`<details class="panel">
    <summary><h2>${say("places")}</h2></summary>
    <p>${say("places_taken", { seated: view.seated, room: view.room })} <strong>${say(view.open ? "places_open" : "places_closed")}</strong></p>
    <div class="buttons">
      <button type="button" onClick=${() => give({ do: "doors", open: !view.open, many })}>${say(view.open ? "close_places" : "open_places")}</button>
      <label><input type="checkbox" checked=${many} onChange=${(e) => setMany(e.currentTarget.checked)} /> ${say("many_open")}</label>
    </div>
    <div class="buttons">
      <button type="button" aria-pressed=${codes ? "true" : "false"} onClick=${() => setCodes(!codes)}>${say(codes ? "codes_hide" : "codes_show")}</button>
      <span class="soft">${say("codes_note")}</span>
    </div>
    <div class="buttons"><button type="button" onClick=${() => give({ do: "clear", away: true })}>${say("free_away")}</button></div>
    ${view.crowds.map(
      ({ address, people }) => html`<p key=${address}>${say("crowd", { n: people, address })}
        ${" "}<button type="button" aria-label=${say("free_crowd", { address })} onClick=${() => give({ do: "clear", address })}>${say("free_them")}</button></p>`,
    )}
  </details>`;
}

/* News that the scenario file has ready, as buttons; marked where their minute has come. */
function Ready({ view, give }) {
  if (view.ready.length === 0) return null;
  return html`<h3>${say("news_ready")}</h3>
    <ul class="ready">
      ${view.ready.map(
        (item) => html`<li key=${item.id}>
          <button type="button" class=${item.due && !item.sent ? "main" : ""} disabled=${item.sent} onClick=${() => give({ do: "news", id: item.id })}>${say("news_send", { text: item.text })}</button>
          ${item.sent ? html` <span class="tag">${say("news_sent")}</span>` : item.after >= 0 && html` <span class="soft">${say("news_after", { n: item.after })}</span>`}
        </li>`,
      )}
    </ul>`;
}

/* Those whose minute has come, where nobody has to look for them. */
function Due({ view, give }) {
  const due = view.ready.filter((item) => item.due && !item.sent);
  if (due.length === 0 || (view.stage !== "talk" && view.stage !== "again")) return null;
  return html`<div class="ask" role="group" aria-label=${say("news_ready")}>
    <p><strong>${say("news_due")}</strong></p>
    <div class="buttons ready">${due.map((item) => html`<button key=${item.id} type="button" class="main" onClick=${() => give({ do: "news", id: item.id })}>${say("news_send", { text: item.text })}</button>`)}</div>
  </div>`;
}

function Inject({ game, view, give }) {
  const [news, setNews] = useState("");
  const [patch, setPatch] = useState("");
  const [message, setMessage] = useState("");
  const [role, setRole] = useState(-1);
  const [wrong, setWrong] = useState("");
  async function sendNews(event) {
    event.preventDefault();
    let change = {};
    try {
      if (patch.trim()) change = JSON.parse(patch);
    } catch {
      setWrong(say("patch_no_json"));
      return;
    }
    setWrong("");
    if (await give({ do: "news", text: news, patch: change })) {
      setNews("");
      setPatch("");
    }
  }
  async function sendMessage(event) {
    event.preventDefault();
    if (await give({ do: "message", table: -1, role, text: message })) setMessage("");
  }
  return html`<details class="panel">
    <summary><h2>${say("inject")}</h2></summary>
    <${Ready} view=${view} give=${give} />
    <form onSubmit=${sendNews}>
      <div class="choice"><label for="news">${say("news_text")}</label><textarea id="news" rows="2" value=${news} onInput=${(e) => setNews(e.currentTarget.value)}></textarea></div>
      <div class="choice"><label for="patch">${say("news_patch")}</label><textarea id="patch" rows="3" spellcheck="false" value=${patch} onInput=${(e) => setPatch(e.currentTarget.value)}></textarea></div>
      ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
      <button type="submit" disabled=${!news.trim()}>${say("send_news")}</button>
    </form>
    <form onSubmit=${sendMessage}>
      <div class="choice"><label for="to">${say("message_to")}</label>
        <select id="to" value=${role} onChange=${(e) => setRole(Number(e.currentTarget.value))}>
          <option value="-1">${say("everybody")}</option>
          ${game.actors.map((actor, i) => actor.seat && html`<option key=${i} value=${i}>${actor.name}</option>`)}
        </select></div>
      <div class="choice"><label for="message">${say("message")}</label><textarea id="message" rows="2" value=${message} onInput=${(e) => setMessage(e.currentTarget.value)}></textarea></div>
      <button type="submit" disabled=${!message.trim()}>${say("send_message")}</button>
    </form>
    <${News} game=${game} view=${view} />
  </details>`;
}

async function download(token, what, withNames) {
  const answer = await fetch("/api/export", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ what, names: withNames }),
  });
  if (!answer.ok) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = { csv: "results.csv", answers: "answers.csv", log: "log.jsonl", report: "report.html" }[what];
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function Export({ token }) {
  const [withNames, setWithNames] = useState(false);
  return html`<details class="panel">
    <summary><h2>${say("export")}</h2></summary>
    <p><label><input type="checkbox" checked=${withNames} onChange=${(e) => setWithNames(e.currentTarget.checked)} /> ${say("with_names")}</label></p>
    <div class="buttons">${["csv", "answers", "log", "report"].map((what) => html`<button key=${what} type="button" onClick=${() => download(token, what, withNames)}>${say(`export_${what}`)}</button>`)}</div>
  </details>`;
}

const KEY = "parley-teacher";

/* The secret of the link: out of the address bar, kept for this window only. */
function secret() {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return given || sessionStorage.getItem(KEY) || "";
}

export function Teacher() {
  const [token] = useState(secret);
  const { data: view, online, gone, at, refresh } = usePoll("/api/teacher", token);
  const game = useOnce("/api/game", null, view ? view.changes : 0);
  const [wrong, setWrong] = useState("");
  const [codes, setCodes] = useState(false);
  const [give] = useState(() => async (order) => {
    const { status, data } = await ask("/api/order", { token, body: order });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    refresh();
    return status === 200;
  });
  if (gone) return html`<h1>${say("teacher")}</h1><p class="warn" role="alert">${say("teacher_lost")}</p>`;
  if (!view || !game) return html`<p role="status">${online ? say("loading") : say("offline")}</p>`;
  return html`<header class="top"><h1>${say("teacher")}: ${game.title}</h1><${StageClock} view=${view} at=${at} /></header>
    <${Offline} online=${online} />
    <p class="links">${say("links")} <strong class="address" dir="ltr">${view.join}</strong> · <a href="/projector" target="_blank">${say("open_projector")}</a> · <button type="button" class="link" onClick=${() => window.open(`/preview#${token}`)}>${say("open_preview")}</button></p>
    <${Controls} game=${game} view=${view} give=${give} />
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
    <${Due} view=${view} give=${give} />
    <${Steps} game=${game} view=${view} give=${give} />
    ${view.stage === "debrief" && html`<${Debrief} game=${game} view=${view} give=${give} token=${token} />`}
    <details class="panel"><summary><h2>${say("question")}</h2></summary><${Answered} view=${view} /><${Results} game=${game} results=${view.results} /></details>
    <div class="tables">${view.tables.map((table) => html`<${Table} key=${table.table} game=${game} view=${view} table=${table} give=${give} codes=${codes} />`)}</div>
    <${Places} view=${view} give=${give} codes=${codes} setCodes=${setCodes} />
    <${Inject} game=${game} view=${view} give=${give} />
    <${Export} token=${token} />
    <${Assumptions} />`;
}
