// All roles of the first table in one window, for a teacher who tries the game: each panel is a student's page with a seat
// of its own.
import { useEffect, useState } from "preact/hooks";
import { html } from "../parts/html.js";
import { ask, useOnce } from "./net.js";
import { Seat } from "./student.js";
import { say } from "./say.js";

const KEY = "parley-preview";
const SECRET = "parley-preview-secret";

/* The teacher's secret does not stay in the address bar. */
function secret() {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(SECRET, given);
    history.replaceState(null, "", location.pathname);
  }
  return given || sessionStorage.getItem(SECRET) || "";
}

export function Preview() {
  const [teacher] = useState(secret);
  const game = useOnce("/api/game");
  const [seats, setSeats] = useState(JSON.parse(sessionStorage.getItem(KEY) || "{}"));
  const [wrong, setWrong] = useState("");
  useEffect(() => sessionStorage.setItem(KEY, JSON.stringify(seats)), [seats]);
  if (!game) return html`<p role="status">${say("loading")}</p>`;
  const sit = async (role) => {
    const { status, data } = await ask("/api/order", { token: teacher, body: { do: "sit", table: 0, role, name: say("preview") } });
    setWrong(status === 200 ? "" : (data && data.error) || say("offline"));
    if (status === 200) setSeats((old) => ({ ...old, [role]: data.token }));
  };
  const all = async () => {
    for (const [role, actor] of game.actors.entries()) if (actor.seat && !seats[role]) await sit(role);
  };
  const drop = (role) => () => setSeats(({ [role]: gone, ...rest }) => rest);
  return html`<h1>${say("preview")}: ${game.title}</h1>
    <p>${say("preview_note")}</p>
    <div class="buttons"><button type="button" class="main" onClick=${all}>${say("preview_all")}</button></div>
    ${wrong && html`<p class="warn" role="alert">${wrong}</p>`}
    <div class="many">
      ${game.actors.map(
        (actor, role) =>
          actor.seat &&
          html`<section key=${role} class="one" aria-label=${actor.name}>
            ${seats[role]
              ? html`<${Seat} token=${seats[role]} onLost=${drop(role)} id=${`seat-${role}`} small />`
              : html`<h2>${actor.name}</h2><button type="button" onClick=${() => sit(role)}>${say("preview_sit")}</button>`}
          </section>`,
      )}
    </div>`;
}
