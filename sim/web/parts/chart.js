// A chart of Observable Plot inside a Preact page.
//
// The chart is drawn in a document of its own and its style element left out (the rules stand in parley.css), so that
// it works under a content security policy without inline styles. It is drawn anew when its options change or its
// place gets another width.
import { plot } from "@observablehq/plot";
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";

const studio = document.implementation.createHTMLDocument("");

/* draw(width, type): options of Plot.plot. label: what a screen reader says in place of the picture. onDrawn(svg): called
 * after each drawing. */
export function Chart({ draw, label, onDrawn }) {
  const place = useRef(null);
  const width = useWidth(place);
  useEffect(() => {
    if (!width) return undefined;
    const type = parseFloat(getComputedStyle(place.current).fontSize);
    const drawn = plot({ document: studio, width, style: { fontSize: `${type}px` }, ...draw(width, type) });
    for (const style of drawn.querySelectorAll("style")) style.remove();
    const svg = document.adoptNode(drawn);
    for (const part of svg.querySelectorAll("[aria-label]")) {
      part.dataset.mark = part.getAttribute("aria-label"); /* a picture has one name, its own */
      part.removeAttribute("aria-label");
    }
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    place.current.replaceChildren(svg);
    if (onDrawn) onDrawn(svg);
    return undefined;
  }, [draw, label, width]);
  return html`<div class="chart" ref=${place}></div>`;
}

/* The width in pixels of a referred element, 0 before it is known. */
export function useWidth(place) {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
