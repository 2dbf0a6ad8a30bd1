// Talking to the classroom's server: one request, a poll once a second, and a clock that runs between polls.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

const PATIENCE_MS = 6000;

/* A page without a server answers its own questions. */
let host = null;
export const answerHere = (answer) => {
  host = answer;
};

/* One request. Gives {status, data}; status 0: nobody answered. */
export async function ask(path, { token, body } = {}) {
  if (host) return host(path, { token, body });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body ? JSON.stringify(body) : undefined,
      signal: stop.signal,
    });
    const type = answer.headers.get("Content-Type") || "";
    const data = type.startsWith("application/json") ? await answer.json() : await answer.text();
    return { status: answer.status, data };
  } catch {
    return { status: 0, data: null };
  } finally {
    clearTimeout(timer);
  }
}

/* The step of the debrief in which a slider moves: its answers are looked for more often. */
const LIVE = 10;
const LIVE_MS = 250;

/* What a path says, asked again every second. online: somebody answered lately; gone: the token opens nothing. */
export function usePoll(path, token, everyMs = 1000) {
  const [state, setState] = useState({ data: null, online: true, gone: false, at: 0 });
  const again = useRef(() => {});
  const pace = useRef(everyMs);
  useEffect(() => {
    let over = false;
    let timer = 0;
    async function turn() {
      clearTimeout(timer);
      const { status, data } = await ask(path, { token });
      if (over) return;
      if (status === 200) setState({ data, online: true, gone: false, at: Date.now() });
      else setState((old) => ({ ...old, online: status !== 0 && status !== 503, gone: status === 401 }));
      clearTimeout(timer);
      timer = setTimeout(turn, pace.current);
    }
    again.current = turn;
    turn();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, token]);
  pace.current = state.data && state.data.stage === "debrief" && state.data.step === LIVE ? LIVE_MS : everyMs;
  return { ...state, refresh: useCallback(() => again.current(), []) };
}

/* Asked once, and again when `key` changes. */
export function useOnce(path, token, key) {
  const [data, setData] = useState(null);
  useEffect(() => {
    let over = false;
    let timer = 0;
    async function turn() {
      const answer = await ask(path, { token });
      if (over) return;
      if (answer.status === 200) setData(answer.data);
      else timer = setTimeout(turn, 1500);
    }
    turn();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path, token, key]);
  return data;
}

/* Milliseconds left, running on from what the server said at `at`. */
export function useLeft(view, at) {
  const [, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeat((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, []);
  if (!view || !view.timed) return null;
  return view.paused ? view.left : Math.max(0, view.left - (Date.now() - at));
}
