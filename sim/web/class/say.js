// The classroom's words, and names of a game put into them.
import { class as classroom, common } from "../words.json";
import { speaker } from "../parts/say.js";

export const say = speaker(common, classroom);

export const names = (game, roles) => roles.map((i) => game.actors[i].name).join(", ");

export const clock = (ms) => {
  const s = Math.ceil(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
};

export const signed = (n) => (n > 0 ? `+${n}` : n < 0 ? `\u2212${-n}` : "0");
