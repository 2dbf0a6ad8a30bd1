/* Diagnostics: a list of problems with their places, kept in the order in which they were found. */
#include "sim/base/base.h"

#include <stdlib.h>
#include <string.h>

void ply_diags_init(ply_diags *diags) { *diags = (ply_diags){0}; }

static void diag_done(ply_diag *diag) {
  free(diag->file);
  free(diag->pointer);
  free(diag->message);
  free(diag->suggestion);
  free(diag->note);
  free(diag->source);
}

void ply_diags_done(ply_diags *diags) {
  for (size_t i = 0; i < diags->count; i++) diag_done(&diags->items[i]);
  free(diags->items);
  *diags = (ply_diags){0};
}

/* A copy of s; NULL stays NULL unless `empty` asks for "". */
static char *copy(const char *s, bool empty, bool *failed) {
  if (s == NULL && !empty) return NULL;
  size_t n = s != NULL ? strlen(s) : 0;
  char *out = malloc(n + 1);
  if (out == NULL) {
    *failed = true;
    return NULL;
  }
  if (n > 0) memcpy(out, s, n);
  out[n] = '\0';
  return out;
}

static bool grow(ply_diags *diags) {
  if (diags->count < diags->capacity) return true;
  size_t capacity = diags->capacity > 0 ? diags->capacity * 2 : 16;
  ply_diag *items = realloc(diags->items, capacity * sizeof *items);
  if (items == NULL) return false;
  diags->items = items;
  diags->capacity = capacity;
  return true;
}

void ply_diags_add(ply_diags *diags, const ply_diag *diag) {
  if (diag->severity == PLY_ERROR)
    diags->n_errors++;
  else
    diags->n_warnings++;
  if (diags->count >= PLY_DIAGS_KEPT) return;
  if (!grow(diags)) {
    diags->out_of_memory = true;
    return;
  }
  bool failed = false;
  ply_diag item = *diag;
  item.file = copy(diag->file, true, &failed);
  item.pointer = copy(diag->pointer, true, &failed);
  item.message = copy(diag->message, true, &failed);
  item.suggestion = copy(diag->suggestion, false, &failed);
  item.note = copy(diag->note, false, &failed);
  item.source = copy(diag->source, false, &failed);
  if (failed) {
    diag_done(&item);
    diags->out_of_memory = true;
    return;
  }
  diags->items[diags->count++] = item;
}
