// The classroom's pages, one script: the path says which.
import { render } from "preact";
import { Preview } from "../class/preview.js";
import { Projector } from "../class/projector.js";
import { Student } from "../class/student.js";
import { Teacher } from "../class/teacher.js";
import { html } from "../parts/html.js";

const pages = { "/projector": Projector, "/teacher": Teacher, "/preview": Preview };
const Page = pages[location.pathname] || Student;

render(html`<${Page} />`, document.getElementById("app"));
