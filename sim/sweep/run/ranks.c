/* Many processes on many machines: rank 0 hands out stretches of the order of work and is the only one that
 * writes; the others do the runs and send the finished lines back with the question for more. A stretch is
 * sized so that it takes about a fifth of a second, so that rank 0 is asked a few times a second by each rank
 * whatever a run costs; lines come ready to be appended, so that it does little with them. A rank that is
 * silent for too long is given up: its stretch goes to the others, and lines that come twice are written
 * once. They are the same bytes as one process writes; only their order in the part differs. Waiting sleeps
 * between looks, so that an idle rank does not take a core away, and sending does not wait: MPI's own way of
 * waiting, for rank 0 to wake up and take a message, kept a rank from half of its work. */
#include "sim/sweep/run/ranks.h"
#include "sim/sweep/store/part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TAG_ROWS = 1, TAG_WORK = 2, TAG_END = 3, LONGEST = 1 << 14, BURST = 256 };

/* Lines come in pieces so small that MPI copies them at once: rank 0 never waits in the middle of a message
 * for a rank that may have died. The last piece asks for more work. */
enum { PIECE = 3000, POSTS = 32, GOES_ON = '+', ASKS = '?' };

typedef struct stretch {
  uint64_t from, to; /* positions; from == to: none */
} stretch;

static void doze(long microseconds) {
  struct timespec t = {.tv_nsec = microseconds * 1000};
  nanosleep(&t, NULL);
}

ply_status ply_ranks_start(ply_ranks *ranks, ply_err *err) {
  *ranks = (ply_ranks){.size = 1};
  int told = ply_rank_messages_ranks();
  if (told == 0) return PLY_OK;
  ply_status status = ply_rank_messages_load(&ranks->messages, err);
  if (status != PLY_OK) return told > 1 ? status : PLY_OK;
  if (!ranks->messages->start(&ranks->rank, &ranks->size))
    return ply_err_set(err, PLY_E_SYSTEM, "MPI does not start");
  if (ranks->size > 1) return PLY_OK;
  ranks->messages->end(false);
  if (told == 1) return PLY_OK;
  return ply_err_set(
      err, PLY_E_USAGE,
      "this process is one of %d, but its MPI sees only itself: mpirun is of another MPI than the "
      "one that parley was built with",
      told);
}

/* Rank 0 comes last, since it merges: the others sleep until then, where MPI would have them spin. */
void ply_ranks_end(ply_ranks *ranks, bool lost) {
  const ply_rank_messages *messages = ranks->messages;
  char word = 0;
  int source, length;
  if (ranks->size < 2) return;
  for (int r = 1; ranks->rank == 0 && !lost && r < ranks->size; r++)
    messages->send(r, TAG_END, &word, sizeof word);
  while (ranks->rank > 0 && messages->look(0, TAG_END, &source, &length) == 0) doze(500);
  if (ranks->rank > 0) messages->take(0, TAG_END, &word, sizeof word);
  messages->end(lost);
}

ply_status ply_ranks_agree(const ply_ranks *ranks, const ply_sweep *sweep, ply_status of_rank_0,
                           ply_err *err) {
  char mine[160] = "", first[160];
  int status = (int)of_rank_0;
  if (sweep != NULL) snprintf(mine, sizeof mine, "%s %s", sweep->digest, sweep->scenario->digest);
  memcpy(first, mine, sizeof first);
  bool heard = ranks->messages->tell(&status, sizeof status) && ranks->messages->tell(first, sizeof first);
  bool other = heard && status == PLY_OK && strcmp(mine, first) != 0;
  bool differs = ranks->messages->largest(other ? 1 : 0) > 0;
  if (!heard) return ply_err_set(err, PLY_E_SYSTEM, "the ranks do not hear each other");
  if (status != PLY_OK)
    return ranks->rank == 0 ? (ply_status)status
                            : ply_err_set(err, (ply_status)status, "rank 0 could not start");
  if (differs) return ply_err_set(err, PLY_E_USAGE, "the ranks do not see the same plan and scenario");
  return PLY_OK;
}

/* ---- rank 0 ---- */

typedef struct lead {
  const ply_rank_messages *messages;
  const ply_sweep *sweep;
  ply_store *store;
  int size;
  uint64_t first, count, next, end;
  stretch *given;       /* [size] what each rank is doing */
  double *heard, *when; /* [size] last message; when its stretch was given */
  uint64_t *width;      /* [size] */
  bool *silent, *told;  /* [size] given up; told to stop */
  stretch *again;       /* [n_again] stretches of silent ranks */
  int n_again;
  ply_progress *progress;
  char *buffer;
  int room;
  ply_text fresh; /* lines to append */
} lead;

static bool lead_init(lead *l) {
  size_t n = (size_t)l->size;
  l->given = calloc(n, sizeof *l->given);
  l->heard = calloc(n, sizeof *l->heard);
  l->when = calloc(n, sizeof *l->when);
  l->width = calloc(n, sizeof *l->width);
  l->silent = calloc(n, sizeof *l->silent);
  l->told = calloc(n, sizeof *l->told);
  l->again = calloc(n, sizeof *l->again);
  for (int r = 0; l->heard != NULL && r < l->size; r++) l->heard[r] = ply_seconds();
  return l->given && l->heard && l->when && l->width && l->silent && l->told && l->again;
}

static void lead_done(lead *l) {
  free(l->given);
  free(l->heard);
  free(l->when);
  free(l->width);
  free(l->silent);
  free(l->told);
  free(l->again);
  free(l->buffer);
  ply_text_done(&l->fresh);
}

/* The next stretch of work for a rank, past what is done. */
static stretch next_stretch(lead *l, int rank, bool stopping) {
  if (stopping) return (stretch){0, 0};
  if (l->n_again > 0) return l->again[--l->n_again];
  while (l->next < l->end) {
    uint64_t run = ply_order_run(l->sweep, l->first, l->count, l->next);
    if (run != UINT64_MAX && !ply_store_has(l->store, run)) break;
    l->next++;
  }
  stretch s = {l->next, l->next + l->width[rank]};
  if (s.to > l->end) s.to = l->end;
  l->next = s.to;
  return s;
}

/* Lines as they are appended, as many as there are: those that came before are left out. */
static ply_status keep_lines(lead *l, const char *lines, size_t length, ply_err *err) {
  l->fresh.length = 0;
  for (const char *line = lines, *end; line < lines + length; line = end + 1) {
    uint64_t run;
    ply_run_end how;
    end = memchr(line, '\n', length - (size_t)(line - lines));
    if (end == NULL) break;
    if (!ply_part_glance(line, (size_t)(end - line), &run, &how) || run - l->first >= l->count ||
        ply_store_has(l->store, run))
      continue;
    if (how == PLY_RUN_AGAIN) {
      l->progress->again++;
      continue;
    }
    ply_text_add_n(&l->fresh, line, (size_t)(end - line) + 1);
    ply_store_note(l->store, run);
    l->progress->done++;
    if (how == PLY_RUN_FAILED) l->progress->failed++;
  }
  if (l->fresh.failed) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  return ply_store_append_lines(l->store, 0, l->fresh.data, l->fresh.length, err);
}

/* Gives a rank up; its stretch goes to the others. */
static void give_up(lead *l, int rank) {
  if (l->silent[rank]) return;
  l->silent[rank] = true;
  if (l->given[rank].from < l->given[rank].to) l->again[l->n_again++] = l->given[rank];
}

static void answer(lead *l, int rank, bool stopping) {
  double took = ply_seconds() - l->when[rank];
  if (l->width[rank] == 0)
    l->width[rank] = 1;
  else if (took < 0.1 && l->width[rank] < LONGEST)
    l->width[rank] *= 2;
  else if (took > 0.4 && l->width[rank] > 1)
    l->width[rank] /= 2;
  l->given[rank] = next_stretch(l, rank, stopping);
  l->when[rank] = ply_seconds();
  l->told[rank] = l->given[rank].from == l->given[rank].to;
  uint64_t work[2] = {l->given[rank].from, l->given[rank].to};
  if (!l->messages->send(rank, TAG_WORK, work, sizeof work)) give_up(l, rank);
}

/* Takes one message if there is one. */
static ply_status take_message(lead *l, bool stopping, bool *any, ply_err *err) {
  int rank, n;
  *any = l->messages->look(-1, TAG_ROWS, &rank, &n) > 0;
  if (!*any) return PLY_OK;
  if (n > l->room) {
    char *more = realloc(l->buffer, (size_t)n);
    if (more == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
    l->buffer = more;
    l->room = n;
  }
  if (!l->messages->take(rank, TAG_ROWS, l->buffer, n) || n < 1) return PLY_OK;
  l->heard[rank] = ply_seconds();
  l->silent[rank] = false;
  ply_status status = keep_lines(l, l->buffer + 1, (size_t)n - 1, err);
  if (l->buffer[0] == ASKS) answer(l, rank, stopping || status != PLY_OK);
  return status;
}

/* Gives up ranks that are silent; their stretches go to the others. */
static void give_up_silent(lead *l, double now, double after) {
  for (int r = 1; r < l->size; r++)
    if (!l->told[r] && now - l->heard[r] >= after) give_up(l, r);
}

/* Whether a rank is still at work, or waits to be told to stop. */
static bool any_at_work(const lead *l) {
  for (int r = 1; r < l->size; r++)
    if (!l->silent[r] && !l->told[r]) return true;
  return false;
}

static bool work_left(const lead *l) { return l->progress->done + l->progress->before < l->count; }

/* A rank that was told to stop before a silent one's work came back is called again. */
static void wake(lead *l) {
  for (int r = 1; r < l->size && l->n_again > 0; r++)
    if (l->told[r] && !l->silent[r]) answer(l, r, false);
}

ply_status ply_ranks_lead(const ply_ranks *ranks, const ply_sweep *sweep, ply_store *store,
                          const ply_pool_settings *settings, double lost_after_s, ply_progress *progress,
                          bool *lost, ply_err *err) {
  lead l = {.messages = ranks->messages,
            .sweep = sweep,
            .store = store,
            .size = ranks->size,
            .first = ply_store_first(store),
            .count = ply_store_count(store)};
  *progress = (ply_progress){.total = l.count, .before = ply_store_done_before(store), .ranks = ranks->size};
  l.progress = progress;
  l.end = ply_order_size(sweep, l.count);
  *lost = false;
  double begun = ply_seconds(), shown = begun;
  ply_status status =
      lead_init(&l) ? ply_store_worker(store, 0, err) : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  bool stopping = status != PLY_OK;
  if (settings->progress != NULL) settings->progress(settings->progress_data, progress);
  while (any_at_work(&l) || (work_left(&l) && !stopping)) {
    bool any = true;
    for (int i = 0; i < BURST && any; i++) {
      ply_err later;
      ply_status now = take_message(&l, stopping, &any, status == PLY_OK ? err : &later);
      if (status == PLY_OK) status = now;
      stopping = stopping || status != PLY_OK || (settings->stop != NULL && *settings->stop);
    }
    double now = ply_seconds();
    give_up_silent(&l, now, lost_after_s);
    if (!stopping) wake(&l);
    if (!any_at_work(&l) && work_left(&l) && !stopping && l.n_again == 0 && l.next >= l.end) break;
    if (!any && !any_at_work(&l) && l.n_again > 0) break; /* nobody is left to do it */
    if (settings->progress != NULL && now - shown > 0.2) {
      shown = now;
      progress->seconds = now - begun;
      settings->progress(settings->progress_data, progress);
    }
    if (!any) doze(200);
  }
  for (int r = 1; r < l.size; r++) *lost = *lost || l.silent[r];
  uint64_t over[2] = {0, UINT64_MAX}; /* the end: no more questions */
  for (int r = 1; r < l.size; r++)
    if (!l.silent[r]) l.messages->send(r, TAG_WORK, over, sizeof over);
  progress->seconds = ply_seconds() - begun;
  if (status == PLY_OK && l.progress->again == 0 && work_left(&l))
    status = settings->stop != NULL && *settings->stop
                 ? ply_err_set(err, PLY_E_STOPPED, "interrupted")
                 : ply_err_set(err, PLY_E_SYSTEM, "every rank fell silent; the same command goes on");
  ply_store_end(store, status == PLY_OK ? "done" : "interrupted", progress->done, progress->failed,
                ranks->size - 1, progress->seconds);
  lead_done(&l);
  return status;
}

/* ---- the others ---- */

/* The stretch that rank 0 gives; the end where rank 0 is gone. */
static stretch wait_for_work(const ply_rank_messages *messages) {
  uint64_t work[2] = {0, UINT64_MAX};
  int found, source, length;
  while ((found = messages->look(0, TAG_WORK, &source, &length)) == 0) doze(100);
  if (found < 0 || !messages->take(0, TAG_WORK, work, sizeof work)) return (stretch){0, UINT64_MAX};
  return (stretch){work[0], work[1]};
}

/* What a rank has to send: pieces of lines, most of them under way while the next runs are done. */
typedef struct outbox {
  const ply_rank_messages *messages;
  ply_text piece[POSTS]; /* each with its sign in front */
  void *ticket[POSTS];   /* of those under way */
  int at;                /* the piece that is being filled */
} outbox;

static void wait_until_left(outbox *o, int i) {
  while (o->ticket[i] != NULL && !o->messages->left(o->ticket[i])) doze(100);
  o->ticket[i] = NULL;
}

/* An empty piece, its sign to be put in. */
static bool begin_piece(outbox *o) {
  wait_until_left(o, o->at);
  o->piece[o->at].length = 0;
  ply_text_add_n(&o->piece[o->at], "?", 1);
  return !o->piece[o->at].failed;
}

/* Sends the piece and begins the next one. False where rank 0 is gone, or without memory. */
static bool send_piece(outbox *o, char sign) {
  ply_text *piece = &o->piece[o->at];
  if (piece->failed) return false;
  piece->data[0] = sign;
  o->ticket[o->at] = o->messages->post(0, TAG_ROWS, piece->data, (int)piece->length);
  bool sent = o->ticket[o->at] != NULL;
  o->at = (o->at + 1) % POSTS;
  return begin_piece(o) && sent;
}

static void outbox_done(outbox *o) {
  for (int i = 0; i < POSTS; i++) {
    wait_until_left(o, i);
    ply_text_done(&o->piece[i]);
  }
}

static ply_status do_stretch(const ply_sweep *sweep, ply_runner *runner, stretch s, ply_stop stop, outbox *o,
                             ply_text *cells, ply_err *err) {
  ply_status status = PLY_OK;
  for (uint64_t i = s.from; i < s.to && status == PLY_OK; i++) {
    uint64_t run = ply_order_run(sweep, 0, sweep->n_runs, i);
    if (run == UINT64_MAX) continue;
    if (stop != NULL && *stop) return PLY_E_STOPPED;
    double begun = ply_seconds();
    cells->length = 0;
    status = ply_runner_run(runner, run, cells, err);
    if (status != PLY_OK) break;
    size_t length = o->piece[o->at].length;
    if (length > 1 && length + cells->length + 64 > PIECE && !send_piece(o, GOES_ON))
      return ply_err_set(err, PLY_E_SYSTEM, "rank 0 is gone");
    ply_part_write(&o->piece[o->at], run, cells->data, ply_seconds() - begun);
  }
  return status;
}

ply_status ply_ranks_serve(const ply_ranks *ranks, const ply_sweep *sweep, ply_stop stop, ply_err *err) {
  outbox o = {.messages = ranks->messages};
  ply_runner *runner = ply_runner_new(sweep, stop);
  ply_text cells;
  ply_text_init(&cells);
  bool ready = begin_piece(&o);
  ply_status status = runner != NULL && ready ? PLY_OK : ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (bool asking = ready;;) {
    if (asking && !send_piece(&o, ASKS)) break;
    stretch s = wait_for_work(ranks->messages);
    if (s.to == UINT64_MAX) break;
    asking = s.from < s.to; /* nothing to do now: rank 0 calls again, or ends */
    if (asking && status == PLY_OK) status = do_stretch(sweep, runner, s, stop, &o, &cells, err);
  }
  ply_runner_free(runner);
  outbox_done(&o);
  ply_text_done(&cells);
  return status == PLY_E_STOPPED ? PLY_OK : status;
}
