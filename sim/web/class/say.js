// The classroom's words, and names of a game put into them.
import { class as classroom, common } from "../words.json";
import ar from "../words.ar.json";
import de from "../words.de.json";
import fr from "../words.fr.json";
import { speaker } from "../parts/say.js";

/* A catalogue a language; what one lacks is said in English. A page's language is that of its root element. */
const CATALOGUES = { ar: speaker(common, classroom, ar.common, ar.class), en: speaker(common, classroom), de: speaker(common, classroom, de.common, de.class), fr: speaker(common, classroom, fr.common, fr.class) };
const speaking = () => CATALOGUES[document.documentElement.lang] || CATALOGUES.en;

export const say = (key, values) => speaking()(key, values);
say.has = (key) => speaking().has(key);

export const names = (game, roles) => roles.map((i) => game.actors[i].name).join(", ");

/* The same where there is little room: the first of them, and how many more. */
export const fewNames = (game, roles, most = 4) => (roles.length <= most ? names(game, roles) : say("and_more", { who: names(game, roles.slice(0, most - 1)), n: roles.length - most + 1 }));

export const clock = (ms) => {
  const s = Math.ceil(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
};

export const signed = (n) => (n > 0 ? `+${n}` : n < 0 ? `\u2212${-n}` : "0");

/* Whose yes a deal needs, with a quorum among those who are counted. told: {must, others, needs, weighted}. */
export function needed(game, { must, others, needs, weighted }) {
  if (weighted) return say(must.length > 0 ? "needs_votes" : "needs_only_votes", { who: names(game, must), others: names(game, others) });
  if (needs === others.length) return say("needs_all", { who: names(game, [...must, ...others].sort((a, b) => a - b)) || say("nobody") });
  const key = must.length > 0 ? "needs_some" : "needs_only";
  return say(key, { who: names(game, must), needs, others: names(game, others) });
}

/* What there is to discuss: of deals, or of moves. */
export const questionsOf = (game) => say(game.mode === "simultaneous" ? "questions_moves" : "questions").split("\n");

/* What an actor's levels are called: a plain game's player has strategies of its own. */
export const levelsOf = (game, role) => game.actors[role].levels ?? game.levels;

/* A role's own part of a bundle: its level, the options of its issues. */
export function moveWords(game, role, deal) {
  const own = game.issues.flatMap((issue, k) => (issue.owner === role ? [issue.options[deal.options[k]]] : []));
  return [...(game.actors[role].candidate ? [levelsOf(game, role)[deal.levels[role]]] : []), ...own].join(" · ");
}

/* A deal in one line: issues with a choice, then who joins. */
export function dealWords(game, deal) {
  const issues = game.issues.flatMap((issue, k) => (issue.options.length > 1 ? [`${issue.name}: ${issue.options[deal.options[k]]}`] : []));
  const members = game.actors.flatMap((actor, i) => (deal.levels[i] > 0 ? [`${actor.name}: ${levelsOf(game, i)[deal.levels[i]]}`] : []));
  return [...issues, ...members].join(" · ");
}

/* All moves of a role, as {options, levels} in which all else is 0. */
export function movesOf(game, role) {
  const blank = () => ({ options: game.issues.map(() => 0), levels: game.actors.map(() => 0) });
  let moves = game.actors[role].candidate
    ? levelsOf(game, role).map((_, l) => {
        const move = blank();
        move.levels[role] = l;
        return move;
      })
    : [blank()];
  game.issues.forEach((issue, k) => {
    if (issue.owner !== role) return;
    moves = moves.flatMap((move) => issue.options.map((_, o) => ({ ...move, options: move.options.map((old, i) => (i === k ? o : old)) })));
  });
  return moves;
}

/* Several roles' moves put together. */
export function joint(game, moves) {
  return {
    options: game.issues.map((issue, k) => (issue.owner >= 0 && moves[issue.owner] ? moves[issue.owner].options[k] : 0)),
    levels: game.actors.map((_, i) => (moves[i] ? moves[i].levels[i] : 0)),
  };
}
