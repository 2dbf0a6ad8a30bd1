"""Does the classroom's server stand, with real sockets: a whole session of bots, kill -9 and restart, slow, broken and hostile
clients? Usage: class_server.py; PARLEY_BIN names the program. Prints TAP. Every server listens on the loopback only."""

import csv
import html
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PARLEY = os.environ["PARLEY_BIN"]
SCENARIO = os.path.join(os.environ["PARLEY_SOURCE_ROOT"], "tests/unit/class/harbour.json")
WORK = tempfile.mkdtemp(prefix="parley-class-")
count = 0
failed = 0


def check(name, good, seen=""):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("\n".join("# " + line for line in f"seen: {seen}".splitlines()[:20]))
    sys.stdout.flush()


def new(name, *options, **plan):
    """A session's folder, with numbers of its plan replaced."""
    folder = os.path.join(WORK, name)
    made = subprocess.run([PARLEY, "class", "new", "--out", folder, *options, SCENARIO], capture_output=True, text=True)
    if plan:
        path = os.path.join(folder, "session.json")
        with open(path) as file:
            session = json.load(file)
        session.update(plan)
        with open(path, "w") as file:
            json.dump(session, file)
    return folder, made


class Server:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen([PARLEY, "class", "serve", folder, "--port", str(self.port)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.said = ""
        while "Ctrl-C" not in self.said:
            line = self.process.stdout.readline().decode()
            if not line:
                raise RuntimeError(self.process.stderr.read().decode())
            self.said += line
        self.teacher = re.search(r"teacher#(\w+)", self.said).group(1)
        self.order(do="doors", open=True, many=True)  # without cards, from one address

    def ask(self, path, body=None, token=None, source="127.0.0.1", raw=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
            raw = json.dumps(body)
        sent.update(headers or {})
        try:
            connection.request("GET" if raw is None else "POST", path, raw, sent)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders())
        finally:
            connection.close()

    def order(self, **order):
        return self.ask("/api/order", order, self.teacher)

    def join(self, **who):
        status, text, _ = self.ask("/api/join", who)
        return json.loads(text).get("token") if status == 200 else None

    def raw(self, data, timeout=60):
        """Sends bytes as they are and gives what comes back until the other side closes or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as link:
            got = b""
            try:
                link.sendall(data)
                while part := link.recv(65536):
                    got += part
            except OSError:
                pass
            return got

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(timeout=120)
        self.process.stdout.close()
        self.process.stderr.close()


def folder_tests():
    folder, made = new("papers", "--players", "10")
    files = {"guide.html", "preview.html", "seats.html", "scenario.json", "solution.json", "session.json", "briefs"}
    check("class new writes the folder", made.returncode == 0 and files <= set(os.listdir(folder)), made.stderr)
    pages = [os.path.join(folder, "briefs", name) for name in os.listdir(os.path.join(folder, "briefs"))]
    check("there is a brief for each role", len(pages) == 5, pages)
    pages += [os.path.join(folder, name) for name in ("guide.html", "seats.html")]
    texts = {page: open(page).read() for page in pages}
    check("every page says whose numbers these are", all("assumptions of the scenario's author" in html.unescape(t) for t in texts.values()))
    check("no page refers to another host", not any(re.search(r"(https?:)?//\w", t) for t in texts.values()))
    preview = open(os.path.join(folder, "preview.html")).read() # a script of the program's: the browser test watches it
    check("the preview says it too, and may ask nobody", "scenario author's assumptions" in preview and "default-src 'none'" in preview)
    north = texts[os.path.join(folder, "briefs", "north.html")]
    check("a brief tells its own story and red line, and nobody else's", "You sell." in north and "No shut border" in north and "You buy." not in north)
    secret = [name for name in ("session.json", "seats.html", "guide.html", "preview.html", "solution.json") if os.stat(os.path.join(folder, name)).st_mode & 0o077]
    check("what is the teacher's is readable by its owner only", secret == [], secret)
    again = subprocess.run([PARLEY, "class", "new", "--out", folder, SCENARIO], capture_output=True, text=True)
    check("a folder with a session is not written over", again.returncode == 2 and "holds a session" in again.stderr, again.stderr)
    alias, made = new("alias", "--alias")
    shown = open(os.path.join(alias, "scenario.json")).read()
    check("--alias names no file after an actor", not {"north.html", "isle.html"} & set(os.listdir(os.path.join(alias, "briefs"))), os.listdir(os.path.join(alias, "briefs")))
    check("--alias renames the actors in all text", made.returncode == 0 and not re.search(r'"name":\s*"(North|South|East|West|Isle)"', shown), shown[:400])


def session_tests():
    folder, _ = new("bots", "--tables", "2", read_ms=300, talk_ms=10000, bot_ms=60)
    server = Server(folder)
    server.order(do="push")
    token = server.join(name="Late", code="")
    view = json.loads(server.ask("/api/public")[1])
    while view["stage"] != "debrief":
        if view["stage"] == "talk" and view["left"] < 3000 and view["tables"][1]["ends"][0]["status"] == "open":
            server.order(do="extend", seconds=3)  # bots in a hurry agree, however slow the machine
        time.sleep(0.1)
        view = json.loads(server.ask("/api/public")[1])
    ends = [table["ends"][0]["status"] for table in view["tables"]]
    check("a session of bots runs through to the debrief", True)
    check("the bots' table agrees", ends[1] == "deal", ends)
    for step in range(1, 11):
        server.order(do="step", step=step)
        status, text, _ = server.ask("/api/debrief")
        if status != 200 or json.loads(text)["step"] != step:
            check(f"step {step} of the debrief", False, text)
    check("all steps of the debrief are told", True)
    server.order(do="step", step=5)
    status, text, _ = server.order(do="news", text="Flood", patch={"actors": {"south": {"reservation": 0.45}}})
    told = {"pending": True}
    while told["pending"]:
        time.sleep(0.05)
        told = json.loads(server.ask("/api/debrief")[1])["prediction"]
    check("after news that change the scenario the theory is computed again", status == 200 and told["known"] and told["changed"] and told["acceptable"] == "0", (text, told))
    status, text, headers = server.ask("/api/export", {"what": "csv"}, server.teacher)
    rows = list(csv.DictReader(io.StringIO(text)))
    check("results as CSV: a row for each seat", status == 200 and len(rows) == 10 and "attachment" in headers["Content-Disposition"], text)
    check("the late student's seat is in them, without a name", "Late" not in text and any(row["people"] == "1" for row in rows), text)
    status, text, _ = server.order(do="again")
    check("a renegotiation can follow", status == 200, text)
    status, text, _ = server.ask("/api/me", token=token)
    check("in it everybody's points are known", json.loads(text)["revealed"] and json.loads(text)["stage"] == "again", text[:300])
    other = subprocess.run([PARLEY, "class", "serve", folder, "--port", str(server.port + 1)], capture_output=True, text=True, timeout=60)
    elsewhere, _ = new("elsewhere")
    taken = subprocess.run([PARLEY, "class", "serve", elsewhere, "--port", str(server.port)], capture_output=True, text=True, timeout=60)
    check("a port in use is refused, and who has it is named", taken.returncode == 5 and f"(process {server.process.pid})" in taken.stderr, taken.stderr)
    cards = open(os.path.join(folder, "seats.html")).read()
    check("the seat cards hold QR codes, or say how to come in", "<svg" in cards or "class=\"code\"" in cards, cards[:300])
    check("a second server on the same session is refused", other.returncode == 5 and "another server" in other.stderr, other.stderr)
    server.stop()
    check("Ctrl-C ends it well", server.process.returncode == 0, server.process.returncode)
    log = open(os.path.join(folder, "log.jsonl")).read()
    check("the log holds no token", token not in log and server.teacher not in log)


def crash_tests():
    folder, _ = new("crash", talk_ms=600000, bot_ms=60000)
    server = Server(folder)
    tokens = [server.join(name=f"p{i}") for i in range(5)]
    server.order(do="push")
    server.order(do="push")
    answered = []

    def hammer():
        i = 0
        while True:
            i += 1
            try:
                status, _, _ = server.ask("/api/order", {"do": "message", "table": 0, "role": 1, "text": f"m{i}"}, server.teacher)
            except (OSError, http.client.HTTPException):
                return
            if status == 200:
                answered.append(f"m{i}")

    worker = threading.Thread(target=hammer)
    worker.start()
    while len(answered) < 20:
        time.sleep(0.05)
    server.stop(signal.SIGKILL)
    worker.join()
    with open(os.path.join(folder, "log.jsonl"), "a") as log:
        log.write('{"t":1,"e":"vote","prop')
    again = Server(folder)
    texts = {item["text"] for item in json.loads(again.ask("/api/teacher", token=again.teacher)[1])["news"]}
    lost = [text for text in answered if text not in texts]
    check(f"after kill -9 all {len(answered)} answered orders are there", not lost, lost)
    status, text, _ = again.ask("/api/me", token=tokens[1])
    check("a token opens the same seat after the restart", status == 200 and json.loads(text)["you"]["person"] == 1, text)
    check("the clock waits for the teacher", json.loads(text)["paused"] and json.loads(text)["stage"] == "talk", text[:200])
    again.stop()


def hostile_tests():
    folder, _ = new("hostile", talk_ms=600000, bot_ms=60000)
    server = Server(folder)
    token = server.join(name="x")

    def answered_others(name):
        status, _, _ = server.ask("/api/me", token=token)
        check(f"{name}: others are answered", status == 200, status)

    dripped = []

    def drip(head, byte):
        """Sends its head at once and then a byte now and then, for ever; notes that it was cut off."""
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=0.5) as link:
                link.sendall(head)
                while True:
                    link.sendall(byte)
                    try:
                        if link.recv(4096) == b"":
                            break
                    except TimeoutError:
                        pass
        except OSError:
            pass
        dripped.append(byte)

    join = b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    drips = [threading.Thread(target=drip, args=part, daemon=True) for part in ((join + b"Content-Length: 60000\r\n\r\n{", b" "), (join + b"X-Slow: ", b"a"))]
    for thread in drips:
        thread.start()
    half = []
    for i in range(150):
        link = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        link.sendall([b"", b"G", b"POST /api/join HTTP/1.1\r\nHost: x\r\n", b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"][i % 4])
        half.append(link)
    answered_others("150 half-open connections and slow bodies")
    big = b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    got = server.raw(big % 70000)
    check("a body announced too long is refused before it comes", b" 413 " in got.split(b"\r\n")[0], got[:80])
    chunked = b"POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n10\r\n" + b"y" * 16 + b"\r\n0\r\n\r\n"
    got = server.raw(chunked)
    check("a body that grows too long is refused", b" 413 " in got.split(b"\r\n")[0], got[:80])
    got = server.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(200) + b"\r\n\r\n")
    check("what is no HTTP gets no page", b" 200 " not in got, got[:80])
    got = server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: " + b"a" * 100000 + b"\r\n\r\n")
    check("headers without end are refused", b" 200 " not in got.split(b"\r\n")[0], got[:80])
    for path in ("/../session.json", "/..%2f..%2fsession.json", "/%2e%2e/keys", "//keys", "/keys", "/log.jsonl", "/session.json", "/api/../keys", "/class.js%00.html", "/./keys", "/\\..\\keys", "/?/keys", "/briefs/north.html", "/solution.json"):
        got = server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head = got.split(b"\r\n")[0]
        shell = path == "/?/keys" and b"<main" in got
        check(f"path {path} opens nothing", shell or b" 404 " in head or b" 400 " in head, got[:200])
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", "PATCH", "CONNECT", "BREW"):
        got = server.raw(f"{method} /api/game HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        check(f"method {method} is refused", b" 405 " in got.split(b"\r\n")[0] or got == b"", got[:80])
    for raw in ("", "{", "[]", "null", "{}{}", '{"a":' * 3000, "\x00", '{"name":"\ud800"}'.encode("utf-8", "surrogatepass"), b"\xff\xfe{}"):
        status, text, _ = server.ask("/api/propose", token=token, raw=raw, headers={"Content-Type": "application/json"})
        check(f"body {raw[:12]!r} is refused", status == 400, (status, text))
    status, _, headers = server.ask("/")
    check("a client is told to give a silent connection up before the server does", headers.get("Keep-Alive") == "timeout=6", headers)
    check("the content security policy allows this server only", headers["Content-Security-Policy"].startswith("default-src 'self';"), headers)
    joined = [server.ask("/api/join", {"name": "flood"}, source="127.0.0.9")[0] for _ in range(400)]
    check("a flood of joins is bounded by what the session was made for", joined.count(200) == 29, joined.count(200))
    check("and slowed", joined[-1] == 429, joined[-1])
    view = json.loads(server.ask("/api/teacher", token=server.teacher)[1])
    check("the teacher sees where it came from", {"address": "127.0.0.9", "people": 29} in view["crowds"], view["crowds"])
    status, text, _ = server.order(do="clear", address="127.0.0.9")
    view = json.loads(server.ask("/api/teacher", token=server.teacher)[1])
    check("and frees these seats in one go", status == 200 and len(view["people"]) == 1, (text, view["people"]))
    answered_others("a flood of joins")
    alive = 0
    for link in half:
        link.settimeout(120)
        try:
            while link.recv(4096) != b"":
                pass
        except TimeoutError:
            alive += 1
        except OSError:
            pass
        link.close()
    check("stalled connections are closed", alive == 0, alive)
    for thread in drips:
        thread.join(timeout=120)
    check("dripped bodies and headers are cut off", len(dripped) == 2, dripped)
    answered_others("after it all")
    names = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    outside = [name[4][0] for name in names if not name[4][0].startswith("127.")]
    open_outside = []
    for address in outside:
        try:
            socket.create_connection((address, server.port), timeout=1).close()
            open_outside.append(address)
        except OSError:
            pass
    check("without --lan nothing listens outside this machine", open_outside == [], open_outside)
    check("it is still the same process", server.process.poll() is None)
    server.stop()


try:
    folder_tests()
    session_tests()
    crash_tests()
    hostile_tests()
finally:
    shutil.rmtree(WORK, ignore_errors=True)
print(f"1..{count}")
sys.exit(1 if failed else 0)
