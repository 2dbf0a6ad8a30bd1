// What does this seat do next? One sentence at every moment, louder after a silence; and what went by while it was away.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { thinking } from "./moves.js";
import { names, say } from "./say.js";

const SILENCE_MS = 60000;

function atTable(game, view) {
  const { role } = view.you;
  const open = view.table.proposals.filter((p) => p.status === "open" && p.round === view.round);
  const mine = open.filter((p) => p.missing.includes(role));
  if (mine.length === 1) return say("next_vote", { which: mine[0].n });
  if (mine.length > 1) return say("next_votes", { n: mine.length });
  if (open.length === 0) return say("next_propose");
  const hopeful = open.find((p) => !p.blocked && p.missing.length > 0);
  return hopeful ? say("next_wait_for", { who: names(game, hopeful.missing) }) : say("next_talk");
}

function inOffers(game, view) {
  const { role } = view.you;
  const offer = view.table.proposals.find((p) => p.status === "open");
  if (!offer) return view.table.turn === role ? say("next_offer") : say("next_their_turn", { who: game.actors[view.table.turn].name });
  return offer.missing.includes(role) ? say("next_answer_offer") : say("next_offered", { who: names(game, offer.missing) });
}

function inMoves(game, view) {
  const left = thinking(game, view.table);
  return left.includes(view.you.role) ? say("next_move") : say("next_moved", { who: names(game, left) });
}

const BY_MODE = { table: atTable, offers: inOffers, simultaneous: inMoves };

function next(game, view) {
  if (view.stage === "lobby") return view.asking === 0 && view.you.answers && !view.you.answers[0] ? say("next_answer") : say("next_wait");
  if (view.stage === "read") return say("next_read");
  if (view.stage === "debrief") return say("next_debrief");
  if (view.paused) return say("next_paused");
  if (view.table.ends[view.round].status !== "open") return say("next_ended");
  return BY_MODE[game.mode](game, view);
}

/* Since when nothing has changed at the table. */
function useSilence(view) {
  const now = JSON.stringify([view.stage, view.table.proposals.map((p) => [p.id, p.status, p.accept, p.reject]), view.table.played, view.table.chosen]);
  const [loud, setLoud] = useState(false);
  useEffect(() => {
    setLoud(false);
    const timer = setTimeout(() => setLoud(true), SILENCE_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return loud;
}

export function Next({ game, view }) {
  const loud = useSilence(view);
  const what = next(game, view);
  const talking = (view.stage === "talk" || view.stage === "again") && !view.paused;
  return html`<p class=${loud && talking ? "next loud" : "next"} role="status">${loud && talking ? say("nudge", { what }) : what}</p>`;
}

/* A phone that slept through the end of the talks says so. */
export function Away({ view, online }) {
  const [last, setLast] = useState(null);
  const [missed, setMissed] = useState(false);
  useEffect(() => {
    const seen = Date.now();
    const slept = last && seen - last.seen > 15000;
    const ended = last && (last.stage === "talk" || last.stage === "again") && view.stage === "debrief";
    if (slept && ended) setMissed(true);
    if (online) setLast({ seen, stage: view.stage });
  }, [view]);
  return missed && html`<p class="warn" role="status">${say("while_away")}</p>`;
}
