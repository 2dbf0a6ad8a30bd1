// The teacher's page: run the clock, help seats along, inject news, lead the debrief with the keys 1 to 9, take it home.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { Debrief, STEPS } from "./debrief.js";
import { Proposal } from "./deal.js";
import { Assumptions, News, Offline, StageClock } from "./frame.js";
import { ask, useOnce, usePoll } from "./net.js";
import { Answered, Results } from "./question.js";
import { say } from "./say.js";

function Controls({ view, give }) {
  const next = { lobby: "read", read: "talk", talk: "debrief", again: "debrief" }[view.stage];
  return html`<div class="buttons" role="group" aria-label=${say("controls")}>
    ${next && html`<button type="button" class="main" onClick=${() => give({ do: "push" })}>${say("push_to", { stage: say(`stage_${next}`) })}</button>`}
    ${view.timed && html`<button type="button" onClick=${() => give({ do: view.paused ? "resume" : "pause" })}>${say(view.paused ? "resume" : "pause")}</button>`}
    ${view.timed && [1, 5].map((n) => html`<button key=${n} type="button" onClick=${() => give({ do: "extend", seconds: 60 * n })}>${say("extend", { n })}</button>`)}
  </div>`;
}

function Steps({ view, give }) {
  const inDebrief = view.stage === "debrief";
  useEffect(() => {
    if (!inDebrief) return undefined;
    const press = (event) => {
      const field = event.target.closest("input, textarea, select");
      const step = Number(event.key);
      if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && step >= 1 && step <= STEPS.length) give({ do: "step", step });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [inDebrief, give]);
  if (!inDebrief) return null;
  return html`<h2>${say("debrief")}</h2>
    <p>${say(view.revealed ? "is_revealed" : "reveal_note")}</p>
    <div class="buttons" role="group" aria-label=${say("debrief")}>
      ${STEPS.map((name, i) => html`<button key=${name} type="button" aria-pressed=${view.step === i + 1} onClick=${() => give({ do: "step", step: i + 1 })}>${i + 1} ${say(`step_${name}`)}</button>`)}
    </div>
    ${view.step === 8 && view.round === 0 && html`<button type="button" class="main" onClick=${() => give({ do: "again" })}>${say("start_again")}</button>`}`;
}

function Seat({ game, view, table, seat, give }) {
  const people = view.people.filter((p) => p.table === table.table && p.role === seat.role);
  return html`<tr>
    <th scope="row">${game.actors[seat.role].name}</th>
    <td><code>${view.codes[table.table][seat.role]}</code></td>
    <td>
      ${seat.bot && html`<span>⚙ ${say("seat_bot", { n: 0 })} </span>`}
      ${people.map(
        (p) => html`<span key=${p.person} class="person">
          ${p.present ? "●" : "◐"} ${p.name || say("no_name", { n: p.person + 1 })}${p.present ? "" : ` (${say("away")})`}
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

function Table({ game, view, table, give }) {
  const end = table.ends[view.round];
  const talks = view.stage === "talk" || view.stage === "again";
  const open = table.proposals.filter((p) => p.status === "open").reverse();
  return html`<section class="panel">
    <h2>${say("at_table", { n: table.table + 1 })}</h2>
    ${end.status !== "open" && html`<p class="outcome">${say(end.status === "deal" ? "table_deal" : "table_no_deal")}
      ${talks && html` <button type="button" onClick=${() => give({ do: "reopen", table: table.table })}>${say("reopen")}</button>`}</p>`}
    <div class="wide" tabindex="0" role="region" aria-label=${say("seats_of", { n: table.table + 1 })}>
      <table>
        <thead><tr><th scope="col">${say("role")}</th><th scope="col">${say("seat_code_short")}</th><th scope="col">${say("who")}</th><th scope="col">${say("bot")}</th></tr></thead>
        <tbody>${table.seats.map((seat) => html`<${Seat} key=${seat.role} game=${game} view=${view} table=${table} seat=${seat} give=${give} />`)}</tbody>
      </table>
    </div>
    ${open.length > 0 && html`<details><summary>${say("on_the_table", { n: open.length })}</summary>${open.map((p) => html`<${Proposal} key=${p.id} game=${game} proposal=${p} />`)}</details>`}
  </section>`;
}

/* Who may come in, and many seats freed at once. */
function Places({ view, give }) {
  return html`<details class="panel">
    <summary><h2>${say("places")}</h2></summary>
    <p>${say("places_taken", { seated: view.seated, room: view.room })} ${!view.open && html`<strong>${say("doors_closed")}</strong>`}</p>
    <div class="buttons">
      <button type="button" onClick=${() => give({ do: "doors", open: !view.open })}>${say(view.open ? "close_doors" : "open_doors")}</button>
      <button type="button" onClick=${() => give({ do: "clear", away: true })}>${say("free_away")}</button>
    </div>
    ${view.crowds.map(
      ({ address, people }) => html`<p key=${address}>${say("crowd", { n: people, address })}
        ${" "}<button type="button" aria-label=${say("free_crowd", { address })} onClick=${() => give({ do: "clear", address })}>${say("free_them")}</button></p>`,
    )}
  </details>`;
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
    <${News} view=${view} />
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

export function Teacher() {
  const token = location.hash.slice(1);
  const { data: view, online, gone, at, refresh } = usePoll("/api/teacher", token);
  const game = useOnce("/api/game", null, view ? view.changes : 0);
  const [wrong, setWrong] = useState("");
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
    <p>${say("links")} <strong class="address">${view.join}</strong> · <a href="/projector" target="_blank">${say("open_projector")}</a> · <a href=${`/preview#${token}`} target="_blank">${say("open_preview")}</a></p>
    <${Controls} view=${view} give=${give} />
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
    <${Steps} view=${view} give=${give} />
    ${view.stage === "debrief" && html`<${Debrief} game=${game} view=${view} />`}
    <details class="panel"><summary><h2>${say("question")}</h2></summary><${Answered} view=${view} /><${Results} game=${game} results=${view.results} /></details>
    ${view.tables.map((table) => html`<${Table} key=${table.table} game=${game} view=${view} table=${table} give=${give} />`)}
    <${Places} view=${view} give=${give} />
    <${Inject} game=${game} view=${view} give=${give} />
    <${Export} token=${token} />
    <${Assumptions} />`;
}
