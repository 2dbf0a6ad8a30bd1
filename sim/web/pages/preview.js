// preview.html: every role of one table in one window, played from the file alone. Each panel is a student's page whose
// questions are answered in this window.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { hostOf } from "../class/host.js";
import { answerHere } from "../class/net.js";
import { say } from "../class/say.js";
import { Seat } from "../class/student.js";
import { pageData } from "../parts/data.js";
import { html } from "../parts/html.js";
import { Toolbar } from "../parts/toolbar.js";

function Window({ data, host }) {
  const { game } = data;
  const roles = game.actors.flatMap((actor, role) => (actor.seat ? [role] : []));
  const [hidden, setHidden] = useState([]);
  const [revealed, setRevealed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => host.reveal(revealed), [revealed]);
  const toggle = (role) => () => setHidden((old) => (old.includes(role) ? old.filter((r) => r !== role) : [...old, role]));
  const again = () => {
    host.begin();
    setRound(round + 1);
  };
  return html`<${Toolbar} say=${say} />
    <h1>${say("preview")}: ${game.title}</h1>
    ${game.question && html`<p class="question">${game.question}</p>`}
    <p>${say("preview_alone")}</p>
    <div class="buttons">
      <button type="button" onClick=${again}>${say("preview_again")}</button>
      <button type="button" aria-pressed=${revealed ? "true" : "false"} onClick=${() => setRevealed(!revealed)}>${say("preview_reveal")}</button>
    </div>
    <div class="buttons" role="group" aria-label=${say("preview_roles")}>
      ${roles.map(
        (role) => html`<button key=${role} type="button" aria-pressed=${hidden.includes(role) ? "false" : "true"} onClick=${toggle(role)}>
          ${game.actors[role].name}
        </button>`,
      )}
    </div>
    <div class="many">
      ${roles.map(
        (role) =>
          !hidden.includes(role) &&
          html`<section key=${`${round}-${role}`} class="one" tabindex="0" aria-label=${game.actors[role].name}>
            <${Seat} token=${String(role)} onLost=${() => {}} id=${`seat-${role}`} small />
          </section>`,
      )}
    </div>
    <footer><p>${say("assumptions")}</p></footer>`;
}

const data = pageData();
const app = document.getElementById("app");
app.classList.add("room");
if (data) {
  document.documentElement.lang = data.language || "en";
  const host = hostOf(data);
  answerHere(host.answer);
  render(html`<${Window} data=${data} host=${host} />`, app);
} else app.textContent = say("no_data");
