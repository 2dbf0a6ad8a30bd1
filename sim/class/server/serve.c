/* parley class serve: HTTP for a classroom. One thread does everything: libmicrohttpd's loop is run from
 * outside, and between its turns the session's clock ticks. So a request sees a whole state, its event is on
 * the disk before the answer leaves, and nothing locks. Connections that stall are closed after a few
 * seconds; their number is bounded. */
#include "sim/class/class.h"
#include "sim/class/server/link.h"
#include "sim/class/server/serve.h"
#include "sim/class/server/where.h"
#include "sim/class/paper/paper.h"
#include "sim/class/session/study.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT_S = 8, CONNECTIONS = 900, PER_ADDRESS = 400, TICK_MS = 200, SOON_MS = 20, USUAL_PORT = 8080 };

/* What clients are told of how long a silent connection stays, shorter than it does: who sends a request just when it is
 * closed would see it reset. */
static const char IDLE_TOLD[] = "timeout=6";

struct parley_class_server {
  struct MHD_Daemon *daemon;
  ply_class_session session;
  ply_class_desk desk;
  ply_class_worker *worker;
  ply_class_links links;
  parley_stop stop;
  int64_t ahead_ms; /* of the monotonic clock */
  int port;
  bool lan;
  char host[64], join_url[128], beside[120]; /* beside: who has the usual port */
  int n_hosts;
  ply_class_host hosts[PLY_CLASS_HOSTS];
  int64_t seen_ms[PLY_CLASS_MAX_PEOPLE];
  ply_class_bucket person_limits[PLY_CLASS_MAX_PEOPLE];
  unsigned char from[PLY_CLASS_MAX_PEOPLE][16], device[PLY_CLASS_MAX_PEOPLE][16];
  ply_class_limits limits;
};

const char *parley_class_missing(void) { return parley_pages_missing(); }

static int64_t read_ms(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The time of day when the server started, and from then on as the monotonic clock runs: that somebody sets
 * the clock an hour back or forth moves no deadline. */
static int64_t now_ms(const parley_class_server *server) {
  return read_ms(CLOCK_MONOTONIC) + server->ahead_ms;
}

/* ---- one request ---- */

/* The body as it comes in. */
typedef struct upload {
  char *data;
  size_t size;
  bool too_long;
} upload;

static void address_of(struct MHD_Connection *connection, unsigned char address[16]) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  memset(address, 0, 16);
  if (info == NULL || info->client_addr == NULL) return;
  if (info->client_addr->sa_family == AF_INET)
    memcpy(address + 12, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, 4);
  else if (info->client_addr->sa_family == AF_INET6)
    memcpy(address, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, 16);
}

static enum MHD_Result reply(struct MHD_Connection *connection, ply_class_answer *answer) {
  bool fixed = answer->data != NULL;
  size_t size = fixed ? answer->size : answer->text.length;
  const void *data = fixed ? (const void *)answer->data : answer->text.data != NULL ? answer->text.data : "";
  struct MHD_Response *response = MHD_create_response_from_buffer(
      size, (void *)(uintptr_t)data, fixed ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
  if (response == NULL) return MHD_NO;
  MHD_add_response_header(response, "Content-Type", answer->type);
  MHD_add_response_header(response, "Content-Security-Policy",
                          "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(response, "Cache-Control", "no-store");
  MHD_add_response_header(response, "Keep-Alive", IDLE_TOLD);
  if (answer->status == 405) MHD_add_response_header(response, "Allow", "GET, POST");
  if (answer->status == 413) MHD_add_response_header(response, "Connection", "close");
  if (answer->save_as != NULL) {
    char save[80];
    snprintf(save, sizeof save, "attachment; filename=\"%s\"", answer->save_as);
    MHD_add_response_header(response, "Content-Disposition", save);
  }
  ply_class_link_answered(connection);
  enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
  MHD_destroy_response(response);
  return result;
}

/* Collects a body; false: it is too long. */
static bool collect(upload *body, const char *data, size_t size) {
  if (body->too_long || body->size + size > PLY_CLASS_BODY) {
    body->too_long = true;
    return false;
  }
  char *more = realloc(body->data, body->size + size + 1);
  if (more == NULL) return false;
  memcpy(more + body->size, data, size);
  body->data = more;
  body->size += size;
  body->data[body->size] = '\0';
  return true;
}

static bool announced_too_long(struct MHD_Connection *connection) {
  const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
  return length != NULL && strtoull(length, NULL, 10) > PLY_CLASS_BODY;
}

static enum MHD_Result refuse_length(struct MHD_Connection *connection) {
  ply_class_answer answer = {0};
  ply_text_init(&answer.text);
  ply_class_refuse(&answer, 413, "the body is too long");
  enum MHD_Result result = reply(connection, &answer);
  ply_text_done(&answer.text);
  return result;
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *part, size_t *part_size,
                              void **kept) {
  parley_class_server *server = data;
  upload *body = *kept;
  (void)version;
  if (body == NULL) {
    *kept = body = calloc(1, sizeof *body);
    if (body == NULL) return MHD_NO;
    return announced_too_long(connection) ? refuse_length(connection) : MHD_YES;
  }
  if (*part_size > 0) {
    collect(body, part, *part_size);
    *part_size = 0;
    return MHD_YES;
  }
  if (body->too_long) return refuse_length(connection);
  const char *bearer = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
  ply_class_request request = {
      .method = method,
      .path = path,
      .content_type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type"),
      .token = bearer != NULL && strncmp(bearer, "Bearer ", 7) == 0 ? bearer + 7 : NULL,
      .body = body->data != NULL ? body->data : "",
      .body_size = body->size,
      .now_ms = now_ms(server)};
  ply_class_answer answer;
  address_of(connection, request.address);
  ply_class_route(&server->desk, &request, &answer);
  enum MHD_Result result = reply(connection, &answer);
  ply_text_done(&answer.text);
  return result;
}

static void completed(void *data, struct MHD_Connection *connection, void **kept,
                      enum MHD_RequestTerminationCode why) {
  parley_class_server *server = data;
  upload *body = *kept;
  (void)why;
  ply_class_link_completed(&server->links, connection);
  if (body != NULL) free(body->data);
  free(body);
  *kept = NULL;
}

/* ---- opening ---- */

/* Paths are taken as they come: none of ours holds an escape, and %00 must not end one early. */
static size_t as_it_is(void *data, struct MHD_Connection *connection, char *text) {
  (void)data, (void)connection;
  return strlen(text);
}

static struct MHD_Daemon *listen_at(parley_class_server *server, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(server->lan ? INADDR_ANY : INADDR_LOOPBACK);
  return MHD_start_daemon(MHD_USE_EPOLL, (uint16_t)port, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR,
                          &address, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
                          MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)PER_ADDRESS,
                          MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768, MHD_OPTION_NOTIFY_COMPLETED,
                          completed, server, MHD_OPTION_NOTIFY_CONNECTION, ply_class_link_notify,
                          &server->links, MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL, MHD_OPTION_END);
}

/* The address that phones are told: as asked for, else the likeliest of this machine. */
static ply_status find_host(parley_class_server *server, const char *asked, ply_err *err) {
  snprintf(server->host, sizeof server->host, "127.0.0.1");
  if (!server->lan) return PLY_OK;
  server->n_hosts = ply_class_hosts(server->hosts);
  if (asked != NULL) {
    snprintf(server->host, sizeof server->host, "%.63s", asked);
    return PLY_OK;
  }
  if (server->n_hosts == 0)
    return ply_err_set(
        err, PLY_E_SYSTEM,
        "this machine is on no network, so no phone could come in: join one, give its address with "
        "--host, or leave --lan away to try it here alone");
  snprintf(server->host, sizeof server->host, "%.45s", server->hosts[0].address);
  return PLY_OK;
}

static ply_status start(parley_class_server *server, const parley_class_serve_settings *settings,
                        ply_err *err) {
  char holder[120];
  int port = settings->port;
  ply_status status = find_host(server, settings->host, err);
  if (status != PLY_OK) return status;
  errno = 0;
  server->daemon = listen_at(server, port > 0 ? port : USUAL_PORT);
  if (server->daemon == NULL && port == 0) server->daemon = listen_at(server, 0);
  if (server->daemon == NULL) {
    const char *why = strerror(errno);
    bool taken = errno == EADDRINUSE || errno == 0;
    if (taken) ply_class_port_holder(port, holder, sizeof holder);
    return ply_err_set(err, PLY_E_SYSTEM, "port %d cannot be listened on: %s%s; try --port N", port,
                       taken ? "it is in use by " : why, taken ? holder : "");
  }
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
  server->port = info != NULL ? info->port : port;
  if (port == 0 && server->port != USUAL_PORT)
    ply_class_port_holder(USUAL_PORT, server->beside, sizeof server->beside);
  snprintf(server->join_url, sizeof server->join_url, "http://%s:%d/", server->host, server->port);
  return PLY_OK;
}

/* The seat cards with QR codes that lead to this server. */
static ply_status write_cards(parley_class_server *server, const char *folder, ply_err *err) {
  ply_text cards;
  ply_text_init(&cards);
  ply_class_seats(&server->session, server->join_url, &cards);
  ply_status status = cards.failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory for the seat cards")
                                   : ply_class_file_write(folder, "seats.html", cards.data, err);
  ply_text_done(&cards);
  return status;
}

/* Reads plan, scenario and solution of the folder and opens the session over its log. */
static ply_status open_session(parley_class_server *server, const char *folder, ply_err *err) {
  char *scenario_text = NULL, *plan_text = NULL, *solution = NULL, log_path[4096];
  parley_scenario *scenario = NULL;
  parley_game *game = NULL;
  parley_error error = {0};
  ply_class_plan plan;
  ply_status status = ply_class_file_read(folder, "session.json", false, &plan_text, err);
  if (status == PLY_OK) status = ply_class_file_read(folder, "scenario.json", false, &scenario_text, err);
  if (status == PLY_OK) status = ply_class_file_read(folder, "solution.json", true, &solution, err);
  if (status == PLY_OK && (parley_scenario_parse(scenario_text, strlen(scenario_text), "scenario.json", NULL,
                                                 NULL, 0, &scenario, NULL, &error) != PARLEY_OK ||
                           parley_game_new(scenario, &game, &error) != PARLEY_OK))
    status = ply_err_set(err, PLY_E_INPUT, "%s", error.message);
  if (status == PLY_OK) status = ply_class_plan_read(plan_text, scenario, game, &plan, err);
  int n = snprintf(log_path, sizeof log_path, "%s/log.jsonl", folder);
  if (status == PLY_OK && n >= (int)sizeof log_path)
    status = ply_err_set(err, PLY_E_SYSTEM, "the name of the folder is too long");
  if (status == PLY_OK)
    status = ply_class_session_init(&server->session, &plan, scenario_text, solution, log_path,
                                    now_ms(server), err);
  parley_game_free(game);
  parley_scenario_free(scenario);
  free(plan_text);
  free(scenario_text);
  free(solution);
  return status;
}

parley_status parley_class_open(const parley_class_serve_settings *settings, parley_class_server **out,
                                parley_error *error) {
  ply_err err = {0};
  *out = NULL;
  parley_class_server *server = calloc(1, sizeof *server);
  if (server == NULL) {
    ply_err_set(&err, PLY_E_MEMORY, "not enough memory for a server");
    return ply_class_told(&err, error);
  }
  server->stop = settings->stop;
  server->ahead_ms = read_ms(CLOCK_REALTIME) - read_ms(CLOCK_MONOTONIC);
  server->lan = settings->lan;
  server->session.log.fd = -1;
  server->links.now_ms = now_ms(server);
  server->desk = (ply_class_desk){.session = &server->session,
                                  .keys = {.fd = -1},
                                  .limits = &server->limits,
                                  .seen_ms = server->seen_ms,
                                  .from = server->from,
                                  .device = server->device,
                                  .person_limits = server->person_limits,
                                  .join_url = server->join_url};
  server->worker = ply_class_worker_new();
  ply_status status = server->worker != NULL
                          ? open_session(server, settings->folder, &err)
                          : ply_err_set(&err, PLY_E_MEMORY, "not enough memory for a server");
  if (status == PLY_OK) status = ply_class_keys_open(&server->desk.keys, settings->folder, &err);
  if (status == PLY_OK) status = start(server, settings, &err);
  if (status == PLY_OK) status = write_cards(server, settings->folder, &err);
  if (status == PLY_OK)
    *out = server;
  else
    parley_class_close(server);
  return status == PLY_OK ? PARLEY_OK : ply_class_told(&err, error);
}

parley_status parley_class_greeting(const parley_class_server *server, char **text, parley_error *error) {
  ply_text out;
  ply_text_init(&out);
  ply_class_qr_text(server->join_url, &out);
  ply_text_addf(
      &out, "Students   %s\nProjector  %sprojector\nTeacher    %steacher#%s  (keep this link to yourself)\n",
      server->join_url, server->join_url, server->join_url, server->desk.keys.teacher);
  if (server->beside[0] != '\0')
    ply_text_addf(&out, "Port %d is in use by %s: this is another server, at port %d.\n", USUAL_PORT,
                  server->beside, server->port);
  for (int h = 0; server->n_hosts > 1 && h < server->n_hosts; h++)
    ply_text_addf(&out, "%s %-15s %s%s\n", h == 0 ? "Addresses here:" : "               ",
                  server->hosts[h].address, server->hosts[h].device,
                  strcmp(server->hosts[h].address, server->host) == 0 ? "  (the one that phones are told)"
                  : server->hosts[h].bridge                           ? "  (of containers)"
                                                                      : "  (--host to choose it)");
  if (server->session.log.damaged > 0)
    ply_text_addf(
        &out,
        "The log was damaged from line %d on: the session goes on from the line before. The whole is in "
        "log.jsonl.damaged.\n",
        server->session.log.damaged);
  ply_text_add(&out, "Seat cards with QR codes for this address: seats.html in the session's folder.\n");
  ply_text_add(&out, server->lan ? "On the local network, without encryption: use a network that you trust.\n"
                                 : "For this machine only; --lan lets phones in.\n");
  ply_text_add(&out, "Ctrl-C stops; the same command goes on where it stopped.\n");
  *text = ply_text_take(&out);
  if (*text != NULL) return PARLEY_OK;
  ply_err err;
  ply_err_set(&err, PLY_E_MEMORY, "not enough memory");
  return ply_class_told(&err, error);
}

parley_status parley_class_run(parley_class_server *server, parley_error *error) {
  ply_err err = {0};
  int64_t next = 0;
  while (server->stop == NULL || *server->stop == 0) {
    /* A number that is moved before the class is answered as soon as it can be. */
    int wait_ms = server->session.trial.known_id != server->session.trial.id ? SOON_MS : TICK_MS;
    if (MHD_run_wait(server->daemon, wait_ms) != MHD_YES) {
      ply_err_set(&err, PLY_E_SYSTEM, "the server cannot go on: %s", strerror(errno));
      return ply_class_told(&err, error);
    }
    int64_t now = now_ms(server);
    server->links.now_ms = now;
    if (now < next && wait_ms == TICK_MS) continue;
    next = now + wait_ms;
    ply_class_links_cut(&server->links);
    ply_status status = ply_class_tick(&server->session, now, &err);
    if (status == PLY_OK) status = ply_class_worker_tick(server->worker, &server->session, &err);
    if (status == PLY_E_SYSTEM || status == PLY_E_MEMORY) return ply_class_told(&err, error);
    if (server->desk.failed != 0) {
      ply_err_set(&err, PLY_E_SYSTEM, "the log cannot be written any more; what was answered is kept");
      return ply_class_told(&err, error);
    }
  }
  return PARLEY_OK;
}

void parley_class_close(parley_class_server *server) {
  if (server == NULL) return;
  if (server->daemon != NULL) MHD_stop_daemon(server->daemon);
  ply_class_worker_free(server->worker);
  ply_class_keys_close(&server->desk.keys);
  ply_class_session_done(&server->session);
  free(server);
}
