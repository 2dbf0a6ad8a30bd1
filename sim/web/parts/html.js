// Markup for Preact written as tagged templates, so that the pages need no compiler of their own.
import htm from "htm";
import { h } from "preact";

export const html = htm.bind(h);
