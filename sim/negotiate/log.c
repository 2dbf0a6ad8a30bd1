/* What was said, kept so that each question of a strategy is one look: offers in order, how many of them
 * different, and how often each option was named (the frequency model of opponents: van Krimpen, Looije and
 * Hajizadeh 2013, doi:10.1007/978-3-642-30737-9_13). Cost: one entry an offer, and one count a position where
 * somebody asks. */
#include "sim/negotiate/log.h"

#include <stdlib.h>
#include <string.h>

bool ply_log_init(ply_log *log, const ply_menu *menu, const ply_positions *positions, int n_talkers,
                  bool counts) {
  *log = (ply_log){.menu = menu, .positions = positions, .n_talkers = n_talkers, .counts = counts};
  for (int k = 0; k < positions->n; k++) {
    log->first[k] = log->n_names;
    log->n_names += (int)positions->options[k];
  }
  for (int t = 0; t < n_talkers && counts; t++) {
    log->voice[t].count = calloc((size_t)log->n_names + 1, sizeof *log->voice[t].count);
    if (log->voice[t].count == NULL) return false;
  }
  return true;
}

void ply_log_done(ply_log *log) {
  for (int t = 0; t < log->n_talkers; t++) {
    free(log->voice[t].said);
    free(log->voice[t].seen);
    free(log->voice[t].count);
  }
  *log = (ply_log){0};
}

void ply_log_clear(ply_log *log) {
  for (int t = 0; t < log->n_talkers; t++) {
    ply_voice *v = &log->voice[t];
    if (v->n > 0 && v->seen != NULL) memset(v->seen, 0, v->seen_room * sizeof *v->seen);
    if (v->n > 0 && v->count != NULL) memset(v->count, 0, (size_t)log->n_names * sizeof *v->count);
    v->n = v->different = 0;
    v->most = 0;
  }
}

static size_t slot_of(const ply_voice *v, ply_deal deal) {
  size_t mask = v->seen_room - 1, at = (size_t)(deal * 0x9e3779b97f4a7c15u >> 20) & mask;
  while (v->seen[at] != 0 && v->seen[at] != deal + 1) at = (at + 1) & mask;
  return at;
}

static bool grow_seen(ply_voice *v) {
  size_t old_room = v->seen_room, room = old_room > 0 ? 2 * old_room : 64;
  uint64_t *old = v->seen, *seen = calloc(room, sizeof *seen);
  if (seen == NULL) return false;
  v->seen = seen;
  v->seen_room = room;
  for (size_t i = 0; i < old_room; i++)
    if (old[i] != 0) v->seen[slot_of(v, old[i] - 1)] = old[i];
  free(old);
  return true;
}

static bool see(ply_voice *v, ply_deal deal) {
  if (2 * (size_t)(v->different + 1) > v->seen_room && !grow_seen(v)) return false;
  size_t at = slot_of(v, deal);
  v->different += v->seen[at] == 0;
  v->seen[at] = deal + 1;
  return true;
}

static void count_options(ply_log *log, ply_voice *v, ply_deal deal) {
  uint64_t index = log->menu != NULL ? log->menu->index[deal] : deal;
  v->most = 0;
  for (int k = 0; k < log->positions->n; k++) {
    double *count = v->count + log->first[k], most = 0;
    count[ply_position_of(log->positions, index, k)]++;
    for (uint32_t o = 0; o < log->positions->options[k]; o++)
      if (count[o] > most) most = count[o];
    v->most += most;
  }
}

bool ply_log_add(ply_log *log, int talker, ply_deal deal, int step) {
  ply_voice *v = &log->voice[talker];
  if (v->n == v->room) {
    int room = v->room > 0 ? 2 * v->room : 64;
    ply_said *said = realloc(v->said, (size_t)room * sizeof *said);
    if (said == NULL) return false;
    v->said = said;
    v->room = room;
  }
  v->said[v->n++] = (ply_said){deal, step};
  if (log->counts) count_options(log, v, deal);
  return see(v, deal);
}
