// A slide's type: as large as its place on the screen allows, so that nothing is cut off and no room is left unused.
import { useLayoutEffect, useRef } from "preact/hooks";

/* In units of the screen's type. */
const [LEAST, MOST] = [0.4, 1.15];
const TRIES = 6;

function fit(slide) {
  let [low, high] = [LEAST, MOST];
  for (let i = 0; i < TRIES; i++) {
    const middle = (low + high) / 2;
    slide.style.setProperty("--fit", middle);
    if (slide.scrollHeight <= slide.clientHeight && slide.scrollWidth <= slide.clientWidth) low = middle;
    else high = middle;
  }
  slide.style.setProperty("--fit", low);
}

/* For the element of a slide, where `on`: looked at whenever it is drawn, when a chart comes into it, when the screen changes. */
export function useFit(on) {
  const place = useRef(null);
  useLayoutEffect(() => {
    if (on && place.current) fit(place.current);
  });
  useLayoutEffect(() => {
    const slide = place.current;
    if (!on || !slide) return undefined;
    const again = () => fit(slide);
    const drawn = new MutationObserver(again);
    const sized = new ResizeObserver(again);
    drawn.observe(slide, { childList: true, subtree: true });
    sized.observe(slide);
    return () => {
      drawn.disconnect();
      sized.disconnect();
    };
  }, [on, place.current]);
  return place;
}
