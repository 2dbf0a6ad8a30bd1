// Markup for Preact written as tagged templates, so that the pages need no compiler of their own. Whatever text a file or a
// person brought is shown with its control characters and direction overrides escaped, so that nothing on a page can be
// hidden or turned round.
import htm from "htm";
import { h } from "preact";

// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
export const visible = (text) =>
  text.replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function shown(child) {
  if (typeof child === "string") return visible(child);
  return Array.isArray(child) ? child.map(shown) : child;
}

export const html = htm.bind((type, props, ...children) => h(type, props, ...children.map(shown)));
