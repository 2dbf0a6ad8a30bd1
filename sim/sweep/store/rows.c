/* The rows of a window, in run order. Threads take stretches of a thousand runs, look their lines up in the
 * parts, draw their parameters and put the text together; each waits for its turn to append it, so that the
 * table does not depend on how many there are. Lines are read through a few pages a thread: a part's next
 * line is nearly always on the same page, and where it is not (grids are done in scattered order) little is
 * read for nothing. Memory: a few MiB a thread. */
#include "sim/sweep/store/ordered_tasks.h"
#include "sim/sweep/store/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRETCH = 1024, PAGES = 32, SMALL = 1 << 12, LARGE = 1 << 16 };

typedef struct page {
  uint64_t part; /* from 1; 0: empty */
  int file;
  uint64_t at; /* of data[0] */
  size_t length, room;
  char *data;
} page;

/* One thread's own. */
typedef struct desk {
  page pages[PAGES];
  ply_text results, times, line;
  uint64_t present, failed, first_missing;
} desk;

typedef struct writing {
  ply_tables *tables;
  const ply_window *window;
  desk *desks;
  pthread_mutex_t lock;
  pthread_cond_t next;
  uint64_t turn; /* under lock */
  ply_status status;
  ply_err err;
} writing;

/* ---- lines by place ---- */

/* Fills the page from `at` with at least one whole line. */
static bool fill(page *p, uint64_t at, size_t want) {
  p->at = at;
  p->length = 0;
  for (;;) {
    if (p->room < want) {
      char *data = realloc(p->data, want);
      if (data == NULL) return false;
      p->data = data;
      p->room = want;
    }
    ssize_t n = pread(p->file, p->data + p->length, want - p->length, (off_t)(at + p->length));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    const char *fresh = p->data + p->length;
    p->length += (size_t)n;
    if (memchr(fresh, '\n', (size_t)n) != NULL) return true;
    want *= 2;
  }
}

/* The line at a place, without its line feed; NULL where it cannot be read. */
static char *line_at(desk *d, const ply_part_file *parts, uint64_t place, size_t *length) {
  uint64_t part = place >> PLY_PLACE_BITS, at = place & ((UINT64_C(1) << PLY_PLACE_BITS) - 1);
  page *p = &d->pages[part % PAGES];
  if (p->part != part + 1) {
    if (p->part != 0) close(p->file);
    p->part = 0;
    p->length = 0;
    p->file = open(parts[part].path, O_RDONLY | O_CLOEXEC);
    if (p->file < 0) return NULL;
    p->part = part + 1;
  }
  bool near = p->length > 0 && at >= p->at && at - p->at < p->length + LARGE;
  char *start = near && at - p->at < p->length ? p->data + (at - p->at) : NULL;
  char *end = start != NULL ? memchr(start, '\n', p->length - (at - p->at)) : NULL;
  if (end == NULL) {
    if (!fill(p, at, near ? LARGE : SMALL)) return NULL;
    start = p->data;
    end = memchr(start, '\n', p->length);
  }
  *length = (size_t)(end - start);
  return start;
}

/* ---- a stretch ---- */

static ply_status add_row(const ply_tables *t, desk *d, uint64_t run, uint64_t place, ply_err *err) {
  const ply_part_file *part = &t->parts[place >> PLY_PLACE_BITS];
  size_t length;
  ply_part_line read;
  errno = 0;
  char *line = line_at(d, t->parts, place, &length);
  d->line.length = 0;
  if (line != NULL) ply_text_add_n(&d->line, line, length);
  if (d->line.failed || (line == NULL && errno == ENOMEM))
    return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  if (line == NULL || !ply_part_read(d->line.data, length, &read) || read.run != run)
    return ply_err_set(err, PLY_E_SYSTEM, "%s changed while it was read", part->path);
  ply_text_whole(&d->results, run);
  ply_text_add_n(&d->results, ",", 1);
  ply_sweep_cells(t->sweep, run, &d->results);
  ply_text_add_n(&d->results, ",", 1);
  ply_text_add_n(&d->results, read.cells, read.n_cells);
  ply_text_add_n(&d->results, "\n", 1);
  ply_text_whole(&d->times, run);
  ply_text_add_n(&d->times, ",", 1);
  ply_text_add(&d->times, read.seconds);
  ply_text_add_n(&d->times, ",", 1);
  ply_text_add_n(&d->times, part->name, strlen(part->name) - 4); /* without .csv */
  ply_text_add_n(&d->times, "\n", 1);
  d->present++;
  if (ply_part_end(read.cells, read.n_cells) != PLY_RUN_DONE) d->failed++;
  return d->results.failed || d->times.failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}

static ply_status append(int file, const ply_text *text, ply_err *err) {
  for (size_t done = 0; done < text->length;) {
    ssize_t n = write(file, text->data + done, text->length - done);
    if (n > 0)
      done += (size_t)n;
    else if (n < 0 && errno != EINTR)
      return ply_err_set(err, PLY_E_SYSTEM, "the table cannot be written: %s", strerror(errno));
  }
  return PLY_OK;
}

/* Waits until all stretches before this one are written; what became of them. */
static ply_status take_turn(writing *w, uint64_t stretch) {
  pthread_mutex_lock(&w->lock);
  while (w->turn != stretch) pthread_cond_wait(&w->next, &w->lock);
  ply_status status = w->status;
  pthread_mutex_unlock(&w->lock);
  return status;
}

static void end_turn(writing *w, ply_status status, const ply_err *err) {
  pthread_mutex_lock(&w->lock);
  if (w->status == PLY_OK && status != PLY_OK) {
    w->status = status;
    w->err = *err;
  }
  w->turn++;
  pthread_cond_broadcast(&w->next);
  pthread_mutex_unlock(&w->lock);
}

static void write_stretch(void *data, int member, uint64_t stretch) {
  writing *w = data;
  const ply_window *window = w->window;
  desk *d = &w->desks[member];
  uint64_t from = window->from + stretch * STRETCH, to = from + STRETCH;
  ply_err err = {0};
  ply_status status = PLY_OK;
  d->results.length = d->times.length = 0;
  if (w->tables->stop != NULL && *w->tables->stop) status = ply_err_set(&err, PLY_E_STOPPED, "interrupted");
  for (uint64_t run = from; run < to && run < window->to && status == PLY_OK; run++) {
    uint64_t place = window->place[run - window->from];
    if (place != PLY_PLACE_NONE)
      status = add_row(w->tables, d, run, place, &err);
    else if (d->first_missing == UINT64_MAX)
      d->first_missing = run;
  }
  if (take_turn(w, stretch) == PLY_OK && status == PLY_OK) {
    status = append(w->tables->results, &d->results, &err);
    if (status == PLY_OK) status = append(w->tables->times, &d->times, &err);
  }
  end_turn(w, status, &err);
}

static void clear(ply_tables *t, desk *d) {
  t->present += d->present;
  t->failed += d->failed;
  if (d->first_missing < t->first_missing) t->first_missing = d->first_missing;
  for (int i = 0; i < PAGES; i++) {
    if (d->pages[i].part != 0) close(d->pages[i].file);
    free(d->pages[i].data);
  }
  ply_text_done(&d->results);
  ply_text_done(&d->times);
  ply_text_done(&d->line);
}

ply_status ply_tables_write(ply_tables *tables, const ply_window *window, ply_err *err) {
  uint64_t stretches = (window->to - window->from + STRETCH - 1) / STRETCH;
  int size = ply_ordered_tasks_size(tables->threads, stretches);
  writing w = {.tables = tables, .window = window, .desks = calloc((size_t)size, sizeof *w.desks)};
  if (w.desks == NULL) return ply_err_set(err, PLY_E_MEMORY, "out of memory");
  for (int i = 0; i < size; i++) w.desks[i].first_missing = UINT64_MAX;
  pthread_mutex_init(&w.lock, NULL);
  pthread_cond_init(&w.next, NULL);
  ply_ordered_tasks_run(size, stretches, write_stretch, &w);
  pthread_cond_destroy(&w.next);
  pthread_mutex_destroy(&w.lock);
  for (int i = 0; i < size; i++) clear(tables, &w.desks[i]);
  free(w.desks);
  if (w.status != PLY_OK && err != NULL) *err = w.err;
  return w.status;
}
